// What was erased of the words in a bundle: docs/formats/entry-and-bundle.md, "Erasures".
// An erasure stands as a rule after the act. It is believed as it stands in the log, and is not judged.

const ERASED = "words.erased";

/** Give what was erased, by commitment; signatures are verified where the file has the key. */
async function goneOf(erasures, entries) {
  const facts = new Map([...entries.values()].map((entry) => [entry.fact.id, entry]));
  const publics = await publicsOf(entries);
  const gone = new Map();
  for (const erasure of erasures.values()) {
    const { fact, number } = erasure;
    need(kindOf(fact.body) === ERASED, "FORM", `entry ${number}: expected an erasure, got another fact among the erasures`);
    await requireTags(erasure);
    const of = facts.get(fact.body.of);
    need(of, "INCOMPLETE", `entry ${number}: expected the fact ${fact.body.of}, got a bundle without it`);
    need(of.number < number, "TAMPERED", `entry ${number}: expected to erase words of an earlier fact, got those of entry ${of.number}`);
    need(fact.ledger === of.fact.ledger, "SIG", `entry ${number}: expected a fact of ${of.fact.ledger}, got another ledger's`);
    const fitting = await fittingOf(erasure, publics);
    const one = { number, day: londonDay(fact.on), ground: fact.body.ground, signatures: erasure.signatures.length, fitting };
    for (const path of fact.body.paths) {
      const sealed = commitmentAt(of.fact, path);
      need(sealed, "TAMPERED", `entry ${number}: expected sealed fields of ${fact.body.of}, got ${path}`);
      gone.set(sealed, one);
    }
  }
  return gone;
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
