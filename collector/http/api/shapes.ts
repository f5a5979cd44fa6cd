import type { Reads } from "@tiltmeter/dashboards";
import {
  type Clock,
  type ControlState,
  type Measurement,
  type Nonconformity,
  nextStates,
  type Step,
  type Verdict,
} from "@tiltmeter/rules";
import { iso, isoOrNull } from "../query.ts";
import type {
  BaselineSummary,
  DeclarationChange,
  ServerStatus,
  StoredEvaluation,
} from "../reads.ts";

// What leaves the API: what the rooms say, with times as ISO strings and durations as seconds.

export type Json = Readonly<Record<string, unknown>>;

type Resolved<Name extends keyof Reads> = Reads[Name] extends (
  ...of: never[]
) => Promise<infer Value>
  ? NonNullable<Value>
  : never;
type Item<List> = List extends readonly (infer Each)[] ? Each : never;

type SystemSummary = Resolved<"system">;
type ControlSummary = Item<Resolved<"controls">>;
type InstanceStatus = ControlSummary["instances"][number];

export function systemJson(of: SystemSummary): Json {
  const { firstSeenMs, lastSeenMs, baseline, ...rest } = of;
  return {
    ...rest,
    firstSeen: isoOrNull(firstSeenMs),
    lastSeen: isoOrNull(lastSeenMs),
    baseline: baseline && {
      name: baseline.name,
      digest: baseline.digest,
      approvedAt: isoOrNull(baseline.approvedMs),
    },
  };
}

export function declarationJson({ atMs, by, field, from, to }: DeclarationChange): Json {
  return { at: iso(atMs), by, field, from, to };
}

export function seriesJson(of: Resolved<"series">): Json {
  return {
    metric: of.metric,
    unit: of.unit,
    points: of.points.map(({ timeMs, by, value, n, lower, upper, note }) => ({
      time: iso(timeMs),
      by,
      value,
      n,
      lower,
      upper,
      ...(note === null ? {} : { note }),
    })),
  };
}

export function driftJson(of: Resolved<"drift">): Json {
  return {
    system: of.system,
    baseline: of.baseline,
    features: of.features.map(({ feature, kind, measurement, bins, missing }) => ({
      feature,
      kind,
      metric: "psi",
      ...measurementJson(measurement),
      bins,
      missing,
    })),
  };
}

/** One feature, in the shape of `driftJson` with everything that is known of it. */
export function featureDriftJson(of: Resolved<"featureDrift">): Json {
  const { system, modelVersion, feature, related, baseline, found, problem } = of;
  return {
    system,
    modelVersion,
    ...(related.length === 0 ? {} : { related }),
    baseline: baseline && baselineFactsJson(baseline),
    ...(problem === null ? {} : { problem }),
    features: found === null ? [] : [{ feature, ...findingsJson(found) }],
  };
}

function baselineFactsJson(of: NonNullable<Resolved<"featureDrift">["baseline"]>): Json {
  const { createdMs, approvedMs, ...rest } = of;
  return { ...rest, createdAt: iso(createdMs), approvedAt: isoOrNull(approvedMs) };
}

function findingsJson(of: NonNullable<Resolved<"featureDrift">["found"]>): Json {
  const { distances, quality, ...rest } = of;
  const psi = distances.find(({ id }) => id === "psi");
  return {
    ...rest,
    metric: "psi",
    ...(psi === undefined ? NOTHING_MEASURED : measurementJson(psi.measurement, OF_BINS)),
    distances: distances.map(({ measurement, ...distance }) => ({
      ...distance,
      ...measurementJson(measurement, OF_BINS),
    })),
    quality: quality.map(({ measurement, ...check }) => ({
      ...check,
      ...measurementJson(measurement),
    })),
  };
}

const NOTHING_MEASURED: Json = { value: null, lower: null, upper: null };
/** Each distance has its parts of the same bins in its detail: with both histograms, many times over. */
const OF_BINS = "bins";

/** A measurement laid flat beside what it is of, as `MEASURED` describes it. */
export function measurementJson(of: Measurement, leftOut?: string): Json {
  if (of.kind !== "measured") return { ...NOTHING_MEASURED, note: of.reason };
  const { value, lower, upper, n } = of;
  const detail = Object.entries(of.detail).filter(([name]) => name !== leftOut);
  return { value, lower, upper, n, detail: Object.fromEntries(detail) };
}

export function changeJson(of: Item<Resolved<"changes">>): Json {
  return { time: iso(of.timeMs), kind: of.change, summary: of.summary };
}

export function controlJson(of: ControlSummary): Json {
  const { everyMs, windowMs, instances, control, changed, ...rest } = of;
  const { owner, set, clauses, by } = control;
  return {
    ...rest,
    owner,
    set,
    clauses,
    by,
    changed: changed && { at: iso(changed.atMs), by: changed.by },
    everySeconds: everyMs / 1000,
    windowSeconds: windowMs / 1000,
    instances: instances.map(evaluationJson),
  };
}

