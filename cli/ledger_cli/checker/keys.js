// The keys of the log, one after the other, and what keys signed that somebody else may have had.
// docs/formats/checkpoint-and-proof.md, "When the log changes its key"; docs/formats/entry-and-bundle.md.

const ROTATED = "log-key.rotated";
const COMPROMISED = "key.compromised";
const SHOWN_MAX = 10;
const ATTESTED = "standing.attested"; // of this it is asked what it answers, not whether it was made

/** Give the keys of a log, the first one first: each announced the next, and the trusted one is among them. */
async function wayOf(rotations, log) {
  const keys = [];
  for (const row of rotations) {
    const { body } = readProven(row).fact;
    need(kindOf(body) === ROTATED, "FORM", "bundle: expected rotations of the log key, got another fact among them");
    if (!keys.length) keys.push(await keyOf(log.name, OF_LOG, unbase64(body.old, "log key"), "log"));
    need(body.old === base64(keys.at(-1).key), "SIG", "log key: expected an announcement by the key before, got one by another");
    const next = await keyOf(log.name, OF_LOG, unbase64(body.new, "log key"), "log");
    const said = utf8.encode(`remit log key rotation/1\n${log.name}\n${body.old}\n${body.new}\n`);
    await requireSigned(keys.at(-1).key, unbase64(body.by_old, "by_old"), said);
    await requireSigned(next.key, unbase64(body.by_new, "by_new"), said);
    keys.push(next);
  }
  if (!keys.length) return [log];
  need(keys.some((one) => sameBytes(one.key, log.key)), "SIG", "bundle: expected the log that is trusted among its keys, got others");
  return keys;
}

/**
 * Give the judged entries that a key signed of which an entry of the bundle, of the act's time or later, says that
 * somebody else may have had it; each with the entry from which the key is suspect.
 */
function contestedOf(judged, entries, thefts) {
  const since = new Map();
  const bodies = [...entries.values()].map((entry) => entry.fact.body).filter((body) => kindOf(body) === COMPROMISED);
  for (const { key, suspect } of [...bodies, ...thefts]) since.set(key, Math.min(suspect, since.get(key) ?? Infinity));
  const found = new Map();
  for (const number of judged) {
    const from = entries.get(number).signatures.map(({ key }) => since.get(key) ?? Infinity);
    const first = Math.min(...from.filter((one) => one <= number));
    if (first <= number) found.set(number, first);
  }
  return found;
}

/** Say which entries are contested: a line for each entry from which a key is suspect. */
function toldContested(contested) {
  const froms = [...new Set(contested.values())].sort((one, other) => one - other);
  return froms.map((from) => {
    const numbers = [...contested.keys()].filter((number) => contested.get(number) === from);
    const more = numbers.length > SHOWN_MAX ? ` and ${numbers.length - SHOWN_MAX} more` : "";
    const named = `${numbers.length === 1 ? "entry" : "entries"} ${numbers.slice(0, SHOWN_MAX).join(", ")}${more}`;
    return `contested (key suspect from entry ${from}): ${named}`;
  });
}

/** Give the answer that the fact carries; whether it is that of the rules is not looked into here. */
function recordedAnswer(fact, contested) {
  const verdicts = fact.findings.map((one) => one.verdict);
  if (contested.size) return "not known";
  if (verdicts.includes("not met")) return "yes, as a departure";
  if (verdicts.length) return "not known";
  return kindOf(fact.body) === ATTESTED ? fact.body.answer : "yes";
}
