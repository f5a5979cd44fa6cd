import { randomBytes } from "node:crypto";
import { createSessions } from "tiltmeter/http/session";
import { expect, test } from "vitest";

const HOUR = 3_600_000;
const at = (clock: { nowMs: number }, secret = new Uint8Array(32).fill(1)) =>
  createSessions({ secret, now: () => clock.nowMs, random: randomBytes });

test("a session is good for twelve hours, for its key, under its secret", () => {
  const clock = { nowMs: 1e12 };
  const sessions = at(clock);
  const cookie = sessions.issue("abcd1234");
  clock.nowMs += 12 * HOUR - 1;
  expect(sessions.read(cookie)).toBe("abcd1234");
  expect(at(clock, new Uint8Array(32).fill(2)).read(cookie)).toBeNull();
  clock.nowMs += 1;
  expect(sessions.read(cookie)).toBeNull();
});

test("a session that was altered anywhere is none", () => {
  const sessions = at({ nowMs: 1e12 });
  const cookie = sessions.issue("abcd1234");
  for (let i = 0; i < cookie.length; i++) {
    const other = cookie[i] === "7" ? "8" : "7";
    const altered = cookie.slice(0, i) + other + cookie.slice(i + 1);
    // The last character of base64url carries four bits that are not there; they must not matter.
    const same = Buffer.from(altered.split(".")[2] ?? "", "base64url").equals(
      Buffer.from(cookie.split(".")[2] ?? "", "base64url"),
    );
    if (i < cookie.length - 1 || !same) expect(sessions.read(altered)).toBeNull();
  }
  for (const text of ["", ".", "abcd1234..", "a".repeat(10_000)])
    expect(sessions.read(text)).toBeNull();
});

test("a sign-in token works once, within a quarter of an hour, and only the last sixteen do", () => {
  const clock = { nowMs: 1e12 };
  const sessions = at(clock);
  const token = sessions.createToken("abcd1234");
  expect(sessions.redeem(`${token}x`)).toBeNull();
  expect(sessions.redeem(token)).toBe("abcd1234");
  expect(sessions.redeem(token)).toBeNull();
  const late = sessions.createToken("abcd1234");
  clock.nowMs += HOUR / 4;
  expect(sessions.redeem(late)).toBeNull();
  const many = Array.from({ length: 17 }, () => sessions.createToken("abcd1234"));
  expect(many.map((each) => sessions.redeem(each) !== null)).toEqual([
    false,
    ...Array.from({ length: 16 }, () => true),
  ]);
});

test("a secret that is too short ends the start", () => {
  expect(() => at({ nowMs: 0 }, new Uint8Array(8))).toThrow("requires 32 bytes, got 8");
});
