import { isLuhn, isMod11And10, isVerhoeff, remainder, weighted } from "./checksums.ts";

/** Numbers that states give to people, as far as a check digit or a fixed form tells. */

/** Whether a string of digits, separators left out, is the number of a person somewhere. */
export function isNationalNumber(digits: string): boolean {
  return (BY_LENGTH[digits.length] ?? []).some((holds) => holds(digits));
}

/** Day and month at these places could be a date. */
function isDate(digits: string, month: number, day: number): boolean {
  const [m, d] = [Number(digits.slice(month, month + 2)), Number(digits.slice(day, day + 2))];
  return m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

const BY_LENGTH: Readonly<Record<number, readonly ((digits: string) => boolean)[]>> = {
  9: [
    // Netherlands (BSN).
    (n) =>
      weighted(n, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && /^[^9]/.test(n) && n !== "000000000",
    // Portugal (NIF of people).
    (n) =>
      /^[1-3]/.test(n) &&
      ((11 - (weighted(n, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === Number(n[8]),
    // Canada (SIN).
    (n) => /^[1-79]/.test(n) && isLuhn(n),
  ],
  10: [
    // Sweden.
    (n) => isDate(n, 2, 4) && isLuhn(n),
    // Denmark: without a check digit since 2007.
    (n) => isDate(n, 2, 0) && weighted(n, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    // United Kingdom (NHS).
    (n) => /^[1-9]/.test(n) && weighted(n, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    // Bulgaria.
    (n) =>
      /^\d{2}[0-5]/.test(n) &&
      (weighted(n, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === Number(n[9]),
    // Czechia and Slovakia.
    (n) => /^\d{2}[0-35-8]\d[0-3]/.test(n) && Number(n) % 11 === 0,
  ],
  11: [
    // Germany (tax number) and Croatia.
    isMod11And10,
    // Belgium, born before and since 2000.
    (n) => isDate(n, 2, 4) && isBelgian(n),
    // Poland.
    (n) =>
      /^\d{2}[0-389]\d[0-3]/.test(n) && weighted(n, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
    // Norway.
    (n) =>
      weighted(n, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
      weighted(n, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    // Brazil (CPF).
    (n) => isCpf(n),
  ],
  12: [
    // India (Aadhaar).
    (n) => /^[2-9]/.test(n) && isVerhoeff(n),
    // Sweden, with the century.
    (n) => /^(19|20)/.test(n) && isDate(n, 4, 6) && isLuhn(n.slice(2)),
  ],
  13: [
    // Switzerland.
    (n) => n.startsWith("756") && weighted(n, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
    // South Africa.
    (n) => isDate(n, 2, 4) && isLuhn(n),
    // Romania.
    (n) =>
      /^[1-8]/.test(n) &&
      isDate(n, 3, 5) &&
      (weighted(n, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11) % 10 === Number(n[12]),
  ],
  15: [
    // France.
    (n) =>
      /^[12378]\d{2}(0[1-9]|1[0-2]|[2-9]\d)/.test(n) &&
      97 - remainder(n.slice(0, 13), 97) === Number(n.slice(13)),
  ],
  18: [
    // China.
    (n) => /^[1-9]/.test(n) && isDate(n, 10, 12) && remainder18(n) === 1,
  ],
};

function isBelgian(digits: string): boolean {
  const [head, check] = [digits.slice(0, 9), Number(digits.slice(9))];
  return [head, `2${head}`].some((of) => 97 - remainder(of, 97) === check);
}

function isCpf(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits)) return false;
  const check = (length: number): number => {
    const weights = Array.from({ length }, (_, index) => length + 1 - index);
    return ((weighted(digits, weights) * 10) % 11) % 10;
  };
  return check(9) === Number(digits[9]) && check(10) === Number(digits[10]);
}

/** GB 11643, ISO 7064 MOD 11-2. */
function remainder18(digits: string): number {
  return weighted(digits, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1]) % 11;
}

const LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
const FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";
const ITALIAN_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Numbers with letters: the form, and what checks it. */
export const LETTERED: readonly {
  readonly form: RegExp;
  readonly holds: (id: string) => boolean;
}[] = [
  {
    // Spain: citizens and foreigners.
    form: /(?<![A-Za-z0-9])(?:\d{8}|[XYZ][ -]?\d{7})[ -]?[A-Z](?![A-Za-z0-9])/gi,
    holds: (id) =>
      LETTERS[Number(id.slice(0, -1).replace(/^[XYZ]/, (of) => String("XYZ".indexOf(of)))) % 23] ===
      id.at(-1),
  },
  {
    // Italy.
    form: /(?<![A-Za-z0-9])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z0-9])/gi,
    holds: (id) => {
      let sum = 0;
      for (let i = 0; i < 15; i += 1) {
        const code = Number.parseInt(id[i] ?? "", 36);
        const place = code > 9 ? code - 10 : code;
        sum += i % 2 === 0 ? (ITALIAN_ODD[place] ?? 0) : place;
      }
      return String.fromCharCode(65 + (sum % 26)) === id[15];
    },
  },
  {
    // Finland.
    form: /(?<![A-Za-z0-9])[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[0-9A-Y](?![A-Za-z0-9])/gi,
    holds: (id) => FINNISH[Number(`${id.slice(0, 6)}${id.slice(-4, -1)}`) % 31] === id.at(-1),
  },
  {
    // China, where the check digit is X.
    form: /(?<![A-Za-z0-9])[1-9]\d{16}X(?![A-Za-z0-9])/gi,
    holds: (id) =>
      (weighted(id, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) + 10) % 11 === 1,
  },
  // United Kingdom (national insurance) and United States (social security): the form alone.
  {
    form: /(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d{2}){3}[ -]?[A-D](?![A-Za-z0-9])/gi,
    holds: () => true,
  },
  {
    form: /(?<![\d-])(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/g,
    holds: () => true,
  },
];
