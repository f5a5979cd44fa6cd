import { LedgerBroken } from "../ledger/frame.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** What was found as the whole ledger was read back. */
export interface LedgerVerification {
  readonly entries: number;
  /** Null: it is what was written. */
  readonly failure: string | null;
  /** When it was begun, Unix milliseconds. */
  readonly atMs: number;
}

/** Verifies a ledger that grows: wholly where it matters, lately where somebody waits for a page. */
export interface LedgerVerifier {
  /** Reads every entry back from disk: two hundred thousand take about a second. */
  readonly whole: () => Promise<LedgerVerification>;
  /** The last one of the last twenty minutes, also one that is under way; a whole one where there is none. */
  readonly lately: () => Promise<LedgerVerification>;
}

const LATELY_MS = 20 * 60_000;

export function createLedgerVerifier(
  ledger: Pick<Ledger, "size" | "entries">,
  now: () => number,
): LedgerVerifier {
  let last: { readonly atMs: number; readonly answer: Promise<LedgerVerification> } | null = null;
  const whole = (): Promise<LedgerVerification> => {
    const atMs = now();
    const mine = { atMs, answer: verifyLedger(ledger).then((found) => ({ ...found, atMs })) };
    last = mine;
    // Whoever asks next tries again.
    mine.answer.catch(() => {
      if (last === mine) last = null;
    });
    return mine.answer;
  };
  return {
    whole,
    // A clock that went back makes nothing last longer.
    lately: () =>
      last !== null && Math.abs(now() - last.atMs) < LATELY_MS ? last.answer : whole(),
  };
}

/** Reads every entry back from disk; what was appended meanwhile may be among them. */
export async function verifyLedger(
  ledger: Pick<Ledger, "size" | "entries">,
): Promise<Omit<LedgerVerification, "atMs">> {
  const { size } = ledger;
  let entries = 0;
  try {
    for await (const _ of ledger.entries()) entries += 1;
  } catch (error) {
    if (!(error instanceof LedgerBroken)) throw error;
    return { entries, failure: error.message };
  }
  const failure = entries < size ? `${size - entries} entries of the ledger are gone` : null;
  return { entries, failure };
}
