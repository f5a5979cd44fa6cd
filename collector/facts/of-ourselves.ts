import { OWN_SYSTEM } from "@tiltmeter/rules";
import type { FindFact } from "./sources.ts";

/**
 * A ledger that does not verify, sealed rows that are not what was sealed, damaged parts; and of the window gaps of the
 * journal, and batches of which the store does not have what the journal took.
 */
export const verificationFailures: FindFact = async (of, { fromMs, toMs }) => {
  const { entries, failure } = await of.verifyLedger();
  const damaged = await of.damaged();
  const within = ({ atMs }: { readonly atMs: number }): boolean => atMs >= fromMs && atMs < toMs;
  const gaps = of.gaps().filter(within);
  const unreconciled = of.unreconciled().filter(within);
  const named = [
    ...(failure === null ? [] : [failure]),
    ...of.brokenSeals(),
    ...damaged,
    ...gaps.map(({ journal }) => `journal ${journal}`),
    ...unreconciled.map(({ says }) => says),
  ];
  return [{ system: OWN_SYSTEM, value: named.length, n: entries, named }];
};

/** Seconds since the last checkpoint was kept by somebody else. */
export const anchorAge: FindFact = async (of, { toMs }) => {
  const anchoredMs = of.anchoredMs();
  if (anchoredMs === null) return [];
  return [{ system: OWN_SYSTEM, value: Math.max(0, toMs - anchoredMs) / 1000, n: 1 }];
};

/** What is never deleted is kept longer than anybody asks for. */
const FOR_EVER_MS = 36_525 * 86_400_000;

/** The shortest time, in seconds, after which records are deleted. */
export const retention: FindFact = async (of) => [
  { system: OWN_SYSTEM, value: (of.retentionMs ?? FOR_EVER_MS) / 1000, n: 1 },
];
