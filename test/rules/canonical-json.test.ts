import canonicalizeModule from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../rules/canonical-json.ts";

// The package's export is the function itself, while its declaration promises a property `default`.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string;

test("canonical JSON is what the reference implementation of RFC 8785 writes", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary", maxDepth: 3 }), (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value));
    }),
  );
});

test("what has no canonical text is refused, so that no digest covers half a value", () => {
  for (const value of [Number.NaN, Infinity, undefined, 1n, () => 1, [undefined]]) {
    expect(() => canonicalJson(value)).toThrow("finite numbers");
  }
  expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
});
