// The check of a bundle, steps 1 to 6 and 8 of docs/formats/entry-and-bundle.md.
// Step 7, judging every fact again by the rules, is what this page does not do.

const BUNDLE_BYTES_MAX = 16 * 1024 * 1024;
const ENTRIES_MAX = 5_000;
const ROTATIONS_MAX = 64;
const LATER_MAX = 1_000;
const TEXTS_MAX = 1024 * 1024;
const SEALED_MAX = 100_000;
const SIGNATURES_OF_A_FACT_MAX = 8;
const TAGS_MAX = 64;
const PAYLOAD_TYPE = "application/vnd.remit.fact.v1+json";
const HASH = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const SALT = /^[A-Za-z0-9+/]{21}[AQgw]==$/;
const FACT_ID = /^r-[a-z2-7]{16}\/[1-9][0-9]{0,3}$/;
const KEY_ID = /^ed25519-[0-9a-f]{32}$/;
const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/;
const ENROLS = { "ledger.founded": ["officer_key", "recovery_key"], "key.enrolled": ["key"], "key.rotated": ["key"] };
const ENDS = { "key.rotated": "old", "key.revoked": "key", "key.compromised": "key" };

const STEPS = [
  "the file is in its one form",
  "the checkpoint is signed by the log key",
  "every entry is included in that tree",
  "every fact is in its one form, with its tags",
  "every tag is walked back to its beginning",
  "every signature is by a key live at its number",
];
const WITNESSED = "the checkpoint is seen by the witnesses that the policy asks for";

const LEFT = {
  facts: "that the facts were true when they were recorded",
  links:
    "that the log links every entry: until somebody who replayed it has witnessed it, " +
    "the walks are complete as linked by the log",
  view: "that the log shows everybody the same history: no policy named the witnesses that must have seen it",
  today: "what the act is worth today: a later fact may have changed it",
  keys:
    "that nobody else had a key that signed: an entry that says so may have been left out of this file, " +
    "or have come since; what the key signed is contested then, and a newer bundle of the act shows it",
};

/**
 * Check a bundle against a log, and by a policy where there is one.
 *
 * `trusted` holds `line` (name+hint+key) or `origin` and `key` (base64); `policy` is text or empty; `now` is
 * in seconds since 1970. What does not hold throws `No`.
 */
async function checkBundle(data, trusted, policyText, now) {
  const policy = policyText.trim() ? await readPolicy(policyText) : null;
  const log = await trustedLog(trusted, policy);
  const bundle = readBundle(data);
  const keys = await wayOf(bundle.rotations, log);
  const head = await openNote(bundle.checkpoint, ...keys.slice(keys.findIndex((one) => sameBytes(one.key, log.key))));
  const [, entries, after] = await includedEntries([bundle.rotations, bundle.entries, bundle.later], head);
  await requireFacts(entries, keys[0]);
  requireLinks(entries);
  const { judged, walks } = walk(bundle.act, entries);
  const signatures = await requireSignatures(judged, entries);
  const { gone, objections, thefts } = await laterOf(after, bundle.act, entries);
  const words = await openedWords(bundle, entries, gone);
  await requireListed(policy, keys, bundle.checkpoint);
  const seen = policy && (await judgeByPolicy(head, policy, BigInt(now)));
  const act = entries.get(bundle.act);
  const contested = contestedOf(judged, entries, thefts);
  const closed = closedFields(act.fact, words, gone);
  const found = { act, closed, contested, entries, head, judged, keys, log, objections, policy, seen, signatures, thefts, walks, words };
  return { ...found, recorded: recordedAnswer(act.fact, contested), steps: told(found, data.length), left: notProved(seen) };
}

async function trustedLog(trusted, policy) {
  const { line, origin, key } = trusted;
  let log = null;
  if (line) log = await readKey(line, OF_LOG, "log");
  else if (origin || key) log = await keyOf(origin, OF_LOG, unbase64(key, "log key"), "log");
  else if (policy?.logs.length === 1) [log] = policy.logs;
  need(log, "FORM", "expected the log to trust: its line, or its name and key, or a policy with one log");
  return log;
}

