// What came later than the act of a bundle: docs/formats/entry-and-bundle.md, "What came later".
// It stands where no walk leads. It is believed as it stands in the log, and is not judged.

const ERASED = "words.erased";
const OBJECTIONS = ["record.contested", "record.contest-withdrawn"];

/** Give what was erased, by commitment, what was said of keys, and what was contested; signatures are verified where the file has the key. */
async function laterOf(later, act, entries) {
  const facts = new Map([...entries.values()].map((entry) => [entry.fact.id, entry]));
  const publics = await publicsOf(entries);
  const gone = new Map();
  const thefts = [];
  const objections = [];
  for (const entry of later.values()) {
    const { fact, number, signatures } = entry;
    const kind = kindOf(fact.body);
    need([ERASED, COMPROMISED, ...OBJECTIONS].includes(kind), "FORM", `entry ${number}: expected an erasure, a compromised key or a contest among what came later, got another fact`);
    await requireTags(entry);
    const paths = kind === ERASED ? requireErasure(entry, facts) : [];
    if (kind === COMPROMISED) requireOfSigner(entry, entries.get(act), entries);
    const of = OBJECTIONS.includes(kind) ? requireEarlier(entry, fact.body.contests, facts, "to contest") : null;
    const fitting = await fittingOf(entry, publics);
    const one = { number, day: londonDay(fact.on), signatures: signatures.length, fitting };
    if (kind === COMPROMISED) thefts.push({ ...one, key: fact.body.key, suspect: fact.body.suspect });
    if (of) objections.push({ ...one, of: of.number, person: fact.body.person, withdrawn: kind !== OBJECTIONS[0] });
    for (const sealed of paths) gone.set(sealed, { ...one, ground: fact.body.ground });
  }
  return { gone, objections, thefts };
}

/** Give the commitments that an erasure names, of an earlier fact that is there. */
function requireErasure({ fact, number }, facts) {
  const of = requireEarlier({ fact, number }, fact.body.of, facts, "to erase words of");
  return fact.body.paths.map((path) => {
    const sealed = commitmentAt(of.fact, path);
    need(sealed, "TAMPERED", `entry ${number}: expected sealed fields of ${fact.body.of}, got ${path}`);
    return sealed;
  });
}

/** Give the fact that a later one is about: an earlier one that is there, of the same ledger. */
function requireEarlier({ fact, number }, id, facts, does) {
  const of = facts.get(id);
  need(of, "INCOMPLETE", `entry ${number}: expected the fact ${id}, got a bundle without it`);
  need(of.number < number, "TAMPERED", `entry ${number}: expected ${does} an earlier fact, got entry ${of.number}`);
  need(fact.ledger === of.fact.ledger, "SIG", `entry ${number}: expected a fact of ${of.fact.ledger}, got another ledger's`);
  return of;
}

/** What is said of a key came after the act, and the key signed a fact of the file. */
function requireOfSigner({ fact, number }, act, entries) {
  const signed = [...entries.values()].some(({ signatures }) => signatures.some(({ key }) => key === fact.body.key));
  need(signed, "INCOMPLETE", `entry ${number}: expected a fact signed by ${fact.body.key}, got a bundle without one`);
  need(number > act.number, "TAMPERED", `entry ${number}: expected an entry after the act, entry ${act.number}, got one before it`);
  need(fact.ledger === act.fact.ledger, "SIG", `entry ${number}: expected a fact of ${act.fact.ledger}, got another ledger's`);
}

/** Give every key that a fact of the file brings, by its id, which is its hash. */
async function publicsOf(entries) {
  const publics = new Map();
  for (const { fact } of entries.values()) {
    for (const field of ENROLS[kindOf(fact.body)] ?? []) {
      const key = unbase64(fact.body[field], field);
      publics.set(await keyId(key), key);
    }
  }
  return publics;
}

async function fittingOf({ payload, signatures }, publics) {
  const known = signatures.filter(({ key }) => publics.has(key));
  for (const { key, signature } of known) await requireSigned(publics.get(key), signature, preAuthentication(payload));
  return known.length;
}

/** Say it in one line, with what was not looked into. */
const toldGone = ({ number, day, ground, signatures, fitting }) =>
  `erased by entry ${number} on ${day}, ground ${ground} (${fitting} of ${signatures} signatures verified, not judged)`;

const toldTheft = ({ number, day, key, suspect, signatures, fitting }) =>
  `entry ${number} says on ${day} that somebody else may have had ${key} from entry ${suspect} on ` +
  `(${fitting} of ${signatures} signatures verified, not judged)`;

const toldObjection = ({ number, of, person, withdrawn, signatures, fitting }) =>
  `of entry ${of}: ${withdrawn ? "contest withdrawn" : "contested"} by the member ${person} (own key), entry ${number} ` +
  `(${fitting} of ${signatures} signatures verified, not judged)`;

/** Give every sealed field of a fact, with its commitment. */
function sealedFields(value, path = "") {
  if (Array.isArray(value)) return value.flatMap((one, at) => sealedFields(one, `${path}.${at}`));
  if (!isObject(value)) return [];
  if (write(Object.keys(value)) === '["commitment"]') return [{ path, commitment: value.commitment }];
  return Object.keys(value).sort().flatMap((name) => sealedFields(value[name], path ? `${path}.${name}` : name));
}

/** Say of every sealed field of the act whose words the file does not have what became of it. */
function closedFields(fact, words, gone) {
  const open = new Set(words.map((one) => one.path));
  return sealedFields(fact)
    .filter(({ path }) => !open.has(path))
    .map(({ path, commitment }) => ({ path, told: gone.has(commitment) ? toldGone(gone.get(commitment)) : NOT_OPENED }));
}

const NOT_OPENED = "not opened: whether it was erased since, a newer bundle of the act shows";
const SINCE = "that its words may still be kept: whether they were erased since, a newer bundle of the act shows";
