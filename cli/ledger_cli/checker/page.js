// What a person sees. Everything that comes from a file is put in as text, never as a part of the page.

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function listed(title, lines) {
  const list = element("ul");
  for (const line of lines) list.append(element("li", line));
  return [element("h2", title), list];
}

/** A part that unfolds; what is in it is computed when it is opened for the first time. */
function unfolding(title, lines) {
  const details = element("details");
  details.append(element("summary", title));
  const fill = async () => {
    details.removeEventListener("toggle", fill);
    details.append(element("pre", (await lines()).join("\n")));
  };
  details.addEventListener("toggle", fill);
  return details;
}

// --- the arithmetic --------------------------------------------------------------------------------

function explainedTree(entry, head) {
  const { leaf, way } = entry.climbed;
  const lines = [`entry ${entry.number} of ${head.size}: SHA-256 of 00 and its bytes`, `  = ${hex(leaf)}`];
  for (const { sibling, left, node } of way) {
    lines.push(`SHA-256 of 01, ${left ? "the hash on its left" : "itself"}, ${left ? "itself" : "the hash on its right"}`);
    lines.push(`  with ${hex(sibling)}`, `  = ${hex(node)}`);
  }
  return [...lines, `which is the root of the checkpoint: ${hex(head.root)}`, ""];
}

async function explainedSignature({ number, key, signature, message }) {
  const digest = hex(await sha256(message));
  return `entry ${number}: ${key}\n  Ed25519 signature ${hex(signature)}\n  over bytes whose SHA-256 is ${digest}`;
}

function explained(found) {
  const { act, entries, head, judged, keys, seen, signatures, walks, words } = found;
  const all = [...entries.values()];
  const lines = [
    () => [
      "The file was read, written again in the canonical form of JSON, and compared byte for byte.",
      `It holds the entries ${all.map((one) => one.number).join(", ")}.`,
    ],
    () => [
      ...keys.slice(1).map((key) => `announced by the key of the log before it: ${hex(key.key)}`),
      `key of the log ${head.key.name}: ${hex(head.key.key)}`,
      `hint, the first 4 bytes of SHA-256 of name, 0A, 01 and key: ${hex(head.key.hint)}`,
      `Ed25519 signature: ${hex(head.signature)}`,
      "over these lines:",
      head.text,
    ],
    () => all.flatMap((one) => explainedTree(one, head)),
    () => [
      ...all.map((one) => `entry ${one.number}: ${one.fact.id} ${one.fact.body.type}: ${one.fact.tags.join(" ")}`),
      ...words.map((one) => `${one.path}: HMAC-SHA-256 of the words = ${one.commitment}, which the act commits to there`),
    ],
    () => [
      "Each line is a tag and the way back along the links of the log; 0 is its beginning.",
      ...walks.map(({ tag, way }) => `${tag}: ${way.join(" → ")}`),
      `The facts on these ways: ${judged.join(", ")}. The act is ${act.number}.`,
    ],
    () => Promise.all(signatures.map(explainedSignature)),
  ];
  const witnesses = () => seen.seen.map((one) => `${one.called}: time ${one.time}, which is ${instant(one.time)}; counts: ${one.counts}`);
  return seen ? [...lines, witnesses] : lines;
}

// --- the answer ------------------------------------------------------------------------------------

function line(entry) {
  const { body, on } = entry.fact;
  const name = ["act", "delegation", "resolution", "person", "body"].map((field) => body[field]).find((one) => one);
  return `entry ${entry.number}  ${body.type}${name ? `  ${name}` : ""}  on ${on}  recorded ${entry.recorded}`;
}

function shownAnswer(found) {
  const answer = element("div", "", `answer ${found.recorded === "yes" ? "holds" : "care"}`);
  answer.append(
    element("p", `Holds as recorded: ${found.recorded}`),
    element(
      "p",
      "The rules were not judged again on this page: whether the act was within authority is what the ledger recorded, " +
        "not what was checked here. The command “remit bundle check” judges every fact again.",
    ),
  );
  if (found.recorded === "yes, as a departure") answer.append(element("p", "A rule speaks against the act, and it is recorded so."));
  if (found.contested.size) {
    answer.append(element("p", "Contested: somebody else may have had a key that signed the act, or what it rests on."));
    for (const one of [...toldContested(found.contested), ...found.thefts.map(toldTheft)]) answer.append(element("p", one));
  } else if (found.recorded === "not known") answer.append(element("p", "A rule could not be settled when the act was recorded."));
  for (const one of found.objections) answer.append(element("p", toldObjection(one)));
  return answer;
}

/** Say what an attestation answers, and to which question. */
function attested({ body }) {
  if (kindOf(body) !== ATTESTED) return [];
  const { about, day, ...subject } = body.question;
  return [`attested of the ${about} ${Object.values(subject).join(" ")}, as it stood on ${day}: ${body.answer}`, ...body.said];
}

