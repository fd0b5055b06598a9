// Run the script of the page over requests, one JSON value a line, and answer each with a line.
// Usage: node run.mjs SCRIPT < requests. Where Node lacks what the page needs, nothing is answered.

import { readFileSync } from "node:fs";
import vm from "node:vm";

vm.runInThisContext(readFileSync(process.argv[2], "utf8"), { filename: "page" });
const page = vm.runInThisContext("({ No, chargesOf, checkBundle, lacking, readFact, tagsOf, toldContested, toldTheft })");

async function verdict(ask) {
  const data = new Uint8Array(Buffer.from(ask.data, "base64"));
  if (ask.bytes) return { kinds: await Promise.all(ask.bytes.map((byte) => kindWith(ask, data, byte))) };
  return answerTo(ask, data);
}

/** Give the kind of the answer where the byte at a place is another. */
async function kindWith(ask, data, byte) {
  const other = data.slice();
  other[ask.at] = byte;
  return (await answerTo(ask, other)).kind;
}

async function answerTo(ask, data) {
  try {
    if (ask.fact) {
      const fact = page.readFact(data, "fact");
      return { kind: "accepted", tags: await page.tagsOf(fact), charges: page.chargesOf(fact) };
    }
    const found = await page.checkBundle(data, ask.trusted, ask.policy ?? "", ask.now ?? 0);
    const words = Object.fromEntries(found.words.map((one) => [one.path, one.text]));
    const closed = Object.fromEntries(found.closed.map((one) => [one.path, one.told]));
    const { judged, left, recorded, steps } = found;
    const contested = Object.fromEntries(found.contested);
    const told = [...page.toldContested(found.contested), ...found.thefts.map(page.toldTheft)];
    return { kind: "accepted", recorded, judged, left, words, closed, contested, told, steps: steps.map((one) => one.detail) };
  } catch (no) {
    if (!(no instanceof page.No)) return { kind: "BUG", why: String(no.stack) };
    return { kind: no.kind, why: no.message };
  }
}

const lack = await page.lacking();
if (lack && process.argv[3] !== "holed") throw new Error(lack);
const lines = readFileSync(0, "utf8").split("\n").filter((line) => line);
const answers = [];
for (let at = 0; at < lines.length; at += 32) {
  const some = lines.slice(at, at + 32);
  answers.push(...(await Promise.all(some.map((line) => verdict(JSON.parse(line))))));
}
process.stdout.write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
