import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { keyedHash } from "../../../sdk/redaction/keyed-hash.ts";
import { maskText } from "../../../sdk/redaction/mask.ts";
import { drop, keep, readPolicy } from "../../../sdk/redaction/policy.ts";

const KEY = "a secret of the test, long enough";

const read = (policy: unknown, key: unknown = KEY) => {
  const told: string[] = [];
  const judge = readPolicy(policy, "income", {
    hash: keyedHash(key),
    mask: (text) => maskText(text),
    tell: (mistake) => told.push(mistake),
  });
  return { judge, told };
};

test("a hash is the HMAC-SHA-256 that others compute, equal for equal values", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const digest = createHmac("sha256", KEY).update(value).digest("hex").slice(0, 32);
      expect(read("hash").judge(value)).toBe(digest);
    }),
  );
  expect(read("hash").judge(7)).toBe(read("hash").judge("7"));
});

test.each([undefined, "", "short", 16])("with %s as the key nothing is hashed", (key) => {
  const { judge, told } = read("hash", key === undefined ? null : key);
  expect(() => judge("jane")).toThrow(TypeError);
  expect(told).toEqual([expect.stringContaining("set hashKey or TILTMETER_HASH_KEY")]);
});

test("every number lies in exactly one bucket, and its name says where", () => {
  const bounds = fc.uniqueArray(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1 });
  fc.assert(
    fc.property(bounds, fc.oneof(fc.double({ noNaN: true }), fc.integer()), (unsorted, value) => {
      const bucket = unsorted.sort((a, b) => a - b);
      const name = String(read({ bucket }).judge(value));
      const [from, to] = name.startsWith("<")
        ? [-Infinity, Number(name.slice(1))]
        : name.startsWith(">=")
          ? [Number(name.slice(2)), Infinity]
          : name.split("..").map(Number);
      expect(value >= (from ?? NaN) && (value < (to ?? NaN) || to === Infinity)).toBe(true);
    }),
  );
});

test("a word that is none of the list is other, and no word lies between numbers", () => {
  const { judge } = read({ bucket: ["car", "true"] });
  expect(["car", "Jane", true, 7].map((value) => judge(value))).toEqual([
    "car",
    "other",
    "true",
    "other",
  ]);
  expect(() => read({ bucket: [1, 2] }).judge("Jane")).toThrow(TypeError);
  expect(() => read({ bucket: [1, 2] }).judge(Number.NaN)).toThrow(TypeError);
  expect(read({ bucket: [1, 2] }).judge(1n)).toBe("1..2");
});

test("a number that is somebody's is masked as a text would be", () => {
  const { judge } = read("mask");
  expect([judge(4111111111111111n), judge(52_000), judge(true)]).toEqual(["[card]", 52_000, true]);
});

test("a policy of one's own gives a scalar or nothing; what else it gives fails", async () => {
  expect(read((value: string) => value.length).judge("Jane")).toBe(4);
  expect(read(() => undefined).judge("Jane")).toBeUndefined();
  const unhandled: unknown[] = [];
  process.on("unhandledRejection", (reason) => unhandled.push(reason));
  const wrong = [
    () => ({}),
    () => Symbol("x"),
    async () => "late",
    () => Promise.reject(new Error()),
  ];
  for (const policy of wrong) expect(() => read(policy).judge("Jane")).toThrow(TypeError);
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(unhandled).toEqual([]);
});

test.each<[unknown]>([
  ["hide"],
  [null],
  [7],
  [{}],
  [{ bucket: [] as number[], more: 1 }.more],
  [{ bucket: [2, 1] }],
  [{ bucket: [1, "a"] }],
  [{ bucket: [Number.NaN] }],
  [["keep"]],
])("%j is no policy: it drops and is told", (policy) => {
  const { judge, told } = read(policy);
  expect(judge).toBe(drop);
  expect(told).toHaveLength(1);
  expect(read("keep").judge).toBe(keep);
});
