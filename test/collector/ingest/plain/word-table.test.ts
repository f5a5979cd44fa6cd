import fc from "fast-check";
import { textAt } from "tiltmeter/columns/texts";
import { NO_WORD, WordTable } from "tiltmeter/ingest/plain/word-table";
import { expect, test } from "vitest";

const texts = fc.array(
  fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ maxLength: 5 }), fc.constantFrom("", "a")),
  { maxLength: 200 },
);

test("a word is one number in the table, and one in each batch that uses it, in the order of its use", () => {
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 4 }), (batches) => {
      const table = new WordTable();
      const numbers = new Map<string, number>();
      for (const batch of batches) {
        table.begin();
        for (const text of batch) {
          const word = table.of(text);
          expect(word).toBe(numbers.get(text) ?? word);
          numbers.set(text, word);
          expect(table.text(word)).toBe(text);
          table.code(word);
        }
        const words = table.words();
        const used = [...words.ends].map((_, i) => textAt(words, i));
        expect(used).toEqual([...new Set(["", ...batch])]);
      }
      expect(new Set(numbers.values()).size).toBe(numbers.size);
    }),
    { numRuns: 100 },
  );
});

test("bytes that are no text are no word", () => {
  const table = new WordTable();
  const bytes = Uint8Array.of(0x61, 0xff, 0x62, 0xed, 0xa0, 0x80);
  expect(table.find(new DataView(bytes.buffer), 0, 2)).toBe(NO_WORD);
  expect(table.find(new DataView(bytes.buffer), 3, 3)).toBe(NO_WORD);
  expect(table.find(new DataView(bytes.buffer), 0, 1)).toBe(1);
});

test("words that are made to meet cost no more than a few comparisons: the rest are none", () => {
  const table = new WordTable();
  const found = metWords(40).map((text) => table.of(text));
  expect(new Set(found.slice(0, 4)).size).toBe(4);
  expect(found.slice(4)).toEqual(Array.from({ length: 36 }, () => NO_WORD));
  expect(table.text(table.of("another"))).toBe("another");
});

/** Eight letters each, of which the table's hash is the same: the last four undo what the first four did to it. */
function metWords(count: number): readonly string[] {
  const texts: string[] = [];
  for (let i = 0; texts.length < count; i += 1) {
    const word = Buffer.from(i.toString(36).padStart(4, "0").padEnd(8, "0"));
    let hash = Math.imul(8 ^ word.readInt32BE(0), 0x9e37_79b1);
    hash ^= hash >>> 15;
    word.writeInt32BE(hash ^ 0x1234_5678, 4);
    if (word.every((byte) => byte < 0x80)) texts.push(word.toString());
  }
  return texts;
}
