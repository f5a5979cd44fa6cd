import fc from "fast-check";
import { canonicalJson } from "tiltmeter/tlog/canonical-json";
import { expect, test } from "vitest";

test("the example of RFC 8785, section 3.2.3, serialises as printed there", () => {
  const example = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
  };
  expect(canonicalJson(example)).toBe(
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
      '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  );
  expect(canonicalJson({ n: [1e30, 4.5, 2e-3, 1e-27, -0] })).toBe(
    '{"n":[1e+30,4.5,0.002,1e-27,0]}',
  );
});

test("one value has one text, whatever the order of its keys, and reads back as itself", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), (value) => {
      const text = canonicalJson(value);
      const shuffled = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(shuffled)).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test("what JSON or UTF-8 cannot say is refused, not approximated", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, undefined, { x: [Number.NaN] }]) {
    expect(() => canonicalJson(value)).toThrow();
  }
  expect(() => canonicalJson({ a: "\ud800" })).toThrow("lone surrogate");
  expect(() => canonicalJson({ "x\udfff": 1 })).toThrow("lone surrogate");
  // A backslash followed by the letters is an ordinary string.
  expect(canonicalJson("\\ud800")).toBe('"\\\\ud800"');
});
