// One spelling for each value: canonical JSON (RFC 8785), text, base64, decimal numbers.
// The formats are told in docs/formats; every refusal has one of their kinds.

/** A refusal, with its kind: FORM, LIMIT, SIG, TAMPERED, INCOMPLETE, UNWITNESSED or STALE. */
class No extends Error {
  constructor(kind, why) {
    super(why);
    this.kind = kind;
  }
}

function need(holds, kind, why) {
  if (!holds) throw new No(kind, why);
}

const VALUE_BYTES_MAX = 60_000;
const DEPTH_MAX = 32;
const LEVELS_MAX = 1_000; // of a file that is larger: what is in an entry is measured when the entry is read
const MARKS_MAX = 30;

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes that are shown as they are in a JSON text: an entry is hashed before it is read. */
class Raw {
  constructor(text) {
    this.text = text;
  }
}

// --- reading ---------------------------------------------------------------------------------------

class Reader {
  constructor(text, rawNames) {
    this.text = text;
    this.at = 0;
    this.rawNames = rawNames;
    this.inRaw = false;
  }

  whole() {
    const value = this.value(1);
    this.require(this.at === this.text.length, "nothing behind the value");
    return value;
  }

  require(holds, what) {
    need(holds, "FORM", `expected canonical JSON, ${what}, at character ${this.at + 1}`);
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found && found[0];
  }

  /** White space is nowhere in a canonical form; an entry is measured by that when it is read, not before. */
  space() {
    if (this.inRaw) this.take(/[ \t\n\r]*/y);
  }

  value(level) {
    need(level <= LEVELS_MAX, "LIMIT", "expected a shallow value, got one too deeply nested");
    const first = this.text[this.at];
    if (first === '"') return this.string();
    if (first === "{") return this.object(level);
    if (first === "[") return this.array(level);
    const word = this.take(/true|false|null/y);
    if (word) return { true: true, false: false, null: null }[word];
    const digits = this.take(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y);
    this.require(digits, "a value");
    // What is no safe integer is kept as NaN, which is of no type and is never written as it was read.
    const number = Number(digits);
    return /^-?[0-9]+$/.test(digits) && Number.isSafeInteger(number) ? number : NaN;
  }

  string() {
    this.at += 1;
    let found = "";
    for (;;) {
      found += this.take(/[^"\\\u0000-\u001f]*/y);
      if (this.text[this.at] === '"') {
        this.at += 1;
        return found;
      }
      const escape = this.take(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y);
      this.require(escape, "the end of a text");
      found += JSON.parse(`"${escape}"`);
    }
  }

  array(level) {
    const found = [];
    this.at += 1;
    this.space();
    if (this.take(/\]/y)) return found;
    do {
      this.space();
      found.push(this.value(level + 1));
      this.space();
    } while (this.take(/,/y));
    this.require(this.take(/\]/y), "a comma or the end of a list");
    return found;
  }

  object(level) {
    const found = Object.create(null);
    this.at += 1;
    this.space();
    if (this.take(/\}/y)) return found;
    do {
      this.space();
      this.require(this.text[this.at] === '"', "a name");
      const name = this.string();
      this.require(this.inRaw || !Object.hasOwn(found, name), `the name ${name} once`);
      this.space();
      this.require(this.take(/:/y), "a colon");
      this.space();
      found[name] = !this.inRaw && this.rawNames.includes(name) ? this.raw(level) : this.value(level + 1);
      this.space();
    } while (this.take(/,/y));
    this.require(this.take(/\}/y), "a comma or the end of an object");
    return found;
  }

  raw(level) {
    const start = this.at;
    this.inRaw = true;
    this.value(level + 1);
    this.inRaw = false;
    return new Raw(this.text.slice(start, this.at));
  }
}

