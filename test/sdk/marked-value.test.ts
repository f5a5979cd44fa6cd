import fc from "fast-check";
import { expect, test } from "vitest";
import { embedding, text } from "../../sdk/index.ts";
import { unmarked } from "../../sdk/marked-value.ts";

const thrower = new Proxy(
  {},
  {
    get() {
      throw new Error("by the host's object");
    },
  },
);

test("marking never throws into the host, whatever it is given", () => {
  const mark = (value: unknown): unknown[] =>
    // Callers without types pass anything.
    [text(value as string), embedding(value as number[])].map(unmarked);
  fc.assert(
    fc.property(fc.anything(), (value) => {
      mark(value);
    }),
  );
  for (const odd of [thrower, Symbol("s"), Object.create(null), { length: 1e12 }, [1n], 5]) {
    const [said, vector] = mark(odd);
    expect(said).toBe(false);
    expect(vector instanceof Float64Array ? [...vector] : vector).toEqual(
      Array.isArray(odd) ? [Number.NaN] : false,
    );
  }
});

test("what is not there is missing, no text of four letters", () => {
  for (const nothing of [null, undefined]) {
    expect([text(nothing), embedding(nothing)].map(unmarked)).toEqual([null, null]);
  }
});

test("a vector is copied: the caller may go on with its own", () => {
  const own = [1, 2];
  const marked = embedding(own);
  own[0] = 9;
  expect(unmarked(marked)).toEqual(Float64Array.of(1, 2));
});
