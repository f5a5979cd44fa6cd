import fc from "fast-check";
import { PASSWORD_CHARACTERS_MIN, passwordWeakness } from "tiltmeter/access/password-rules";
import { expect, test } from "vitest";

const ADA = { name: "Ada Berg", email: "ada.berg@example.org" };

test("what is guessed first is refused, however it is dressed up", () => {
  for (const password of [
    "passwordpassword",
    "Password123456789",
    "P@ssw0rd!P@ssw0rd!",
    "qwertyuiop12345",
    "administrator2026!",
    "welcome to tiltmeter",
    "Summer2026!Summer2026!",
    "123456789012345",
    "abcdefghijklmnop",
    "zyxwvutsrqponmlk",
    "correct horse battery staple",
    "letmeinletmeinletmein",
    "aaaaaaaaaaaaaaaaaaaa",
    "ababababababababab",
    "abcabcabcabcabcabcabc",
    "iloveyou!!!!!!!!!!!!!",
  ]) {
    expect(passwordWeakness(password, ADA), password).not.toBeNull();
  }
});

test("a name or an address with something beside it is refused", () => {
  for (const password of ["ada.berg@example.org", "Ada Berg Ada Berg", "adaberg-2026-11-27"]) {
    expect(passwordWeakness(password, ADA), password).not.toBeNull();
  }
});

test("words that nobody would take are let pass, and nothing is asked of their make-up", () => {
  for (const password of [
    "four quiet words here",
    "the kettle sings at noon",
    "blåbærsyltetøy på skiva",
    "пять тихих слов здесь",
    "wadihumatropfenglas",
    "8f3e1c0a9d7b2e4f6a5c",
  ]) {
    expect(passwordWeakness(password, ADA), password).toBeNull();
  }
});

test("letters are counted and not bytes, at both ends", () => {
  const words = "öäüßøåæłđžşğçñõ";
  expect([...words]).toHaveLength(PASSWORD_CHARACTERS_MIN);
  expect(passwordWeakness(words, ADA)).toBeNull();
  expect(passwordWeakness(words.slice(1), ADA)).toContain("at least 15");
  expect(passwordWeakness(`${words.repeat(8)}123456789`, ADA)).toContain("at most 128");
});

test("every random password of the least length passes", () => {
  const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ23456789");
  fc.assert(
    fc.property(fc.array(letter, { minLength: 24, maxLength: 64 }), (letters) => {
      fc.pre(new Set(letters).size > 12);
      expect(passwordWeakness(letters.join(""), ADA)).toBeNull();
    }),
  );
});
