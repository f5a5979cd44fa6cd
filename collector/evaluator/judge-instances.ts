import {
  activeMsBetween,
  type Baseline,
  type Control,
  contextFor,
  type Evidence,
  type EvidenceGroup,
  emptyPresence,
  judge,
  judgeBurn,
  type Labels,
  type MeasureContext,
  type Measurement,
  type Metric,
  metric,
  type Verdict,
} from "@tiltmeter/rules";
import { instanceName } from "./bounded-labels.ts";
import type { EvaluationRow } from "./row.ts";
import { appliesTo, expectedSystems, type InventorySystem, scopeKey } from "./scope.ts";
import type { Answer, Job } from "./shared-fetch.ts";
import type { Family, SharedMeasures } from "./shared-measures.ts";
import { successors } from "./successors.ts";
import { termsFor } from "./terms.ts";

/** One instance of a control, measured and judged for one window. */
export interface Judged {
  readonly labels: Labels;
  /** `labelsKey(labels)`. */
  readonly instanceKey: string;
  /** The control as it holds for the risk tier of its system. */
  readonly terms: Control;
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
  readonly measures: SharedMeasures;
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
  const judged: Judged[] = [];
  const confirming = confirmingOf(answer, of, control, measure);
  for (const family of familiesOf(job, answer.groups, measure, of)) {
    judgeFamily(family, { measure, job, of, confirming }, judged);
  }
  return [...judged, ...unseen(job, of, judged)];
}

/** Verdict `error` for every instance that is known, with the reason. */
export function errorVerdicts(job: Job, of: Surroundings, reason: string): readonly Judged[] {
  return expected(job, of).map((row) => ({
    ...instanceOf(row, job, of),
    measurement: { kind: "no_data", reason },
    verdict: { kind: "error", reason },
    evidence: null,
  }));
}

/**
 * The families of what the control applies to; a declared system that never reported has an empty group.
 */
function familiesOf(
  { control, window }: Job,
  groups: readonly EvidenceGroup[],
  measure: Metric,
  { inventory, measures }: Surroundings,
): readonly Family[] {
  const own = measures.familiesOf(groups, {
    control,
    measure,
    scope: scopeKey(control),
    passes: ({ labels }) => appliesTo(control, labels["system"] ?? "", inventory),
  });
  if (measure.evidence !== "presence") return own;
  const heard = new Set(groups.map(({ labels }) => labels["system"]));
  const silent = expectedSystems(control, inventory).filter(({ id }) => !heard.has(id));
  return [
    ...own,
    ...silent.map(({ id }) => [
      { startMs: window.fromMs, labels: { system: id }, evidence: emptyPresence() },
    ]),
  ];
}

/** For a burn rate: what the last part of the window says of an instance. */
type Confirming = ((instanceKey: string) => Family | null) | null;

function confirmingOf(
  answer: Extract<Answer, { kind: "answered" }>,
  { measures }: Surroundings,
  control: Control,
  measure: Metric,
): Confirming {
  if (answer.confirming === null) return null;
  const split = measures.familiesOf(answer.confirming, {
    ...{ control, measure },
    scope: "all",
    passes: () => true,
  });
  const byKey = new Map(
    split.map((family) => [family[0] && instanceName(family[0].labels).instanceKey, family]),
  );
  return (instanceKey) => byKey.get(instanceKey) ?? null;
}

/** Judges the members of a family, into `judged`. */
function judgeFamily(
  family: Family,
  given: {
    readonly measure: Metric;
    readonly job: Job;
    readonly of: Surroundings;
    readonly confirming: Confirming;
  },
  judged: Judged[],
): void {
  const { measure, job, of, confirming } = given;
  const system = family[0]?.labels["system"] ?? "";
  const terms = termsFor(job.control, system, of.inventory);
  const baseline = of.baselines.get(system) ?? null;
  const context = (): MeasureContext => contextOf(terms, { family, baseline, system, job }, of);
  const measurements = of.measures.measured(family, { measure, terms, context });
  family.forEach((group, i) => {
    const measurement = measurements[i] ?? NOTHING_MEASURED;
    const { labels, instanceKey } = instanceName(group.labels);
    const verdict =
      confirming === null
        ? judge(terms, measurement, baseline)
        : judgeBurn(terms, measurement, confirmation(confirming(instanceKey), given, terms));
    judged.push({
      labels,
      instanceKey,
      terms,
      measurement,
      verdict,
      evidence: group.evidence,
      baseline,
      feature: group.labels["feature"] ?? null,
      members: family.length,
      isRetired: false,
    });
  });
}