/** Require that the log goes on, by announcements, from a key that the policy lists, and that none before it alone signed. */
async function requireListed(policy, keys, note) {
  if (!policy?.logs.length) return;
  const first = keys.findIndex(({ name, key }) => policy.logs.some((one) => one.name === name && sameBytes(one.key, key)));
  need(first >= 0, "SIG", "policy: expected one of its own logs, got another");
  await openNote(note, ...keys.slice(first));
}

// --- step 1: the file ------------------------------------------------------------------------------

function readBundle(data) {
  const text = decodeText(data, BUNDLE_BYTES_MAX, "bundle");
  need(text.startsWith('{"act":'), "FORM", "bundle: expected a bundle, got another file");
  const bundle = parseJson(text, "bundle", ["leaf"]);
  requireMembers(bundle, ["act", "checkpoint", "entries", "format", "later", "openings", "rotations"], "bundle");
  requireInteger(bundle.act, 1, "bundle: act");
  requireString(bundle.checkpoint, "bundle: checkpoint", null, NOTE_BYTES_MAX);
  requireArray(bundle.entries, "bundle: entries", ENTRIES_MAX, 1);
  bundle.entries.forEach(requireProven);
  need(bundle.format === "remit-bundle/2", "FORM", "bundle: expected format remit-bundle/2");
  requireArray(bundle.openings, "bundle: openings", ENTRIES_MAX);
  bundle.openings.forEach(requireOpening);
  requireMore(bundle.rotations, "bundle: rotations", ROTATIONS_MAX);
  requireMore(bundle.later, "bundle: later", LATER_MAX);
  const texts = bundle.openings.map((one) => one.text);
  const characters = texts.reduce((sum, one) => sum + [...one].length, 0);
  need(characters <= TEXTS_MAX, "LIMIT", `bundle: expected openings of at most ${TEXTS_MAX} characters in all`);
  for (const one of [bundle.checkpoint, ...texts]) requireText(one, "bundle", true);
  requireCanonical(bundle, text, "bundle");
  requireNumbers(bundle);
  return bundle;
}

function requireMore(rows, name, most) {
  requireArray(rows, name, most);
  rows.forEach(requireProven);
  requireAscending(rows.map((row) => row.number), name);
}

