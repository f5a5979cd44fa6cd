import { createHash } from "node:crypto";
import {
  BARE_DECLARATION,
  type Control,
  type DirectiveEvent,
  type Framework,
  foldDirective,
  type Governance,
  indexClauses,
  type Nonconformity,
  parseControls,
  parseGovernance,
  type RoadmapAct,
  RUNNING,
  type SystemDeclaration,
  type VerdictTotals,
  type Written,
  weakening,
} from "@tiltmeter/rules";
import { actOnRoadmap, type RoadmapAnswer } from "tiltmeter/acts/roadmap/act";
import { createClockBook } from "tiltmeter/duties/clock-book";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { createRoadmapReads } from "tiltmeter/reads/roadmap/roadmap";
import type { RoadmapSources } from "tiltmeter/reads/roadmap/sources";
import { GOVERNANCE } from "../../../rules/governance/governance-text.ts";

export const DAY = 86_400_000;
/** 2026-11-23 14:32:10 UTC. */
export const NOW: number = Date.UTC(2026, 10, 23, 14, 32, 10);

const CONTROLS = `version: 1
set: credit
owner: team-credit
controls:
  - id: accuracy
    title: Decisions are right
    requirement: decisions agree with their outcome
    clauses: { iso42001: ["9.1", A.6.2.6] }
    severity: high
    status: enforce
    measure: error_rate
    window: 1d
    every: 1d
    min_sample: 50
    limit: { max: 5%, high: { max: 2% } }
    proof: { confidence: 95% }
    then: [{ raise: nonconformity }]
    blind_spots: [truths that never arrive]
  - id: override-rate
    title: People decide
    requirement: reviewers exercise judgement
    clauses: { iso42001: [A.9.2] }
    severity: medium
    status: shadow
    measure: override_rate
    by: [system]
    window: 7d
    every: 7d
    min_sample: 50
    limit: { max: 30% }
    proof: { confidence: 95% }
    then: [{ raise: candidate }]
`;

const SUSPENSION: readonly DirectiveEvent[] = [
  {
    ...{ type: "system_suspended", atMs: NOW - DAY, by: "ada", system: "credit" },
    ...{ ground: "person", control: null, records: [], reason: "r", untilMs: null },
  },
  {
    ...{ type: "suspension_effective", atMs: NOW - DAY + 700, by: "tiltmeter" },
    ...{ system: "credit", how: "acknowledged", producer: "p" },
  },
];

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The records of the roadmap over an empty ledger in memory, with two controls and one system. */
export interface RoadmapWorld {
  readonly ledger: MemoryLedger;
  readonly clock: { nowMs: number };
  readonly governance: { inForce: Governance | null };
  readonly controls: { inForce: readonly Control[] };
  readonly totals: { found: readonly VerdictTotals[] };
  readonly reads: ReturnType<typeof createRoadmapReads>;
  readonly sources: RoadmapSources;
  readonly content: Map<string, unknown>;
  readonly act: (act: RoadmapAct, written: Written, by?: string) => Promise<RoadmapAnswer>;
}

export function parsed(text: string): readonly Control[] {
  const { controls, findings } = parseControls(text, "controls.yaml", sha256);
  if (controls.length === 0) throw new Error(JSON.stringify(findings));
  return controls;
}

export function controlsWith(change: (text: string) => string): readonly Control[] {
  return parsed(change(CONTROLS));
}