const NOTHING_MEASURED: Measurement = { kind: "no_data", reason: "nothing was measured" };

/** The rate of the last part of a window. It is short: whatever was answered in it counts. */
function confirmation(
  family: Family | null,
  { measure, job, of }: { readonly measure: Metric; readonly job: Job; readonly of: Surroundings },
  terms: Control,
): Measurement {
  if (family === null) return { kind: "no_data", reason: "nothing was answered" };
  const system = family[0]?.labels["system"] ?? "";
  const context = (): MeasureContext => ({
    ...contextOf(terms, { family, baseline: null, system, job }, of),
    minSample: 1,
  });
  const found = measure.measure(family, context())[0];
  return found ?? NOTHING_MEASURED;
}

function contextOf(
  terms: Control,
  given: {
    readonly family: Family;
    readonly baseline: Baseline | null;
    readonly system: string;
    readonly job: Job;
  },
  { inventory }: Surroundings,
): MeasureContext {
  const { family, baseline, system, job } = given;
  const { fromMs, toMs } = job.window;
  const declared = inventory.get(system);
  const allowed = allowedNames(terms, declared);
  const context = contextFor(terms, family.length, baseline, toMs, fromMs, allowed);
  if (declared === undefined) return context;
  return {
    ...context,
    positive: context.positive ?? declared.positiveLabel,
    expectedSinceMs: declared.declaredMs,
    suspendedSinceMs: declared.suspendedSinceMs,
    resumedMs: declared.resumedMs,
    ...activeHours(terms, declared),
  };
}

/** The hours that count, where the control counts those alone and the system has declared some. */
function activeHours(
  terms: Control,
  { calendar = null }: InventorySystem,
): Pick<MeasureContext, "activeMs"> {
  if (terms.activeHours === "always" || calendar === null) return {};
  return { activeMs: (fromMs, toMs) => activeMsBetween(calendar, fromMs, toMs) };
}

/** The names that the inventory allows; null: the limit is a list that nobody has declared. */
function allowedNames(
  { limit }: Control,
  declared: InventorySystem | undefined,
): readonly string[] | null | undefined {
  const { oneOf } = limit;
  if (oneOf === undefined || oneOf.from === "names") return undefined;
  return declared?.lists[oneOf.list] ?? null;
}

/** Instances that have a state and were not seen in this window. */
function unseen(job: Job, of: Surroundings, judged: readonly Judged[]): readonly Judged[] {
  const seen = new Set(judged.map((each) => each.instanceKey));
  const missing = of.known.filter((row) => !seen.has(row.instanceKey));
  if (missing.length === 0) return [];
  const hasSuccessor = successors(judged, of.known, job.window.toMs);
  return missing.flatMap((row): Judged[] => {
    const isOurs = isJudged(row, job, of);
    if (!isOurs && row.state.phase === "ok") return [];
    const instance = instanceOf(row, job, of);
    const isSucceeded = isOurs && row.state.phase !== "ok" && hasSuccessor(row);
    const reason = !isOurs ? "no longer judged" : isSucceeded ? SUCCEEDED : UNSEEN;
    const measurement: Measurement = { kind: "no_data", reason };
    const isRetired = !isOurs || isSucceeded;
    return [
      {
        ...instance,
        measurement,
        // What has ended breaches nothing any more, even where no data is a breach.
        verdict: isRetired ? measurement : judge(instance.terms, measurement, instance.baseline),
        evidence: null,
        isRetired,
      },
    ];
  });
}

const UNSEEN = "nothing of it was seen in the window";
const SUCCEEDED = "its model version has a successor, and nothing was seen of it for long";

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
  { control }: Job,
  of: Surroundings,
): Pick<
  Judged,
  "labels" | "instanceKey" | "terms" | "baseline" | "feature" | "members" | "isRetired"
> {
  const system = row.instance["system"] ?? "";
  return {
    labels: row.instance,
    instanceKey: row.instanceKey,
    terms: termsFor(control, system, of.inventory),
    baseline: of.baselines.get(system) ?? null,
    feature: row.instance["feature"] ?? null,
    members: 1,
    isRetired: false,
  };
}

/** What failed, and why it did: a limit that was exceeded is named by the engine only. */
function messageOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
  return (cause === "" ? said : `${said}: ${cause}`).slice(0, REASON_MAX);
}

/** A verdict's reason goes into rows and entries; an engine's message can be pages long. */
const REASON_MAX = 300;
