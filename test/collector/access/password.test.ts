import { verify } from "@node-rs/argon2";
import { expect, test, vi } from "vitest";
import { createPasswords, PasswordsBusy } from "../../../collector/access/password.ts";

// The real library, watched: a time that is measured on a busy machine says little, a hash that is compared says it.
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof import("@node-rs/argon2")>();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});

test("a password matches its hash alone, however its letters are composed", async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash("crème brûlée at noon");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.matches("crème brûlée at noon".normalize("NFD"), stored)).toBe(true);
  expect(await passwords.matches("creme brulee at noon", stored)).toBe(false);
  expect(await passwords.matches("nobody's password", null)).toBe(false);
});

test("where nobody has the name, a hash that costs as much as anyone's is compared", async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash("four quiet words here");
  const costs: string[] = [];
  for (const hash of [stored, null]) {
    vi.mocked(verify).mockClear();
    expect(await passwords.matches("some other words", hash)).toBe(false);
    costs.push(...vi.mocked(verify).mock.calls.map(([compared]) => costOf(compared)));
  }
  expect(costs).toEqual([costOf(stored), costOf(stored)]);
});

/** Of a hash in the PHC format: its algorithm, version and parameters, which alone say how long comparing takes. */
function costOf(hash: unknown): string {
  return String(hash).split("$").slice(0, 4).join("$");
}

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
