import type {
  ControlRevision,
  ControlSummary,
  Evaluation,
  EvaluationCounts,
  EvaluationQuery,
  Maintenance,
  PastBacktest,
  StripWindow,
  VerdictKind,
  VerdictStrip,
} from "@tiltmeter/dashboards";
import { printControl, type Verdict } from "@tiltmeter/rules";
import { DIGEST, HOUR, MINUTE, NOW, SHIFT, wave } from "./fixture-world.ts";

/** When the mail was being moved to another machine. */
export const MAINTENANCE: Maintenance = {
  fromMs: NOW - 4 * HOUR,
  toMs: NOW - 3.25 * HOUR,
  reason: "mail moves to another machine",
  owner: "team-mail",
  systems: ["mail-spam-filter"],
  controls: [],
};

/** A month of the past, judged by the revision in force. */
export const PAST_BACKTEST: PastBacktest = {
  by: "mara",
  startedMs: NOW - 26 * HOUR,
  revision: DIGEST,
  fromMs: NOW - 31 * 24 * HOUR,
  toMs: NOW - 26 * HOUR,
  windows: 2_872,
  instances: 7,
  verdicts: { pass: 18_410, breach: 61, inconclusive: 1_204, no_data: 429, error: 0 },
  conclusive: 0.9188,
  episodeCount: 5,
  inside: 4,
  outside: 1,
  raised: 2,
};

/** Strips of all asked controls, of windows up to now; one window in the middle was missed. */
export function strips(
  controls: readonly ControlSummary[],
  of: { readonly controls: readonly string[]; readonly windows: number },
): readonly VerdictStrip[] {
  return controls
    .filter(({ id, instances }) => of.controls.includes(id) && instances.length > 0)
    .map((control, row) => ({ control: control.id, windows: windowsOf(control, row, of.windows) }));
}

function windowsOf(control: ControlSummary, row: number, many: number): readonly StripWindow[] {
  const { everyMs, windowMs } = control;
  const newest = Math.floor((NOW - 2 * MINUTE) / everyMs) * everyMs;
  const missed = newest - 11 * everyMs;
  return Array.from({ length: many }, (_, i) => newest - (many - 1 - i) * everyMs)
    .filter((end) => end !== missed)
    .map((windowEndMs, i) => ({
      windowStartMs: windowEndMs - windowMs,
      windowEndMs,
      verdicts: counts(control, windowEndMs, i + row),
      maintenance: windowEndMs > MAINTENANCE.fromMs && windowEndMs <= MAINTENANCE.toMs,
      amended: i % 17 === 9,
    }));
}

function counts(control: ControlSummary, endMs: number, i: number): StripWindow["verdicts"] {
  const many = control.instances.length;
  const none = { pass: 0, breach: 0, inconclusive: 0, no_data: 0, error: 0 };
  const only = (kind: VerdictKind): StripWindow["verdicts"] => ({ ...none, [kind]: many });
  if (control.id === "latency") return only(i % 5 === 2 ? "error" : "pass");
  if (i % 13 === 4) return only("no_data");
  if (i % 7 === 3) return only("inconclusive");
  if (endMs > SHIFT && control.id !== "parity") return { ...none, breach: 1, pass: many - 1 };
  return only("pass");
}

/** One instance's course: well, then off level from the shift on. */
export function evaluations(of: EvaluationQuery, control: ControlSummary): readonly Evaluation[] {
  const { everyMs, windowMs } = control;
  const first = Math.ceil(Math.max(of.range.fromMs, NOW - 60 * everyMs) / everyMs) * everyMs;
  const many = Math.max(0, Math.ceil((Math.min(of.range.toMs, NOW) - first) / everyMs));
  return Array.from({ length: many }, (_, i): Evaluation => {
    const windowEndMs = first + i * everyMs;
    const verdict = verdictOf(control, windowEndMs, i);
    return {
      windowStartMs: windowEndMs - windowMs,
      windowEndMs,
      evaluatedMs: windowEndMs + 2 * MINUTE,
      revision: DIGEST,
      verdict,
      phase: verdict.kind === "breach" ? "firing" : "ok",
      amended: i % 17 === 9,
    };
  });
}

function verdictOf(control: ControlSummary, endMs: number, i: number): Verdict {
  if (i % 13 === 4) return { kind: "no_data", reason: "nothing came in the window" };
  if (i % 7 === 3) {
    return { kind: "inconclusive", reason: "sample of 61 below 80", measured: null };
  }
  const isOff = endMs > SHIFT;
  const base = { psi: [0.05, 0.55], accuracy: [0.95, 0.87] }[control.measure] ?? [0.04, 0.12];
  const value = (base[isOff ? 1 : 0] ?? 0) * (1 + 0.12 * wave(i, 3));
  const measured = {
    kind: "measured" as const,
    ...{ value, lower: value * 0.82, upper: value * 1.15, n: 400 + i, detail: {} },
  };
  return isOff
    ? { kind: "breach", measured, bound: "at most 0.2" }
    : { kind: "pass", measured, recovered: true, warned: false };
}

export function evaluationCounts(
  controls: readonly ControlSummary[],
  of: { readonly controls?: readonly string[] },
): readonly EvaluationCounts[] {
  return controls
    .filter(({ id, instances }) => (of.controls?.includes(id) ?? true) && instances.length > 0)
    .map((control, i) => ({
      control: control.id,
      scheduled: 672,
      judged: 665 - i,
      backFilled: 4,
      evaluations: (665 - i) * control.instances.length,
      conclusive: (601 - i) * control.instances.length,
      lastConclusiveMs: control.id === "latency" ? null : NOW - (i + 1) * 17 * MINUTE,
    }));
}

/** Two revisions: the limit was tightened from 0.25 to 0.20 fifty minutes ago. */
export function revisions(control: ControlSummary | undefined): readonly ControlRevision[] {
  if (control === undefined) return [];
  const now = {
    revision: DIGEST,
    loadedMs: NOW - 50 * MINUTE,
    by: "jon",
    file: "starter.yaml",
    text: printControl(control.control),
  };
  if (control.id !== "input-drift") return [{ ...now, loadedMs: NOW - 5 * HOUR, by: "mara" }];
  const before = { ...control.control, limit: { max: 0.25 }, blindSpots: [] };
  return [
    now,
    {
      ...now,
      revision: "4".repeat(64),
      loadedMs: NOW - 5 * HOUR,
      by: "mara",
      text: printControl(before),
    },
    {
      ...now,
      revision: "5".repeat(64),
      loadedMs: NOW - 90 * HOUR,
      by: "tiltmeter",
      file: null,
      text: null,
    },
  ];
}
