import { createPasswords, PasswordsBusy } from "tiltmeter/access/password";
import { expect, test } from "vitest";

test("a password matches its hash alone, however its letters are composed", async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash("crème brûlée at noon");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.matches("crème brûlée at noon".normalize("NFD"), stored)).toBe(true);
  expect(await passwords.matches("creme brulee at noon", stored)).toBe(false);
  expect(await passwords.matches("nobody's password", null)).toBe(false);
});

test("no password takes as long as a wrong one", async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash("four quiet words here");
  await passwords.matches("warm", null);
  const times: Record<"nobody" | "wrong", number[]> = { nobody: [], wrong: [] };
  for (let i = 0; i < 8; i += 1) {
    for (const [kind, hash] of [
      ["nobody", null],
      ["wrong", stored],
    ] as const) {
      const from = process.hrtime.bigint();
      await passwords.matches("some other words", hash);
      times[kind].push(Number(process.hrtime.bigint() - from));
    }
  }
  const least = (of: readonly number[]): number => Math.min(...of);
  // A try that is not hashed takes a thousandth; the rest is the noise of a shared machine.
  expect(least(times.nobody) / least(times.wrong)).toBeGreaterThan(0.5);
  expect(least(times.nobody) / least(times.wrong)).toBeLessThan(2);
});

test("those who come while others are looked at wait in turn, and beyond ten are asked to come back", async () => {
  const passwords = createPasswords();
  const all = await Promise.allSettled(
    Array.from({ length: 14 }, () => passwords.matches("x", null)),
  );
  const refused = all.filter((each) => each.status === "rejected");
  expect(refused).toHaveLength(3);
  for (const each of refused) expect(each.reason).toBeInstanceOf(PasswordsBusy);
  expect(await passwords.matches("x", null)).toBe(false);
});
