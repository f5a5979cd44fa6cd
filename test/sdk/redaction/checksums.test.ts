import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isIban,
  isLuhn,
  isMod11And10,
  isVerhoeff,
  remainder,
} from "../../../sdk/redaction/checksums.ts";

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: length, maxLength: length });

test.each([
  ["Luhn", isLuhn],
  ["Verhoeff", isVerhoeff],
  ["MOD 11,10", isMod11And10],
] as const)("%s: of the ten last digits exactly one fits", (_, holds) => {
  fc.assert(
    fc.property(digits(10), (head) => {
      expect([..."0123456789"].filter((last) => holds(`${head}${last}`))).toHaveLength(1);
    }),
  );
});

test("a bank account with one character changed is none", () => {
  const iban = "DE89370400440532013000";
  expect(isIban(iban)).toBe(true);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 21 }), digits(1), (at, digit) => {
      fc.pre(iban[at] !== digit);
      expect(isIban(`${iban.slice(0, at)}${digit}${iban.slice(at + 1)}`)).toBe(false);
    }),
  );
});

test("the remainder of a long number is that of the number", () => {
  fc.assert(
    fc.property(digits(24), (text) => {
      expect(remainder(text, 97)).toBe(Number(BigInt(text) % 97n));
    }),
  );
});
