import fc from "fast-check";
import { findSyntaxError } from "tiltmeter/ingest/json-syntax";
import { expect, test } from "vitest";

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test("a text has a syntax error exactly where JSON.parse refuses it", () => {
  const edited = fc
    .tuple(fc.json(), fc.nat(), fc.nat(3), fc.string({ maxLength: 3 }))
    .map(([text, at, cut, added]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + added + text.slice(place + cut);
    });
  const symbols = fc
    .array(
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "a",
        "1",
        "-",
        ".",
        "e",
        "\\",
        " ",
        "null",
        "\u0001",
      ),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(fc.json(), edited, symbols), (text) => {
      expect(findSyntaxError(text) === null).toBe(isJson(text));
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ['{"a":}', { line: 1, column: 6, expected: "a value", got: '"}"' }],
  ['{"a":1,}', { line: 1, column: 8, expected: "a key in double quotes", got: '"}"' }],
  ["[1\n 2]", { line: 2, column: 2, expected: ", or ]", got: '"2"' }],
  ['{"a"', { line: 1, column: 5, expected: ": after the key", got: "the end of the body" }],
  ["", { line: 1, column: 1, expected: "a value", got: "the end of the body" }],
  ["{'a':1}", { line: 1, column: 2, expected: "a key or }", got: `"'"` }],
])("%j fails where a person would point", (text, where) => {
  expect(findSyntaxError(text)).toEqual(where);
});
