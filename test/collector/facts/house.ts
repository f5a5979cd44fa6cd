import {
  BARE_DECLARATION,
  clocksOf,
  type EvidenceGroup,
  FACTS,
  type Fact,
  type FactName,
  type SystemDeclaration,
} from "@tiltmeter/rules";
import { createClockBook } from "tiltmeter/duties/clock-book";
import { createFacts } from "tiltmeter/facts/facts";
import type { FactSources } from "tiltmeter/facts/sources";

/** The policy that is shipped. */
const book = createClockBook({ policy: () => null, offsets: () => [] });

export const NOW = Date.UTC(2026, 10, 27, 12);
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A collector that knows nothing, but for what a test says. */
export function sources(of: Partial<FactSources> = {}): FactSources {
  return {
    nowMs: () => NOW,
    declared: () => [],
    seen: async () => [],
    fetchEvidence: async () => [],
    approvals: () => [],
    completeness: async () => null,
    instrumentation: async () => [],
    countedCalls: async () => [],
    records: () => [],
    clocks: (record, atMs) => clocksOf(record, book.terms(), atMs),
    reports: () => [],
    holds: () => [],
    assessments: () => [],
    reassessments: () => [],
    controls: () => [],
    activity: async () => [],
    windows: async () => new Map(),
    instances: () => [],
    revisions: async () => [],
    judged: async () => [],
    baseline: () => null,
    verifyLedger: async () => ({ entries: 1, failure: null }),
    gaps: () => [],
    damaged: async () => [],
    brokenSeals: () => [],
    unreconciled: () => [],
    retentionMs: null,
    anchoredMs: () => null,
    ...of,
  };
}

/** A live system that was declared long ago and is fully set up, but for what a test says. */
export function declared(
  id: string,
  more: Partial<SystemDeclaration & { declaredMs: number; statusMs: number }> = {},
): SystemDeclaration & { readonly declaredMs: number; readonly statusMs: number } {
  const declaredMs = more.declaredMs ?? NOW - 100 * DAY_MS;
  return {
    ...BARE_DECLARATION,
    id,
    owner: "team",
    riskTier: "high",
    purpose: "decides",
    oversightRole: "officer",
    assessment: { date: "2026-11-01", everyMs: 365 * DAY_MS },
    declaredMs,
    statusMs: declaredMs,
    ...more,
  };
}

/** One fact of all that it is known of, by system (and control), over the last day. */
export async function fact(
  name: FactName,
  of: FactSources,
  span: { readonly fromMs: number; readonly toMs: number } = { fromMs: NOW - DAY_MS, toMs: NOW },
): Promise<Readonly<Record<string, Fact>>> {
  const by =
    FACTS[name].about === "control" ? (["system", "control"] as const) : ["system" as const];
  const groups = await createFacts(of)({ kind: "facts", by, ...span, facts: [name] });
  return Object.fromEntries(groups.map((group) => [named(group), factOf(group, name)]));
}

function named({ labels }: EvidenceGroup): string {
  return [labels["system"], labels["control"]].filter((each) => each !== undefined).join(" ");
}

function factOf({ evidence }: EvidenceGroup, name: FactName): Fact {
  const found = evidence.kind === "facts" ? evidence.facts[name] : undefined;
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}