function requireProven(row) {
  requireMembers(row, ["leaf", "number", "proof"], "bundle: entry");
  requireInteger(row.number, 1, "bundle: number");
  requireArray(row.proof, "bundle: proof", PROOF_HASHES_MAX);
  for (const one of row.proof) requireString(one, "bundle: hash", HASH);
  const leaf = row.leaf.text;
  const plain = /^[\x20-\x7e]*$/.test(leaf) && !/\\[^"]/.test(leaf.replaceAll("\\\\", ""));
  need(plain, "FORM", "bundle: expected entries of visible ASCII and spaces, got other characters");
  need(leaf.startsWith("{"), "FORM", "bundle: expected each leaf to be an object, got another form");
}

function requireOpening(row) {
  requireMembers(row, ["fact", "path", "salt", "text"], "bundle: opening");
  requireString(row.fact, "bundle: fact", FACT_ID);
  requireString(row.path, "bundle: path", /^[a-z0-9_.]+$/, 128);
  requireString(row.salt, "bundle: salt", SALT);
  requireString(row.text, "bundle: text", null, SEALED_MAX);
}

function requireNumbers(bundle) {
  const numbers = bundle.entries.map((row) => row.number);
  requireAscending(numbers, "bundle: entries");
  need(numbers.includes(bundle.act), "INCOMPLETE", `bundle: expected the act, entry ${bundle.act}, got a bundle without it`);
  need(bundle.act === numbers.at(-1), "FORM", `bundle: expected nothing after the act, entry ${bundle.act}`);
}

// --- step 3 and the form of an entry: step 4 -------------------------------------------------------

async function includedEntries(groups, head) {
  const found = [];
  for (const rows of groups) found.push(await climbedRows(rows, head));
  for (const [at, rows] of groups.entries()) {
    for (const row of rows) Object.assign(found[at].get(row.number), readProven(row));
  }
  return found;
}

async function climbedRows(rows, head) {
  const proofs = rows.map((row) => row.proof.map((one) => unbase64(one, "hash")));
  const ways = await Promise.all(
    rows.map((row, at) => climb(utf8.encode(row.leaf.text), row.number, proofs[at], head.size)),
  );
  const entries = new Map();
  for (const [at, row] of rows.entries()) {
    requireIncluded(row.number, proofs[at], ways[at], head);
    entries.set(row.number, { climbed: ways[at] });
  }
  return entries;
}

function readProven({ number, leaf }) {
  const entry = readEntry(leaf.text, number);
  return { number, ...entry, ...readEnvelope(entry.envelope, `entry ${number}`) };
}

function readEntry(raw, number) {
  const name = `entry ${number}`;
  const text = decodeText(utf8.encode(raw), VALUE_BYTES_MAX, name);
  const leaf = parseJson(text, name);
  requireMembers(leaf, ["charged", "envelope", "links", "recorded"], name);
  requireArray(leaf.charged, name);
  for (const one of leaf.charged) requireCharged(one, name);
  requireStrings(leaf.envelope, name);
  need(isObject(leaf.links), "FORM", `${name}: expected links`);
  for (const tag of Object.keys(leaf.links)) {
    requireTag(tag, name);
    requireInteger(leaf.links[tag], 0, `${name}: link`);
  }
  requireShape(leaf.recorded, INSTANT, name);
  requirePlain(text, name);
  requireCanonical(leaf, text, name);
  for (const tag of Object.keys(leaf.links)) need(leaf.links[tag] < number, "FORM", `${name}: expected a link to an earlier entry for ${tag}`);
  const charged = leaf.charged.map((one) => one.tag);
  requireAscending(charged, `${name}: charges`);
  for (const tag of charged) need(tag in leaf.links, "FORM", `${name}: expected a link for the charged tag ${tag}`);
  return leaf;
}

function requireCharged(one, name) {
  requireMembers(one, ["count", "tag", "total"], name);
  requireTag(one.tag, name);
  requireInteger(one.count, 1, name);
  requireInteger(one.total, -Number.MAX_SAFE_INTEGER, name);
}

/** An envelope holds text, and lists of objects of text. */
function requireStrings(envelope, name) {
  need(isObject(envelope), "FORM", `${name}: expected an envelope`);
  for (const value of Object.values(envelope)) {
    for (const one of Array.isArray(value) ? value : [{ value }]) {
      need(isObject(one), "FORM", `${name}: expected signatures`);
      for (const inner of Object.values(one)) requireString(inner, name);
    }
  }
}

function readEnvelope(envelope, name) {
  requireMembers(envelope, ["payload", "payloadType", "signatures"], name);
  requireString(envelope.payload, name);
  requireArray(envelope.signatures, name, SIGNATURES_OF_A_FACT_MAX, 1);
  for (const one of envelope.signatures) {
    requireMembers(one, ["keyid", "sig"], name);
    requireString(one.keyid, name, KEY_ID);
    requireString(one.sig, name, SIGNATURE);
  }
  need(envelope.payloadType === PAYLOAD_TYPE, "FORM", `${name}: expected payload type ${PAYLOAD_TYPE}`);
  requireAscending(envelope.signatures.map((one) => one.keyid), `${name}: signatures`);
  const signatures = envelope.signatures.map((one) => ({ key: one.keyid, signature: unbase64(one.sig, name) }));
  const payload = unbase64(envelope.payload, name);
  return { payload, signatures, fact: readFact(payload, name) };
}

// --- step 4: what a fact has to say ----------------------------------------------------------------

async function requireFacts(entries, log) {
  requireFounding(entries, log);
  const ledgers = new Set([...entries.values()].map((entry) => entry.fact.ledger));
  need(ledgers.size === 1, "SIG", `bundle: expected facts of one ledger, got ${[...ledgers].join(", ")}`);
  let earlier = "";
  for (const entry of entries.values()) {
    await requireTags(entry);
    need(entry.recorded >= earlier, "TAMPERED", `entry ${entry.number}: expected a time from ${earlier} on, got ${entry.recorded}`);
    earlier = entry.recorded;
  }
}

function requireFounding(entries, log) {
  need(entries.has(1), "INCOMPLETE", "bundle: expected entry 1, which founds the ledger, got a bundle without it");
  const { body } = entries.get(1).fact;
  need(kindOf(body) === "ledger.founded", "TAMPERED", `entry 1: expected the founding of the ledger, got ${body.type}`);
  const bound = body.origin === log.name && body.log_key === base64(log.key);
  need(bound, "SIG", "entry 1: expected it to bind the log that is trusted, got another");
}

async function requireTags(entry) {
  const { fact, number } = entry;
  const name = `entry ${number}`;
  const tags = await tagsOf(fact);
  need(write(fact.tags) === write(tags), "TAMPERED", `${name}: expected tags ${tags.join(", ")}, got ${fact.tags.join(", ")}`);
  need(write(fact.charges) === write(chargesOf(fact)), "TAMPERED", `${name}: expected the charges of its body, got others`);
  const both = new Set([...fact.tags, ...fact.relies]);
  const ordered = write(fact.relies) === write([...new Set(fact.relies)].sort());
  need(ordered && both.size <= TAGS_MAX, "TAMPERED", `${name}: expected at most ${TAGS_MAX} distinct tags in order`);
  const linked = write(Object.keys(entry.links).sort()) === write([...both].sort());
  need(linked, "TAMPERED", `${name}: expected links for its tags and no others`);
  const charged = write(entry.charged.map((one) => one.tag)) === write(fact.charges.map((one) => one.tag));
  need(charged, "TAMPERED", `${name}: expected totals for its charges and no others`);
}

// --- step 5: links and walks -----------------------------------------------------------------------

function requireLinks(entries) {
  const last = new Map();
  for (const { number, links, fact } of entries.values()) {
    for (const [tag, to] of Object.entries(links)) {
      const between = last.get(tag) ?? 0;
      need(between <= to, "TAMPERED", `entry ${number}: expected ${tag} to link to entry ${between}, got ${to}: a false link`);
      const carried = !entries.has(to) || entries.get(to).fact.tags.includes(tag);
      need(carried, "TAMPERED", `entry ${number}: expected a link to an entry that carries ${tag}, got entry ${to}`);
    }
    for (const tag of fact.tags) last.set(tag, number);
  }
}

/** Follow every tag that a judged fact relies on back to its beginning. */
function walk(act, entries) {
  const waiting = [act];
  const judged = new Set(waiting);
  const followed = new Set();
  const walks = [];
  while (waiting.length) {
    const number = waiting.pop();
    for (const tag of entries.get(number).fact.relies) {
      const way = [number];
      let at = number;
      while (!followed.has(`${tag} ${at}`)) {
        followed.add(`${tag} ${at}`);
        const to = entries.get(at).links[tag];
        way.push(to);
        if (to === 0) break;
        need(entries.has(to), "INCOMPLETE", `entry ${at}: expected entry ${to}, the one before it with ${tag}, got a bundle without it`);
        if (tag.startsWith("use:")) break;
        at = to;
        if (!judged.has(at)) {
          judged.add(at);
          waiting.push(at);
        }
      }
      if (way.length > 1) walks.push({ tag, way });
    }
  }
  return { judged: [...judged].sort((one, other) => one - other), walks };
}

// --- step 6: signatures and totals -----------------------------------------------------------------

async function requireSignatures(judged, entries) {
  const live = new Map();
  const found = [];
  for (const number of judged) {
    const entry = entries.get(number);
    const { body } = entry.fact;
    const brought = new Map();
    for (const field of ENROLS[kindOf(body)] ?? []) {
      const key = unbase64(body[field], field);
      brought.set(await keyId(key), key);
    }
    const message = preAuthentication(entry.payload);
    for (const { key, signature } of entry.signatures) {
      const known = brought.get(key) ?? live.get(key);
      need(known, "SIG", `entry ${number}: expected a key of the register, got ${key}`);
      await requireSigned(known, signature, message);
      found.push({ number, key, signature, message });
    }
    for (const { key } of entry.signatures) {
      need(entry.fact.relies.includes(`key:${key}`), "INCOMPLETE", `entry ${number}: expected it to rely on key:${key}`);
    }
    requireTotals(entry, entries);
    live.delete(body[ENDS[kindOf(body)]]);
    for (const [key, value] of brought) live.set(key, value);
  }
  return found;
}

const preAuthentication = (payload) =>
  joined(utf8.encode(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `), payload);

function requireTotals(entry, entries) {
  for (const [at, { tag, amount }] of entry.fact.charges.entries()) {
    const after = entry.charged[at];
    const before = entries.get(entry.links[tag])?.charged.find((one) => one.tag === tag) ?? { count: 0, total: 0 };
    const holds = after.count === before.count + 1 && after.total === before.total + amount;
    need(holds, "TAMPERED", `entry ${entry.number}: expected ${tag} to stand at ${before.total + amount} after ${before.count + 1} charges, got ${after.total} after ${after.count}`);
  }
}

// --- sealed words ----------------------------------------------------------------------------------

async function openedWords(bundle, entries, gone) {
  const facts = new Map([...entries.values()].map(({ fact }) => [fact.id, fact]));
  const act = entries.get(bundle.act).fact;
  const words = [];
  for (const row of bundle.openings) {
    const sealed = commitmentAt(facts.get(row.fact), row.path);
    need(sealed, "TAMPERED", `bundle: expected openings of its own facts, got one of ${row.fact} ${row.path}`);
    need(!gone.has(sealed), "TAMPERED", `${row.fact} ${row.path}: expected no words, for they were erased`);
    const made = await commitment(act.ledger, row);
    need(made === sealed, "TAMPERED", `${row.fact} ${row.path}: expected the text that was sealed, got another`);
    if (row.fact === act.id) words.push({ path: row.path, text: row.text, commitment: made });
  }
  return words;
}

function commitmentAt(fact, path) {
  let value = fact;
  for (const step of path.split(".")) {
    const within = Array.isArray(value) ? /^(?:0|[1-9][0-9]{0,6})$/.test(step) : isObject(value);
    value = within && Object.hasOwn(value, step) ? value[step] : null;
  }
  return isObject(value) && write(Object.keys(value)) === '["commitment"]' ? value.commitment : null;
}

async function commitment(ledger, row) {
  const pieces = ["remit-sealed/1", ledger, row.fact, row.path, row.text].map((one) => utf8.encode(one));
  const framed = pieces.flatMap((piece) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, piece.length);
    return [length, piece];
  });
  return hex(await hmacSha256(unbase64(row.salt, "salt"), joined(...framed)));
}

// --- what is said of it ----------------------------------------------------------------------------

function told(found, bytes) {
  const { act, entries, head, judged, seen, signatures, walks } = found;
  const links = walks.reduce((sum, one) => sum + one.way.length - 1, 0);
  const details = [
    `${bytes} bytes, ${entries.size} entries`,
    `${head.origin}, ${head.size} entries, root ${hex(head.root)}`,
    `${entries.size} proofs`,
    `ledger ${act.fact.ledger}`,
    `${links} links, ${judged.length} facts`,
    `${signatures.length} signatures`,
  ];
  const steps = STEPS.map((title, at) => ({ number: at + 1, title, detail: details[at] }));
  return seen ? [...steps, { number: 8, title: WITNESSED, detail: toldSeen(seen.seen) }] : steps;
}

function notProved(seen) {
  const left = [LEFT.facts];
  if (!seen?.replayed) left.push(LEFT.links);
  if (!seen?.witnessed) left.push(LEFT.view);
  return [...left, LEFT.today, LEFT.keys];
}
