import {
  type Baseline,
  contextFor,
  type Evidence,
  type EvidenceGroup,
  emptyPresence,
  families,
  judge,
  type Labels,
  type MeasureContext,
  type Measurement,
  type Metric,
  metric,
  type Verdict,
} from "@tiltmeter/rules";
import { instanceName } from "./bounded-labels.ts";
import type { EvaluationRow } from "./row.ts";
import { appliesTo, expectedSystems, type InventorySystem } from "./scope.ts";
import type { Answer, Job } from "./shared-fetch.ts";

/** One instance of a control, measured and judged for one window. */
export interface Judged {
  readonly labels: Labels;
  /** `labelsKey(labels)`. */
  readonly instanceKey: string;
  readonly measurement: Measurement;
  /** That of the window alone: with a false-alarm budget the step weighs it with what came before. */
  readonly verdict: Verdict;
  /** Null where nothing was seen, or could be read. */
  readonly evidence: Evidence | null;
  readonly baseline: Baseline | null;
  /** Its feature in full, as the baseline has it; null where it has none. */
  readonly feature: string | null;
  /** Instances that were compared with it, or that share one risk of a false alarm; itself included. */
  readonly members: number;
  /** The control no longer judges it: what is open ends. */
  readonly isRetired: boolean;
}

/** What instances are judged with. */
export interface Surroundings {
  /** System → its approved baseline. */
  readonly baselines: ReadonlyMap<string, Baseline>;
  readonly inventory: ReadonlyMap<string, InventorySystem>;
  /** The last rows of the instances that are judged even when nothing of them is seen. */
  readonly known: readonly EvaluationRow[];
}

/**
 * Judges every instance of a control for one window: those that evidence was seen of, those that
 * have a state from before, and for `silence` every declared system.
 *
 * An instance that is no longer seen gets `no_data`, and one whose evidence could not be read gets
 * `error`: neither is ever a pass. Throws only when a metric breaks its own invariant.
 */
export function judgeInstances(job: Job, answer: Answer, of: Surroundings): readonly Judged[] {
  if (answer.kind === "failed") {
    const reason = `the evidence could not be read: ${messageOf(answer.error)}`;
    return errorVerdicts(job, of, reason);
  }
  const { control } = job;
  const measure = metric(control.measure);
  if (measure === undefined) throw new Error(`${control.measure} is not in the catalogue`);
  const judged = families(groupsOf(job, answer.groups, of), measure, control).flatMap((family) =>
    judgeFamily(family, measure, job, of),
  );
  const seen = new Set(judged.map((each) => each.instanceKey));
  return [...judged, ...unseen(job, of, seen)];
}

/** Verdict `error` for every instance that is known, with the reason. */
export function errorVerdicts(job: Job, of: Surroundings, reason: string): readonly Judged[] {
  return expected(job, of).map((row) => ({
    ...instanceOf(row, of),
    measurement: { kind: "no_data", reason },
    verdict: { kind: "error", reason },
    evidence: null,
  }));
}

/** The groups that the control applies to; a declared system that never reported has an empty one. */
function groupsOf(
  { control, window }: Job,
  groups: readonly EvidenceGroup[],
  { inventory }: Surroundings,
): readonly EvidenceGroup[] {
  const own = groups.filter(({ labels }) => appliesTo(control, labels["system"] ?? "", inventory));
  if (metric(control.measure)?.evidence !== "presence") return own;
  const heard = new Set(own.map(({ labels }) => labels["system"]));
  const silent = expectedSystems(control, inventory).filter(({ id }) => !heard.has(id));
  return [
    ...own,
    ...silent.map(({ id }) => ({
      startMs: window.fromMs,
      labels: { system: id },
      evidence: emptyPresence(),
    })),
  ];
}

function judgeFamily(
  family: readonly EvidenceGroup[],
  measure: Metric,
  job: Job,
  of: Surroundings,
): readonly Judged[] {
  const system = family[0]?.labels["system"] ?? "";
  const baseline = of.baselines.get(system) ?? null;
  const measurements = measure.measure(family, contextOf(job, family.length, baseline, system, of));
  return family.map((group, i) => {
    const measurement = measurements[i] ?? { kind: "no_data", reason: "nothing was measured" };
    const { labels, instanceKey } = instanceName(group.labels);
    return {
      labels,
      instanceKey,
      measurement,
      verdict: judge(job.control, measurement, baseline),
      evidence: group.evidence,
      baseline,
      feature: group.labels["feature"] ?? null,
      members: family.length,
      isRetired: false,
    };
  });
}

function contextOf(
  { control, window }: Job,
  familySize: number,
  baseline: Baseline | null,
  system: string,
  { inventory }: Surroundings,
): MeasureContext {
  const context = contextFor(control, familySize, baseline, window.toMs, window.fromMs);
  const declared = inventory.get(system);
  if (declared === undefined) return context;
  return {
    ...context,
    positive: context.positive ?? declared.positiveLabel,
    expectedSinceMs: declared.declaredMs,
    suspendedSinceMs: declared.suspendedSinceMs,
    resumedMs: declared.resumedMs,
  };
}

/** Instances that have a state and were not seen in this window. */
function unseen(job: Job, of: Surroundings, seen: ReadonlySet<string>): readonly Judged[] {
  const missing = expected(job, of).filter((row) => !seen.has(row.instanceKey));
  return missing.map((row) => {
    const instance = instanceOf(row, of);
    const measurement: Measurement = {
      kind: "no_data",
      reason: isJudged(row, job, of) ? "nothing of it was seen in the window" : "no longer judged",
    };
    return {
      ...instance,
      measurement,
      verdict: judge(job.control, measurement, instance.baseline),
      evidence: null,
      isRetired: !isJudged(row, job, of),
    };
  });
}

/** Known instances that still belong to the control, and those that it has yet to let go. */
function expected(job: Job, of: Surroundings): readonly EvaluationRow[] {
  return of.known.filter((row) => isJudged(row, job, of) || row.state.phase !== "ok");
}

function isJudged(row: EvaluationRow, { control }: Job, { inventory }: Surroundings): boolean {
  const dimensions = Object.keys(row.instance);
  return (
    dimensions.length === control.by.length &&
    control.by.every((dimension) => Object.hasOwn(row.instance, dimension)) &&
    appliesTo(control, row.instance["system"] ?? "", inventory)
  );
}

function instanceOf(
  row: EvaluationRow,
  of: Surroundings,
): Pick<Judged, "labels" | "instanceKey" | "baseline" | "feature" | "members" | "isRetired"> {
  return {
    labels: row.instance,
    instanceKey: row.instanceKey,
    baseline: of.baselines.get(row.instance["system"] ?? "") ?? null,
    feature: row.instance["feature"] ?? null,
    members: 1,
    isRetired: false,
  };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, REASON_MAX);
}

/** A verdict's reason goes into rows and entries; an engine's message can be pages long. */
const REASON_MAX = 300;