function proved({ act, head, judged, seen }) {
  const lines = [
    `Entry ${act.number} stands in the log ${head.origin}, in the tree of ${head.size} entries that the key of the log signed.`,
    `It was signed by ${act.signatures.map((one) => one.key).join(", ")}, live at its number, and is unchanged since.`,
    `The ${judged.length - 1} facts that it rests on are there and signed; as linked by the log, none of them is left out.`,
  ];
  if (seen?.witnessed) lines.push(`The witnesses that your policy asks for have seen that tree: ${toldSeen(seen.seen)}.`);
  else if (seen) lines.push("Your policy asks for no witness.");
  return lines;
}

function shown(found) {
  const { act, closed, entries, judged, steps, words } = found;
  const list = element("ol");
  const folds = explained(found);
  for (const [at, step] of steps.entries()) {
    const item = element("li", `${step.title}: ${step.detail}`);
    item.value = step.number;
    item.append(unfolding("Explain", folds[at]));
    list.append(item);
  }
  const findings = act.fact.findings.map((one) => `${one.verdict}: ${one.rule}${one.clause ? ` (${one.clause})` : ""}`);
  const opened = words.map((one) => {
    const part = element("p", "", "words");
    part.append(element("strong", `${one.path.replace(/^body\./, "")}: `), one.text);
    return part;
  });
  return [
    shownAnswer(found),
    ...listed("The act", [line(act), ...attested(act.fact), ...(findings.length ? findings : ["no finding is recorded against it"])]),
    ...opened,
    ...(closed.length ? listed("Words that are not here", closed.map(({ path, told }) => `${path.replace(/^body\./, "")}: ${told}`)) : []),
    element("h2", "The steps"),
    list,
    ...listed("What is proved", proved(found)),
    ...listed("What is not proved", ["that the act was within authority: step 7, judging by the rules, was not taken here", ...(words.length ? [SINCE] : []), ...found.left]),
    ...listed("What it rests on", judged.filter((one) => one !== act.number).map((one) => line(entries.get(one)))),
    unfolding("The fact, word for word", () => [new TextDecoder().decode(act.payload)]),
  ];
}

const KINDS = {
  FORM: "The file, the key or the policy is not in the form that was expected.",
  LIMIT: "Something is larger than is allowed.",
  SIG: "A signature, a key or the name of the log is wrong.",
  TAMPERED: "What the file says contradicts its own proof.",
  INCOMPLETE: "Something that the proof needs is left out.",
  UNWITNESSED: "Too few of the witnesses that you trust have seen this log.",
  STALE: "The witnesses that you trust saw this log too long ago.",
};

function refusal(no) {
  const answer = element("div", "", "answer refused");
  answer.append(element("p", `Refused: ${no.kind}`), element("p", `${KINDS[no.kind]} Do not rely on it.`), element("p", no.message));
  return [answer];
}

function stopped(message) {
  const answer = element("div", "", "answer refused");
  answer.append(element("p", "Not checked"), element("p", message));
  return [answer];
}

// --- the form --------------------------------------------------------------------------------------

function trustedIn(text) {
  const lines = text.split("\n").map((one) => one.trim()).filter((one) => one);
  return lines.length === 2 ? { origin: lines[0], key: lines[1] } : { line: lines.join("\n") };
}

function secondsIn(text) {
  if (!text.trim()) return Math.floor(Date.now() / 1_000);
  const form = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/;
  const at = Date.parse(text.trim());
  need(form.test(text.trim()) && !Number.isNaN(at), "FORM", "expected an instant such as 2026-11-22T10:00:00Z");
  return Math.floor(at / 1_000);
}

async function answered(file) {
  const lack = await lacking();
  if (lack) return stopped(`${lack} Use a current Firefox, Chrome, Edge or Safari, or “remit bundle check”.`);
  if (!file) return stopped("Choose a bundle first.");
  const field = (name) => document.getElementById(name).value;
  try {
    const data = new Uint8Array(await file.slice(0, BUNDLE_BYTES_MAX + 1).arrayBuffer());
    return shown(await checkBundle(data, trustedIn(field("log")), field("policy"), secondsIn(field("at"))));
  } catch (no) {
    return no instanceof No ? refusal(no) : stopped(`This page failed, and says nothing of the bundle: ${no.message}`);
  }
}

function start() {
  const [form, drop, chooser, result] = ["form", "drop", "file", "result"].map((id) => document.getElementById(id));
  let dropped = null;
  chooser.addEventListener("change", () => (dropped = null));
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop") [dropped] = event.dataTransfer.files;
    });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    result.replaceChildren(element("p", "Checking…"));
    result.replaceChildren(...(await answered(dropped ?? chooser.files[0])));
    result.focus();
  });
}

if (typeof document !== "undefined") start();
