import type { ExportSummary, PageOptions } from "@tiltmeter/dashboards";
import { DIGEST, NOW } from "./fixture-world.ts";

const DAY_MS = 86_400_000;
const terms = {
  kind: "audit",
  fromMs: NOW - 92 * DAY_MS,
  toMs: NOW,
  systems: null,
  sample: null,
} as const satisfies ExportSummary["terms"];

/** One of each standing, newest first. */
export const EXPORTS: readonly ExportSummary[] = [
  {
    ...{ id: "e-4", by: "mara", startedMs: NOW - 5_000, terms },
    ...{ status: "waiting", share: 0, what: "waiting" },
  },
  {
    ...{ id: "e-3", by: "mara", startedMs: NOW - 60_000, terms: { ...terms, kind: "oscal" } },
    ...{ status: "running", share: 0.42, what: "dossier 3 of 9" },
  },
  {
    ...{
      id: "e-2",
      by: "jo",
      startedMs: NOW - DAY_MS,
      status: "failed",
      reason: "the disk is full",
    },
    terms: { ...terms, kind: "register", systems: ["mail-spam-filter", "credit-scoring"] },
  },
  {
    ...{ id: "e-1", by: "jo", startedMs: NOW - 2 * DAY_MS, status: "done", digest: DIGEST },
    terms: { ...terms, sample: { count: 60, seed: "4711" } },
    files: [{ name: "audit-package-2026-08-26-to-2026-11-25.tar", bytes: 4_300_000 }],
    missing: ["completeness of credit-scoring: the store was away"],
  },
];

/** Exports in memory: what was asked for is noted. */
export function fixtureExports(
  asked: object[] = [],
  list: readonly ExportSummary[] = EXPORTS,
): NonNullable<PageOptions["exports"]> {
  return {
    actor: () => "mara",
    nowMs: () => NOW,
    list: () => list,
    start: async (of) => {
      asked.push(of);
      return of.terms.systems?.includes("nobody's")
        ? { kind: "refused", reason: 'there is no system "nobody\'s"', fields: {} }
        : { kind: "done" };
    },
  };
}
