import {
  type Baseline,
  type Control,
  clocksOf,
  type EvidenceGroup,
  type EvidenceRequest,
  parseControls,
} from "@tiltmeter/rules";
import type { Controls } from "../acts/controls.ts";
import { createFacts } from "../facts/facts.ts";
import type { FactSources, Revision } from "../facts/sources.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Store } from "../store/store.ts";
import type { OpenDuties } from "./open-duties.ts";
import { verifyLedger } from "./verify-ledger.ts";

/** Stored windows that a former revision is replayed over: a month of an hourly control of 25 instances. */
const REPLAY_ROWS_MAX = 20_000;

/** Introduces the facts to what they are found in: store, ledger, inventory, controls in force. */
export function openFacts(of: {
  readonly now: () => number;
  readonly hash: (text: string) => string;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly inForce: Controls;
  readonly baseline: (system: string) => { readonly baseline: Baseline } | null;
  readonly instances: FactSources["instances"];
  readonly anchoredMs: FactSources["anchoredMs"];
  readonly duties: Pick<OpenDuties, "book" | "reports">;
  readonly brokenSeals: FactSources["brokenSeals"];
  readonly unreconciled: FactSources["unreconciled"];
  /** The shortest time after which records of use are deleted; null: none ever is. */
  readonly retentionMs: number | null;
}): (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]> {
  const { store, ledger, inForce } = of;
  const formerly = parsing(inForce, of.hash);
  return createFacts({
    nowMs: of.now,
    declared: () => [...ledger.state.systems.values()],
    seen: () => store.systems(),
    fetchEvidence: (request) => store.fetchEvidence(request),
    approvals: () =>
      [...ledger.state.baselines.values()].flatMap(({ system, name, approvedMs }) =>
        approvedMs === null ? [] : [{ system, name, approvedMs }],
      ),
    completeness: (system) => store.completeness(system),
    instrumentation: (asked) => store.instrumentation(asked),
    countedCalls: (span) => store.countedCalls(span),
    records: () => [...ledger.state.nonconformities.values()],
    clocks: (record, atMs) => clocksOf(record, of.duties.book.terms(), atMs),
    reports: (record, atMs) => of.duties.reports(ledger.state.incidents.get(record) ?? [], atMs),
    holds: () => [...ledger.state.holds.values()],
    assessments: () => ledger.state.roadmap.assessment_recorded,
    reassessments: () => ledger.state.roadmap.reassessment_due,
    controls: inForce.controls,
    activity: (asked) => store.controlActivity(asked),
    windows: async ({ span, controls }) => {
      const counted = await store.evaluationCounts({ range: span, controls });
      return new Map(counted.map(({ control, windows }) => [control, windows]));
    },
    instances: of.instances,
    revisions: async () => {
      const present = new Map(inForce.controls().map((control) => [control.revision, control]));
      const revisions: Revision[] = [];
      for (const id of inForce.history.ids()) {
        for (const each of [...inForce.history.revisions(id)].reverse()) {
          const { revision, loadedMs, endedMs } = each;
          const control = present.get(revision) ?? (await formerly(revision));
          revisions.push({ id, loadedMs, endedMs, control });
        }
      }
      return revisions;
    },
    judged: async (control, span) => {
      const rows = await store.evaluations({ control, ...span, limit: REPLAY_ROWS_MAX });
      return [...rows].reverse().map(({ instance, state, ...row }) => ({
        ...row,
        labels: instance,
        isFiring: state.phase === "firing" || state.phase === "recovering",
      }));
    },
    baseline: (system) => of.baseline(system)?.baseline ?? null,
    verifyLedger: () => verifyLedger(ledger),
    brokenSeals: of.brokenSeals,
    unreconciled: of.unreconciled,
    gaps: () => ledger.state.gaps,
    damaged: async () => (await store.detachedParts()).map(({ table, name }) => `${table} ${name}`),
    retentionMs: of.retentionMs,
    anchoredMs: of.anchoredMs,
  });
}

/** Revision → the control that it was, read back from its text, once; null: that was not kept. */
function parsing(
  { history }: Controls,
  hash: (text: string) => string,
): (revision: string) => Promise<Control | null> {
  const known = new Map<string, Control | null>();
  return async (revision) => {
    const found = known.get(revision);
    if (found !== undefined) return found;
    const text = await history.textOf(revision);
    const control = text === null ? null : (parseControls(text, "", hash).controls[0] ?? null);
    known.set(revision, control);
    return control;
  };
}