/** The last evaluation of one instance of a control, and where the instance stands since. */
export function evaluationJson(of: InstanceStatus): Json {
  return {
    control: of.control,
    labels: of.labels,
    windowStart: iso(of.windowStartMs),
    windowEnd: iso(of.windowEndMs),
    verdict: verdictJson(of.verdict),
    state: stateJson(of.state),
  };
}

/** An evaluation as it is stored, with what it rests on. */
export function storedEvaluationJson(of: StoredEvaluation): Json {
  return {
    control: of.control,
    revision: of.revision,
    labels: of.instance,
    instanceKey: of.instanceKey,
    windowStart: iso(of.windowStartMs),
    windowEnd: iso(of.windowEndMs),
    dataRevision: of.dataRevision,
    evaluatedAt: iso(of.evaluatedMs),
    watermark: isoOrNull(of.watermarkMs),
    backfilled: of.isBackfilled,
    muted: of.muted,
    engine: of.engine,
    question: of.question,
    verdict: verdictJson(of.verdict),
    state: stateJson(of.state),
    rowsRead: of.rowsRead,
    durationSeconds: of.durationMs / 1000,
  };
}

function verdictJson(of: Verdict): Json {
  switch (of.kind) {
    case "pass":
    case "breach": {
      const { measured, ...rest } = of;
      const { kind: _, ...numbers } = measured;
      return { ...rest, ...numbers };
    }
    case "inconclusive":
      return {
        kind: of.kind,
        reason: of.reason,
        value: of.measured?.value ?? null,
        n: of.measured?.n ?? null,
      };
    case "no_data":
    case "error":
      return of;
  }
}

function stateJson(of: ControlState): Json {
  switch (of.phase) {
    case "ok":
      return of;
    case "pending":
      return { phase: of.phase, since: iso(of.sinceMs), windows: of.windows };
    case "firing":
    case "recovering":
      return {
        phase: of.phase,
        episode: of.episode,
        firstBreachAt: iso(of.firstBreachMs),
        firedAt: iso(of.firedMs),
        ...(of.phase === "recovering"
          ? { recoveringSince: iso(of.recoveringSinceMs), windows: of.windows }
          : {}),
      };
  }
}

/** A record by itself, with the ways that lead on from its state and what each takes. */
export function nonconformityItemJson(of: Nonconformity, clocks: readonly Clock[]): Json {
  return { ...nonconformityJson(of), clocks: clocks.map(clockJson), next: nextStates(of) };
}

/** A clock of the work. */
export function clockJson({ name, round, startMs, atRiskMs, dueMs, metMs, ...rest }: Clock): Json {
  const { state, used, calendar } = rest;
  return {
    clock: name,
    round,
    start: iso(startMs),
    atRisk: iso(atRiskMs),
    due: iso(dueMs),
    met: isoOrNull(metMs),
    state,
    used,
    calendar,
  };
}

export function stepJson(of: Step): Json {
  return dated(of) as Json; // of an object it makes an object
}

/** A record of a list; its clocks are with itself, and all that falls due in `/api/v1/duties`. */
export function nonconformityJson(of: Nonconformity): Json {
  return dated(of) as Json; // of an object it makes an object
}

/** What ends in `Ms` and is no instant: it leaves as seconds. */
const DURATIONS: ReadonlySet<string> = new Set(["windowMs", "everyMs", "takesMs", "clockMs"]);

/** Every instant of a record by its name in the API: `raisedMs` is `raisedAt`, `atMs` is `at`. */
export function dated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dated);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (DURATIONS.has(name)) {
        return [name.replace(/Ms$/, "Seconds"), typeof each === "number" ? each / 1000 : null];
      }
      const isInstant = name.endsWith("Ms") && (typeof each === "number" || each === null);
      if (!isInstant) return [name, dated(each)];
      const instant = name.replace(/UntilMs$/, "Until").replace(/^atMs$/, "at");
      return [instant.replace(/Ms$/, "At"), isoOrNull(each)];
    }),
  );
}

export function evidenceJson(of: Resolved<"evidence">): Json {
  const { window, ...rest } = of;
  return { ...rest, window: { from: iso(window.fromMs), to: iso(window.toMs) } };
}

export function baselineJson(of: BaselineSummary): Json {
  return {
    digest: of.digest,
    system: of.system,
    name: of.name,
    version: of.version,
    rows: of.rows,
    ...(of.rolling === undefined ? {} : { rolling: of.rolling }),
    createdAt: iso(of.createdMs),
    approvedAt: isoOrNull(of.approvedMs),
    approvedBy: of.approvedBy,
  };
}

export function statusJson(of: ServerStatus): Json {
  const { startedMs, journals, watchdog, ...rest } = of;
  return {
    ...rest,
    watchdog: watchdog && { host: watchdog.host, heardAt: isoOrNull(watchdog.heardMs) },
    startedAt: iso(startedMs),
    appliedSeq: Object.fromEntries(journals.map(({ id, appliedSeq }) => [id, appliedSeq])),
    lastSeq: Object.fromEntries(journals.map(({ id, lastSeq }) => [id, lastSeq])),
  };
}
