import { randomBytes } from "node:crypto";
import fc from "fast-check";
import {
  createKey,
  hashSecret,
  keyText,
  keyWeakness,
  parseKey,
  secretMatches,
} from "tiltmeter/http/key";
import { ROLES } from "tiltmeter/http/role";
import { expect, test } from "vitest";

test("a made key has the documented form, reads back, and passes as a first key", () => {
  for (const role of ROLES) {
    for (let i = 0; i < 200; i++) {
      const key = createKey(role, randomBytes);
      const text = keyText(key);
      expect(text).toMatch(/^tm_(ing|ro|op|cmp|aud|adm)_[a-z0-9]{8}_[A-Za-z0-9]{43}$/);
      expect(parseKey(text)).toEqual(key);
      expect(secretMatches(key.secret, hashSecret(key.secret))).toBe(true);
      if (role === "admin") expect(keyWeakness(text)).toBeNull();
    }
  }
});

test("chance alone does not make a key weak: four characters twice may happen", () => {
  expect(keyWeakness("tm_adm_abcd1234_Q7hXQ7hXmWc9LpTTTTTYkBn4Js8DfGe6HuMiNoPaKr3")).toBeNull();
});

test("every character of a secret is equally likely", () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 2_000; i++) {
    for (const character of createKey("admin", randomBytes).secret) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  // 86,000 characters over 62: 1,387 each, standard deviation 37; eight of them either way.
  expect(counts.size).toBe(62);
  for (const count of counts.values()) expect(Math.abs(count - 1_387)).toBeLessThan(300);
});

test("any other text is no key, and any other secret does not match", () => {
  fc.assert(fc.property(fc.string(), (text) => parseKey(text) === null));
  const key = createKey("admin", randomBytes);
  const text = keyText(key);
  for (let at = 0; at < text.length; at++) expect(parseKey(text.slice(0, at))).toBeNull();
  expect(parseKey(`${text} `)).toBeNull();
  expect(secretMatches(`${key.secret.slice(1)}x`, hashSecret(key.secret))).toBe(false);
  expect(secretMatches(key.secret, "")).toBe(false);
});

test.each([
  ["", "has the form"],
  ["admin", "has the form"],
  [`tm_adm_abcd1234_${"a".repeat(43)}`, "1 distinct characters"],
  [`tm_adm_abcd1234_${"ab12cd34".repeat(6).slice(0, 43)}`, "8 distinct characters"],
  ["tm_adm_abcd1234_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ", "a sequence"],
  ["tm_adm_abcd1234_Q7hXzR2mWc9LpTqVtYkAQ7hXzR2mWc9LpTqVtYkA123", "a repetition"],
  ["tm_ing_abcd1234_Q7hXzR2mWc9LpTqVtYkBn4Js8DfGe6HuMiNoPaKr3x5", "must be an admin key"],
])("a first key that is weak is refused: %s", (text, why) => {
  expect(keyWeakness(text)).toContain(why);
});