export function roadmapWorld(of: {
  readonly frameworks: readonly Framework[];
  readonly records?: ReadonlyMap<string, Nonconformity>;
}): RoadmapWorld {
  const clock = { nowMs: NOW };
  const ledger = new MemoryLedger();
  const content = new Map<string, unknown>();
  const controls = { inForce: parsed(CONTROLS) };
  const { governance: laidDown, findings } = parseGovernance(GOVERNANCE, "governance.yaml", {
    controls: controls.inForce.map(({ id }) => id),
    clauses: indexClauses(of.frameworks),
    before: null,
  });
  if (laidDown === null) throw new Error(JSON.stringify(findings));
  const governance: { inForce: Governance | null } = { inForce: laidDown };
  const totals: { found: readonly VerdictTotals[] } = {
    found: [
      { control: "accuracy", system: "credit", half: "earlier", passed: 44, breached: 1 },
      { control: "accuracy", system: "credit", half: "later", passed: 30, breached: 15 },
    ],
  };
  const history = new Map<string, readonly Control[]>();
  const declared: SystemDeclaration & { readonly declaredMs: number } = {
    ...BARE_DECLARATION,
    id: "credit",
    owner: "team-credit",
    riskTier: "high",
    reactionMs: 60_000,
    assessment: { date: "2026-05-01", everyMs: 365 * DAY },
    declaredMs: NOW - 200 * DAY,
  };
  const put = async (value: unknown): Promise<string> => {
    const digest = sha256(JSON.stringify(value));
    content.set(digest, structuredClone(value));
    return digest;
  };
  const state = (): ReturnType<RoadmapSources["state"]> => ({
    roadmap: ledger.state.roadmap,
    systems: new Map([["credit", declared]]),
    systemHistory: new Map(),
    nonconformities: of.records ?? new Map(),
    directives: new Map([["credit", SUSPENSION.reduce(foldDirective, RUNNING)]]),
  });
  const asOf = (): { size: number; root: string } => ({
    size: ledger.entries.length,
    root: sha256(String(ledger.entries.length)),
  });
  const weakened = async (id: string, former: string | null): Promise<readonly string[]> => {
    const after = controls.inForce.find((each) => each.id === id);
    const known = history.get(id) ?? [];
    const before = known.find(({ revision }) => revision === former) ?? known.at(-1);
    return after === undefined || before === undefined ? [] : weakening(before, after);
  };
  const inForce = {
    get now(): readonly Control[] {
      return controls.inForce;
    },
    set now(next: readonly Control[]) {
      for (const each of controls.inForce) {
        history.set(each.id, [...(history.get(each.id) ?? []), each]);
      }
      controls.inForce = next;
    },
  };
  const sources: RoadmapSources = {
    nowMs: () => clock.nowMs,
    state,
    stateAt: async () => ({ state: state(), asOf: asOf() }),
    asOf,
    governance: () => governance.inForce,
    governanceDocument: async () => governance.inForce,
    frameworks: of.frameworks,
    references: [],
    controls: () => controls.inForce,
    clocks: createClockBook({ policy: () => null, offsets: () => [] }).terms,
    controlsAt: async () =>
      controls.inForce.map((control) => ({ id: control.id, revision: control.revision, control })),
    weakened,
    backtested: () => null,
    modelsSeen: async () => [
      {
        ...{
          system: "credit",
          supplier: "openai",
          model: "gpt-4o",
          version: "2026-03",
          region: "eu",
        },
        ...{ predictions: 900, firstSeenMs: NOW - 200 * DAY, lastSeenMs: NOW - DAY },
      },
      {
        ...{
          system: "credit",
          supplier: "openai",
          model: "gpt-4o",
          version: "2026-10",
          region: "us",
        },
        ...{ predictions: 90, firstSeenMs: NOW - 20 * DAY, lastSeenMs: NOW },
      },
      {
        ...{ system: "credit", supplier: "other.ai", model: "x1", version: "1", region: "" },
        ...{ predictions: 7, firstSeenMs: NOW - 2 * DAY, lastSeenMs: NOW },
      },
    ],
    verdictTotals: async () => totals.found,
    lastVerdicts: async () => [
      { control: "accuracy", windowEndMs: NOW - DAY, verdict: "breach" },
      { control: "override-rate", windowEndMs: NOW - DAY, verdict: "pass" },
    ],
    decisionsByDay: async () => [
      {
        system: "credit",
        reviewer: "p-anna",
        role: "credit-reviewer",
        day: "2026-11-20",
        decisions: 40,
      },
      {
        system: "credit",
        reviewer: "p-eve",
        role: "credit-reviewer",
        day: "2026-11-20",
        decisions: 2,
      },
      { system: "credit", reviewer: "", role: "credit-reviewer", day: "2026-11-20", decisions: 1 },
    ],
    evaluationCounts: async () => [
      { control: "accuracy", scheduled: 92, judged: 90, evaluations: 90 },
    ],
    activity: async () => [
      { control: "accuracy", system: "credit", conclusive: 90, hasFired: true },
      { control: "override-rate", system: "credit", conclusive: 9, hasFired: false },
    ],
    changes: async () => [{ timeMs: NOW - 5 * DAY, change: "prompt", summary: "shorter" }],
    concerns: async () => [],
    volume: async () => new Map([["credit", 997]]),
    verifyLedger: async () => ({
      entries: ledger.entries.length,
      failure: null,
      atMs: clock.nowMs,
    }),
    content: async (digest) => content.get(digest) ?? null,
  };
  const reads = createRoadmapReads(sources);
  return {
    ...{ ledger, clock, governance, totals, reads, sources, content },
    controls: {
      get inForce() {
        return inForce.now;
      },
      set inForce(next) {
        inForce.now = next;
      },
    },
    act: (act, written, by = "ada") =>
      actOnRoadmap(
        { act, written, by },
        {
          nowMs: () => clock.nowMs,
          governance: () => governance.inForce,
          frameworks: of.frameworks,
          control: (id) => controls.inForce.find((each) => each.id === id) ?? null,
          weakened,
          backtest: () => null,
          system: (id) => (id === "credit" ? declared : null),
          observedRisk: async () => [{ id: "R-01", observed: 16 / 90, windows: 90 }],
          reviewPack: async (range) => {
            const pack = await reads.reviewPack(range);
            return { pack, asOf: asOf() };
          },
          population: async () => ({
            ids: ["a", "b", "c", "d"],
            item: async (id) => ({ id }),
            asOf: asOf(),
          }),
          put,
          hash: sha256,
          seed: () => "5eed",
          pseudonymOf: async (name) => `p_${sha256(name).slice(0, 16)}`,
        },
        {
          roadmap: () => ledger.state.roadmap,
          transact: (decide) => ledger.transact(decide),
        },
      ),
  };
}
