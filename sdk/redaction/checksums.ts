/*
 * Check digits, over strings of digits (and letters where said). Each tells of a random number whether it could be what it
 * looks like; none says that it was issued.
 */

/** Luhn, ISO/IEC 7812-1 annex B: cards, and many numbers of people. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** A bank account, ISO 13616: 15 to 34 letters and digits, spaces and hyphens aside, whose remainder by 97 is 1. */
export function isIban(text: string): boolean {
  const iban = text.replace(/[ -]/g, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  return remainder(`${iban.slice(4)}${iban.slice(0, 4)}`, 97) === 1;
}

/** The remainder of a long number; letters count from A = 10, as in ISO 7064. */
export function remainder(digits: string, by: number): number {
  let rest = 0;
  for (const each of digits) {
    const value = Number.parseInt(each, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % by;
  }
  return rest;
}

/** The sum of each digit times its weight; digits without a weight do not count. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index] ?? 0), 0);
}

/** ISO 7064, MOD 11,10: the last digit checks the others. */
export function isMod11And10(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits.at(-1));
}

const TURNS = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];
const PRODUCTS = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];

/** Verhoeff (1969), over the dihedral group of ten elements. */
export function isVerhoeff(digits: string): boolean {
  let check = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    check = Number(PRODUCTS[check]?.[Number(TURNS[i % 8]?.[digit])]);
  }
  return check === 0;
}
