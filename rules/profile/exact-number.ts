/**
 * A binary fraction of any length as text: a whole number in hexadecimal without trailing zero bits,
 * then `p` and the power of two it is multiplied by, `-5p1` = −10, `1p-1` = 0.5, `0` = 0. One text for
 * one number.
 */
export type ExactText = string;

const FORM = /^(-?)([1-9a-f][0-9a-f]*)p(0|-?[1-9][0-9]{0,3})$/;

/** Longer than any sum of a trillion doubles' squares: 4,300 bits and their carries. */
const DIGITS_MAX = 1200;

export interface Exact {
  /** The number is integer · 2^exponent. */
  readonly integer: bigint;
  readonly exponent: number;
}

/** The text of integer · 2^exponent. */
export function printExact({ integer, exponent }: Exact): ExactText {
  if (integer === 0n) return "0";
  let size = integer < 0n ? -integer : integer;
  let power = exponent;
  while ((size & 0xffff_ffffn) === 0n) {
    size >>= 32n;
    power += 32;
  }
  const twos = 31 - Math.clz32(Number(BigInt.asIntN(32, size & -size)));
  size >>= BigInt(twos);
  return `${integer < 0n ? "-" : ""}${size.toString(16)}p${power + twos}`;
}

/** The number of a text; null where it is none, or not the one text of its number. */
export function parseExact(text: ExactText): Exact | null {
  if (text === "0") return { integer: 0n, exponent: 0 };
  const [, sign, digits, power] = FORM.exec(text) ?? [];
  if (digits === undefined || digits.length > DIGITS_MAX) return null;
  const size = BigInt(`0x${digits}`);
  if ((size & 1n) === 0n) return null;
  return { integer: sign === "-" ? -size : size, exponent: Number(power) };
}

/** a + b. Throws where one is not such a text. */
export function addExact(a: ExactText, b: ExactText): ExactText {
  return printExact(sumOf(valid(a), valid(b)));
}

/** The nearest double; ±Infinity beyond the largest. Throws where it is not such a text. */
export function exactToNumber(text: ExactText): number {
  return quotient(valid(text), 1n);
}

/** Mean and variance (divided by n) of n values from their exact sums, each rounded once. n ≥ 1. */
export function meanAndVariance(of: {
  readonly n: number;
  readonly sum: ExactText;
  readonly sumOfSquares: ExactText;
}): { readonly mean: number; readonly variance: number } {
  const n = BigInt(of.n);
  const sum = valid(of.sum);
  const squares = valid(of.sumOfSquares);
  const spread = sumOf(
    { integer: squares.integer * n, exponent: squares.exponent },
    { integer: -sum.integer * sum.integer, exponent: 2 * sum.exponent },
  );
  return { mean: quotient(sum, n), variance: quotient(spread, n * n) };
}

function valid(text: ExactText): Exact {
  const found = parseExact(text);
  if (found === null)
    throw new Error(`an exact number is written as -5p1, got ${text.slice(0, 40)}`);
  return found;
}

function sumOf(a: Exact, b: Exact): Exact {
  const exponent = Math.min(a.exponent, b.exponent);
  const integer =
    (a.integer << BigInt(a.exponent - exponent)) + (b.integer << BigInt(b.exponent - exponent));
  return { integer, exponent };
}

/** The double nearest to of ÷ by, ties to even; ±Infinity beyond the largest. */
function quotient(of: Exact, by: bigint): number {
  if (of.integer === 0n) return 0;
  const size = of.integer < 0n ? -of.integer : of.integer;
  const length = bitsOf(size) - bitsOf(by);
  // The place of the last bit that the double keeps: of 53, or fewer near the smallest.
  let last = Math.max(length + of.exponent - 53, -1074);
  let found = divide(size, by, of.exponent - last);
  if (found > 2n ** 53n) {
    last += 1;
    found = divide(size, by, of.exponent - last);
  }
  const nearest = last > 971 ? Infinity : Number(found) * 2 ** last;
  return of.integer < 0n ? -nearest : nearest;
}

/** The whole number nearest to size · 2^shift ÷ by, ties to even. */
function divide(size: bigint, by: bigint, shift: number): bigint {
  const dividend = shift >= 0 ? size << BigInt(shift) : size;
  const divisor = shift >= 0 ? by : by << BigInt(-shift);
  const whole = dividend / divisor;
  const twice = 2n * (dividend % divisor);
  return twice > divisor || (twice === divisor && (whole & 1n) === 1n) ? whole + 1n : whole;
}

function bitsOf(size: bigint): number {
  const digits = size.toString(16);
  return 4 * digits.length - (Math.clz32(Number.parseInt(digits[0] ?? "0", 16)) - 28);
}
