import fc from "fast-check";
import { expect } from "vitest";

// Personal data that is planted, and looked for in what left.

/** Personal data and secrets of each kind, no two alike. */
export const canaries: fc.Arbitrary<string> = fc.nat({ max: 9_999_999 }).chain((n) => {
  const digits = String(n).padStart(7, "0");
  return fc.constantFrom(
    `canary${digits}@mail.example.org`,
    `+49 30 ${digits}`,
    `sk-canary${digits}abcdefghij`,
    `https://canary${digits}:pass@host.example/`,
    `eyJhbGciOiJIUzI1NiJ9.canary${digits}.c2ln`,
    withLuhn(`41111111${digits}`),
    `password=canary${digits}`,
    `192.168.${n % 256}.${(n >> 8) % 256}`,
  );
});

function withLuhn(head: string): string {
  for (let last = 0; last < 10; last += 1) {
    const card = `${head}${last}`;
    let sum = 0;
    for (let i = 0; i < card.length; i += 1) {
      const digit = Number(card[card.length - 1 - i]) * (1 + (i % 2));
      sum += digit > 9 ? digit - 9 : digit;
    }
    if (sum % 10 === 0) return card;
  }
  throw new Error("one of ten digits fits");
}

/** What personal data is known by: whole, and the digits or the name that make it somebody's. */
const marks = (canary: string): readonly string[] => [
  canary,
  ...(canary.match(/canary\d{7}/g) ?? []),
];

/** Fails where anything of it is in what left, and shows the place. */
export function expectNothingOf(canary: string, out: string): void {
  for (const mark of marks(canary)) {
    const at = out.indexOf(mark);
    expect(at < 0 ? "" : out.slice(Math.max(0, at - 120), at + 60), canary).toBe("");
  }
}
