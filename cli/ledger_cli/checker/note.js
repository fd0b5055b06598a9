// The signed checkpoint and the tree: docs/formats/checkpoint-and-proof.md.

const NOTE_BYTES_MAX = 131_072;
const SIGNATURES_MAX = 64;
const PROOF_HASHES_MAX = 63;
const SIZE_LIMIT = 2n ** 56n;
const OF_LOG = 1;
const OF_WITNESS = 4;

const hintOf = async (name, kind, key) =>
  (await sha256(joined(utf8.encode(`${name}\n`), Uint8Array.of(kind), key))).slice(0, 4);

function requireName(name, where) {
  need([...name].length <= 255, "LIMIT", `${where}: expected at most 255 characters`);
  need(/^[!-*,-~]+$/.test(name), "FORM", `${where}: expected visible ASCII characters without space or plus`);
}

/** Read the line of a key: name, hint and key, joined by plus signs. */
async function readKey(text, kind, where) {
  const [name, hint, ...rest] = text.split("+");
  need(rest.length > 0, "FORM", `${where}: expected name+hint+key`);
  const data = unbase64(rest.join("+"), where);
  need(data[0] === kind, "SIG", `${where}: expected a key of type 0${kind}, got another type`);
  const found = await keyOf(name, kind, data.slice(1), where);
  need(hex(found.hint) === hint, "FORM", `${where}: expected hint ${hex(found.hint)}, got another`);
  return found;
}

async function keyOf(name, kind, key, where) {
  requireName(name, where);
  requireAdmitted(key);
  return { name, key, kind, hint: await hintOf(name, kind, key) };
}

const isOf = (line, key) => line.name === key.name && sameBytes(line.hint, key.hint);

/** Part a note at its last empty line into the text that is signed and the signature lines. */
function readNote(note) {
  const bytes = utf8.encode(note).length;
  need(bytes <= NOTE_BYTES_MAX, "LIMIT", `signed note: expected at most ${NOTE_BYTES_MAX} bytes, got ${bytes}`);
  need(!/[\0-\x09\x0b-\x1f]/.test(note), "FORM", "signed note: expected no control character but the line feed");
  const gap = note.lastIndexOf("\n\n");
  need(gap >= 0 && gap + 2 < note.length && note.endsWith("\n"), "FORM", "signed note: expected text, an empty line and signatures");
  const lines = note.slice(gap + 2, -1).split("\n");
  need(lines.length <= SIGNATURES_MAX, "LIMIT", `signed note: expected at most ${SIGNATURES_MAX} signatures`);
  return { text: note.slice(0, gap + 1), signatures: lines.map(readSignature) };
}

function readSignature(line) {
  const found = /^— ([^\s+]+) (\S+)$/.exec(line);
  need(found, "FORM", "signed note: expected a signature line, got another form");
  const data = unbase64(found[2], "signature line");
  need(data.length > 4, "FORM", "signature line: expected a hint and a signature");
  return { name: found[1], hint: data.slice(0, 4), signature: data.slice(4) };
}

/**
 * Verify a signed note by the key of its log, or by one that came after it; give origin, size and root, with
 * the note's parts. One of the keys has to sign, and every line of theirs has to hold.
 */
async function openNote(note, log, ...later) {
  const { text, signatures } = readNote(note);
  const known = signatures.flatMap((line) => {
    const by = [log, ...later].find((key) => isOf(line, key));
    return by ? [{ signature: line.signature, by }] : [];
  });
  need(known.length > 0, "SIG", `signed note: expected a signature of ${log.name}, got ${signatures.length} of other keys`);
  for (const line of known) await requireSigned(line.by.key, line.signature, utf8.encode(text));
  const [origin, spelt, encoded, ...more] = text.slice(0, -1).split("\n");
  need(encoded !== undefined && more.every((line) => line), "FORM", "checkpoint: expected three lines or more, none empty");
  const size = decimal(spelt, "checkpoint size");
  const root = unbase64(encoded, "checkpoint root");
  requireName(origin, "checkpoint origin");
  need(size >= 1n, "FORM", "checkpoint: expected a tree of 1 entry or more");
  need(size < SIZE_LIMIT, "LIMIT", "checkpoint: expected a tree of less than 2^56 entries");
  need(root.length === 32, "FORM", `checkpoint: expected a root of 32 bytes, got ${root.length}`);
  need(origin === log.name, "SIG", `checkpoint: expected origin ${log.name}, got ${origin}`);
  return { origin, size, root, text, signatures, signature: known[0].signature, key: known[0].by };
}

/** Say for each sibling on the way from a leaf to the root whether it stands on the left. */
function sides(index, last) {
  const differ = index ^ last;
  const inner = differ === 0n ? 0 : differ.toString(2).length;
  const found = Array.from({ length: inner }, (_, step) => ((index >> BigInt(step)) & 1n) === 1n);
  const edge = (index >> BigInt(inner)).toString(2).replaceAll("0", "").length;
  return [...found, ...Array(edge).fill(true)];
}

/** Go up from an entry to the root; every hash on the way is kept, so that a reader can follow. */
async function climb(entry, number, proof, size) {
  const left = size >= BigInt(number) ? sides(BigInt(number) - 1n, size - 1n) : [];
  const leaf = await sha256(joined(Uint8Array.of(0), entry));
  const way = [];
  let node = leaf;
  for (const [step, sibling] of proof.slice(0, left.length).entries()) {
    node = await sha256(joined(Uint8Array.of(1), ...(left[step] ? [sibling, node] : [node, sibling])));
    way.push({ sibling, left: left[step], node });
  }
  return { leaf, way, steps: left.length };
}

/** Refuse an entry whose way does not lead to the root of the signed checkpoint. */
function requireIncluded(number, proof, climbed, head) {
  need(BigInt(number) <= head.size, "TAMPERED", `entry ${number}: expected a number up to ${head.size}, the checkpoint's size`);
  const count = climbed.steps;
  need(proof.length === count, "TAMPERED", `entry ${number}: inclusion proof: expected ${count} hashes, got ${proof.length}`);
  const root = climbed.way.at(-1)?.node ?? climbed.leaf;
  need(sameBytes(root, head.root), "TAMPERED", `entry ${number}: inclusion proof: expected root ${hex(head.root)}, got ${hex(root)}`);
}
