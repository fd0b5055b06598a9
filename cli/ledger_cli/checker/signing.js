// What the browser computes: SHA-256, HMAC and Ed25519, all three by WebCrypto.
// Which Ed25519 keys and signatures are admitted is asked here first, for browsers differ in that.

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
const Y_OF_ORDER_8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const Y_OF_SMALL_ORDER = new Set([0n, 1n, P - 1n, Y_OF_ORDER_8, P - Y_OF_ORDER_8]);

const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));

async function hmacSha256(key, data) {
  const made = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, data));
}

const keyId = async (key) => `ed25519-${hex(await sha256(key)).slice(0, 32)}`;

const littleEndian = (data) => data.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);

function power(base, exponent) {
  let [found, square] = [1n, ((base % P) + P) % P];
  for (let bits = exponent; bits; bits >>= 1n) {
    if (bits & 1n) found = (found * square) % P;
    square = (square * square) % P;
  }
  return found;
}

const admitted = new Set();

/** Refuse a key that is not a point in its one encoding, on the curve and not of small order. */
function requireAdmitted(key) {
  const name = hex(key);
  if (admitted.has(name)) return;
  need(key.length === 32, "SIG", `expected a public key of 32 bytes, got ${key.length}`);
  const y = littleEndian(key) & (2n ** 255n - 1n);
  need(y < P, "SIG", `expected a public key in its canonical encoding, got ${name}`);
  need(!Y_OF_SMALL_ORDER.has(y), "SIG", `expected a public key of large order, got ${name}`);
  // x² = (y² − 1) / (dy² + 1); a quotient is a square exactly when the product is (Euler's criterion).
  const product = (y * y - 1n) * (D * y * y + 1n);
  need(power(product, (P - 1n) / 2n) === 1n, "SIG", `expected a public key on the curve, got ${name}`);
  admitted.add(name);
}

/** Refuse a signature that is not by this key over this message, or has a second encoding. */
async function requireSigned(key, signature, message) {
  requireAdmitted(key);
  need(signature.length === 64, "SIG", `expected a signature of 64 bytes, got ${signature.length}`);
  need(littleEndian(signature.slice(32)) < ORDER, "SIG", "expected S below the order of the group");
  const held = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  const holds = await crypto.subtle.verify({ name: "Ed25519" }, held, signature, message);
  need(holds, "SIG", `expected a signature by ${await keyId(key)}, got one that does not fit`);
}

/** Say what this browser lacks, or nothing; RFC 8032 section 7.1, test 2, has to hold and a changed one to fail. */
async function lacking() {
  if (!globalThis.crypto?.subtle) return "This browser gives no cryptography to a page that is opened from a file.";
  const read = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const key = read("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const signature = read(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  );
  try {
    await requireSigned(key, signature, Uint8Array.of(0x72));
  } catch {
    return "This browser cannot verify Ed25519 signatures.";
  }
  try {
    await requireSigned(key, signature, Uint8Array.of(0x73));
  } catch {
    return "";
  }
  return "This browser accepts an Ed25519 signature that is wrong.";
}