/** Write a value in its canonical form. */
function write(value) {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${write(value[name])}`);
    return `{${members.join(",")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Give the text of bytes; too many, too deep or other than UTF-8 is refused. */
function decodeText(data, bytesMax, where) {
  need(data.length <= bytesMax, "LIMIT", `${where}: expected at most ${bytesMax} bytes, got ${data.length}`);
  need(data.length > VALUE_BYTES_MAX || !isTooDeep(data), "LIMIT", `${where}: expected at most ${DEPTH_MAX} levels`);
  try {
    return strictUtf8.decode(data);
  } catch {
    throw new No("FORM", `${where}: expected UTF-8 text, got other bytes`);
  }
}

/** Read a JSON text; the members that are named in `rawNames` are kept as they are spelt. */
function parseJson(text, where, rawNames = []) {
  try {
    return new Reader(text, rawNames).whole();
  } catch (no) {
    throw no instanceof No ? new No(no.kind, `${where}: ${no.message}`) : no;
  }
}

/** Refuse a text that is not the canonical form of the value that was read from it. */
function requireCanonical(value, text, where) {
  need(write(value) === text, "FORM", `${where}: expected canonical JSON (RFC 8785), got another form of it`);
}

/** Refuse what a fact or an entry may not be spelt with: escapes, and text that deceives. */
function requirePlain(text, where) {
  if (/^[\x20-\x5b\x5d-\x7e]*$/.test(text)) return;
  need(!/\\[^"\\]/.test(text.replaceAll("\\\\", "")), "FORM", `${where}: expected text without control characters`);
  requireText(text, where);
}

function isTooDeep(data) {
  let depth = 0;
  const text = new TextDecoder("latin1").decode(data);
  for (const [token] of text.matchAll(/"(?:[^"\\]+|\\.)*"?|[[{]|[\]}]/gs)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

// --- text ------------------------------------------------------------------------------------------

const UNSEEN =
  /[\0-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/u;

/** Refuse text that can deceive a reader or has a second form. */
function requireText(text, where, lines = false) {
  if (/^[\x20-\x7e]*$/.test(text)) return;
  let run = 0;
  for (const character of text) {
    run = isCombining(character) ? run + 1 : 0;
    need(run <= MARKS_MAX, "LIMIT", `${where}: expected at most ${MARKS_MAX} combining marks in a row, got more`);
  }
  const found = UNSEEN.exec(lines ? text.replaceAll("\n", " ") : text);
  need(!found, "FORM", `${where}: expected text without control, direction or zero-width characters`);
  need(text.normalize("NFC") === text, "FORM", `${where}: expected text in Unicode normal form C`);
}

/** Say whether a character has a combining class: only then does it move before U+0345, whose class is the highest. */
function isCombining(character) {
  if (!/\p{M}/u.test(character)) return false;
  return character === "\u0345" || !`\u0345${character}`.normalize("NFD").startsWith("\u0345");
}

// --- small values ----------------------------------------------------------------------------------

const isObject = (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Raw);

function requireMembers(value, names, where) {
  const expected = names.join(", ");
  need(isObject(value), "FORM", `${where}: expected an object of ${expected}`);
  need(Object.keys(value).sort().join() === [...names].sort().join(), "FORM", `${where}: expected ${expected}`);
}

function requireInteger(value, least, where) {
  need(Number.isSafeInteger(value) && value >= least, "FORM", `${where}: expected an integer from ${least} on`);
}

function requireString(value, where, pattern = null, charactersMax = Infinity) {
  need(typeof value === "string", "FORM", `${where}: expected text`);
  need(value.length <= charactersMax || [...value].length <= charactersMax, "LIMIT", `${where}: got too long a text`);
  need(!pattern || pattern.test(value), "FORM", `${where}: expected another form of text`);
}

function requireArray(value, where, most = Infinity, least = 0) {
  need(Array.isArray(value), "FORM", `${where}: expected a list`);
  need(value.length >= least, "FORM", `${where}: expected at least ${least}, got ${value.length}`);
  need(value.length <= most, "LIMIT", `${where}: expected at most ${most}, got ${value.length}`);
}

function requireAscending(values, where) {
  const ascends = values.every((one, at) => at === 0 || values[at - 1] < one);
  need(ascends, "FORM", `${where}: expected ascending order, once each, got another order`);
}

const TAG = /^[a-z]+(?::[a-z0-9./-]+){0,2}$/;

const requireTag = (value, where) => requireString(value, where, TAG, 128);

function unbase64(text, where) {
  const form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  need(form.test(text), "FORM", `${where}: expected standard base64`);
  const data = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  need(base64(data) === text, "FORM", `${where}: expected the one base64 form of its bytes`);
  return data;
}

const base64 = (data) => btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));

const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const sameBytes = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/** Read a decimal number below 10^17, in the one form that it has. */
function decimal(text, where) {
  need(/^(?:0|[1-9][0-9]*)$/.test(text), "FORM", `${where}: expected a decimal number without leading zeroes`);
  need(text.length <= 17, "LIMIT", `${where}: expected at most 17 digits, got ${text.length}`);
  return BigInt(text);
}
