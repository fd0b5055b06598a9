// Whom a reader trusts, how many must have seen a checkpoint, and how lately: step 8 of the check.

const POLICY_BYTES_MAX = 65_536;
const LINES_OF_A_KIND_MAX = 64;
const AGE_DAYS_MAX = 36_500n;
const DAY_SECONDS = 86_400n;
const TIME_MAX = 2n ** 63n - 1n;
const NONE = "none";

/** Read the text of a policy. */
async function readPolicy(text) {
  const bytes = utf8.encode(text).length;
  need(bytes <= POLICY_BYTES_MAX, "LIMIT", `policy: expected at most ${POLICY_BYTES_MAX} bytes, got ${bytes}`);
  const policy = { logs: [], witnesses: [], groups: [], quorum: "", age: null };
  for (const [at, line] of text.split("\n").entries()) {
    const where = `policy line ${at + 1}`;
    need(!/[\0-\x08\x0b-\x1f\x7f]/.test(line), "FORM", `${where}: expected no control character but tab and line feed`);
    const words = line.replace(/^[ \t]+|[ \t]+$/g, "").split(/[ \t]+/);
    if (words[0] && !words[0].startsWith("#")) await takeLine(policy, words, where);
  }
  need(policy.quorum, "FORM", "policy: expected a quorum line, got none");
  need(policy.age === null || policy.quorum !== NONE, "FORM", "policy: expected witnesses in the quorum beside an age");
  const shared = policy.witnesses.some((one) => hasKey(policy.logs, one));
  need(!shared, "FORM", "policy: expected keys of logs and keys of witnesses, got one key for both");
  return policy;
}

const hasKey = (list, one) => list.some((other) => sameBytes(one.key, other.key));

async function takeLine(policy, words, where) {
  const [kind, ...rest] = words;
  if (kind === "log" && (rest.length === 1 || rest.length === 2)) {
    const log = await readKey(rest[0], OF_LOG, where);
    need(!hasKey(policy.logs, log), "FORM", `${where}: expected each key once, got the same log again`);
    addTo(policy.logs, log, where);
  } else if (kind === "witness" && (rest.length === 2 || rest.length === 3)) {
    const witness = { ...(await readKey(rest[1], OF_WITNESS, where)), called: rest[0] };
    requireNew(policy, rest[0], where);
    need(!hasKey(policy.witnesses, witness), "FORM", `${where}: expected each key once, got the same witness again`);
    addTo(policy.witnesses, witness, where);
  } else if (kind === "group" && rest.length > 2) {
    takeGroup(policy, rest, where);
  } else if (kind === "quorum" && rest.length === 1 && !policy.quorum) {
    if (rest[0] !== NONE) requireKnown(policy, rest[0], where);
    policy.quorum = rest[0];
  } else if (kind === "age" && rest.length === 1 && policy.age === null) {
    policy.age = decimal(rest[0], `${where}: age`);
    need(policy.age >= 1n && policy.age <= AGE_DAYS_MAX, "FORM", `${where}: expected an age from 1 to ${AGE_DAYS_MAX} days`);
  } else {
    throw new No("FORM", `${where}: expected log, witness, group, quorum or age, the last two once each`);
  }
}

function takeGroup(policy, [called, least, ...members], where) {
  requireNew(policy, called, where);
  const grouped = new Set(policy.groups.flatMap((group) => group.members));
  for (const member of members) {
    requireKnown(policy, member, where);
    need(!grouped.has(member), "FORM", `${where}: expected each name in one group once, got one again`);
    grouped.add(member);
  }
  const words = { any: 1n, all: BigInt(members.length) };
  const count = Object.hasOwn(words, least) ? words[least] : decimal(least, `${where}: threshold`);
  const fits = count >= 1n && count <= BigInt(members.length);
  need(fits, "FORM", `${where}: expected a threshold from 1 to ${members.length}`);
  addTo(policy.groups, { called, least: count, members }, where);
}

const isKnown = (policy, called) => [...policy.witnesses, ...policy.groups].some((one) => one.called === called);

function requireNew(policy, called, where) {
  need(called !== NONE && !isKnown(policy, called), "FORM", `${where}: expected a new name, got one again`);
}

function requireKnown(policy, called, where) {
  need(isKnown(policy, called), "FORM", `${where}: expected a witness or group of a line before`);
}

function addTo(list, one, where) {
  need(list.length < LINES_OF_A_KIND_MAX, "LIMIT", `${where}: expected at most ${LINES_OF_A_KIND_MAX} of a kind`);
  list.push(one);
}

function isMet(policy, names) {
  const holding = new Set([NONE, ...names]);
  for (const group of policy.groups) {
    const count = group.members.filter((member) => holding.has(member)).length;
    if (BigInt(count) >= group.least) holding.add(group.called);
  }
  return holding.has(policy.quorum);
}

/** Verify every line of a note by which a witness is named; give the time of its newest, or nothing. */
async function seenAt(witness, note) {
  let newest = null;
  for (const line of note.signatures.filter((one) => isOf(one, witness))) {
    const data = line.signature;
    need(data.length === 72, "SIG", `cosignature of ${witness.name}: expected a time and a signature of 64 bytes`);
    const time = data.slice(0, 8).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
    need(time <= TIME_MAX, "SIG", `cosignature of ${witness.name}: expected a time up to 2^63 - 1`);
    await requireSigned(witness.key, data.slice(8), utf8.encode(`cosignature/v1\ntime ${time}\n${note.text}`));
    newest = newest === null || time > newest ? time : newest;
  }
  return newest;
}

/** Put a policy to a checkpoint: who saw it, when, and whether that is enough. `now` is in seconds since 1970. */
async function judgeByPolicy(note, policy, now) {
  const seen = [];
  for (const witness of policy.witnesses) {
    const time = await seenAt(witness, note);
    const future = time !== null && time > now + DAY_SECONDS;
    const old = time !== null && policy.age !== null && time < now - policy.age * DAY_SECONDS;
    const counts = future ? "in the future" : old ? "older than the policy allows" : "yes";
    if (time !== null) seen.push({ called: witness.called, time, counts, replays: witness.name.endsWith("/replayed") });
  }
  const met = isMet(policy, seen.filter((one) => one.counts !== "in the future").map((one) => one.called));
  const fresh = isMet(policy, seen.filter((one) => one.counts === "yes").map((one) => one.called));
  const others = policy.witnesses.filter((one) => !one.name.endsWith("/replayed")).map((one) => one.called);
  need(met, "UNWITNESSED", `expected cosignatures that meet the quorum ${policy.quorum}, got ${toldSeen(seen)}`);
  need(fresh, "STALE", `expected cosignatures of the last ${policy.age} days that meet the quorum ${policy.quorum}, got ${toldSeen(seen)}`);
  return { seen, witnessed: policy.quorum !== NONE, replayed: !isMet(policy, others) };
}

function instant(seconds) {
  if (seconds > 253402300799n) return `second ${seconds}`;
  return `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}Z`;
}

function toldSeen(seen) {
  const told = seen.map((one) => {
    const counts = one.counts === "yes" ? "" : `, ${one.counts}`;
    return `${one.called} (${one.replays ? "replayed" : "seen"} ${instant(one.time)}${counts})`;
  });
  return told.join(", ") || "nobody";
}
