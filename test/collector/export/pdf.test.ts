import fc from "fast-check";
import { isRightToLeft, visualOrder } from "tiltmeter/export/pdf/bidi";
import { fontFor } from "tiltmeter/export/pdf/fonts";
import { printable } from "tiltmeter/export/pdf/printable";
import { wrap } from "tiltmeter/export/pdf/wrap";
import { expect, test } from "vitest";

const anything = fc.string({ unit: "binary", maxLength: 200 });

test("lines hold every character, in order, and none is wider than the page", () => {
  fc.assert(
    fc.property(anything.map(printable), fc.integer({ min: 3, max: 40 }), (text, width) => {
      const lines = wrap(text, width, (part) => [...part].length);
      const kept = lines.map((line) => line.text).join("");
      expect(kept.replace(/\s/gu, "")).toBe(text.replace(/\s/gu, ""));
      for (const line of lines) {
        // One character as people see it may be wider than the line: then it stands alone.
        const seen = [...new Intl.Segmenter("en").segment(line.text.trimEnd())].length;
        if (seen > 1) expect([...line.text.trimEnd()].length).toBeLessThanOrEqual(width + 8);
      }
    }),
  );
});

test("words stay whole where they fit, and break where they do not", () => {
  const lines = (text: string, width: number): readonly string[] =>
    wrap(text, width, (part) => part.length).map((line) => line.text);
  expect(lines("one two three", 8)).toEqual(["one two", "three"]);
  expect(lines("on 2026-10-03 it", 10)).toEqual(["on", "2026-10-03", "it"]);
  expect(lines("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
  expect(lines("a\n\nb", 4)).toEqual(["a", "", "b"]);
  expect(lines("王小明と山田太郎", 4).every((line) => line.length <= 4)).toBe(true);
});

test("what has no shape is written out, so that nothing hides or turns the line", () => {
  expect(printable("a\u202eb\u0000c\u200b\ufeff")).toBe("a[U+202E]b[U+0000]c[U+200B][U+FEFF]");
  expect(printable("x\ud800\r\ny\u2028z\t!")).toBe("x\ufffd\ny\nz    !");
  fc.assert(
    fc.property(anything, (text) => {
      expect(printable(text)).not.toMatch(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});

// Of the expected orders: letters as they stand from the left, capitals for Hebrew as in UAX #9.
const hebrew = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => String.fromCharCode(0x5d0 + letter.charCodeAt(0) - 65));
const latin = (text: string): string =>
  text.replace(/[\u05d0-\u05e9]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) - 0x5d0 + 65),
  );

/** A right-to-left stretch with letters is turned by whoever shapes it. */
function seen(text: string): string {
  const line = hebrew(text);
  return visualOrder(line, isRightToLeft(line))
    .map((stretch) => {
      const isShaped = stretch.isRightToLeft && /[\u05d0-\u05e9]/.test(stretch.text);
      return latin(isShaped ? [...stretch.text].reverse().join("") : stretch.text);
    })
    .join("");
}

test.each([
  ["plain words", "plain words"],
  ["car means CAR.", "car means RAC."],
  ["CAR means car.", ".means car RAC"],
  ["he said ABC 42 DEF and left", "he said FED 42 CBA and left"],
  ["outage; ABC (42) and back", "outage; (42) CBA and back"],
  ["ABC (42) this is mixed", "this is mixed (42) CBA"],
  ["ABC (def) GHI", "IHG (def) CBA"],
])("%s is seen as %s", (written, shown) => {
  expect(seen(written)).toBe(shown);
});

test("the order of a line has every character of it once", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."aב1 (]-ش") }),
      fc.boolean(),
      (line, turned) => {
        const shown = visualOrder(line, turned)
          .map((each) => each.text)
          .join("");
        const sorted = (text: string): string => [...text.replace(/[()[\]]/g, "|")].sort().join("");
        expect(sorted(shown)).toBe(sorted(line));
      },
    ),
  );
});

test.each([
  "Zoë Żółć",
  "Ελληνικά",
  "Кириллица",
  "שלום",
  "مرحبا",
  "हिन्दी",
  "ไทย",
  "தமிழ்",
  "王小明",
  "山田",
  "김철수",
  "ქართული",
  "አማርኛ",
  "ខ្មែរ",
])("a name in any script has letters: %s", (name) => {
  for (const { segment } of new Intl.Segmenter("en").segment(name)) {
    expect(fontFor(segment, "bold")).not.toBeNull();
  }
});
