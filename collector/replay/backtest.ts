import {
  approvedLimitInWords,
  type Control,
  type ControlEvent,
  durationText,
  type KeptState,
  type Labels,
  type Verdict,
} from "@tiltmeter/rules";
import type { ReplayRow } from "./evaluation-rows.ts";

/** A time in which something was really wrong, as people know it. */
export interface KnownIncident {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Null: whichever. */
  readonly system: string | null;
}

/** One episode that would have been. */
export interface BacktestEpisode {
  readonly instance: Labels;
  readonly firstBreachMs: number;
  readonly firedMs: number;
  /** Null: it lasted beyond the end. */
  readonly endedMs: number | null;
  readonly value: number | null;
  readonly n: number | null;
  readonly bound: string | null;
  /** The known incident that it falls into; null: none. */
  readonly incident: string | null;
}

/** How a known incident would have been found. */
export interface FoundIncident extends KnownIncident {
  /** Episodes that fell into it. */
  readonly fragments: number;
  /** From its begin until the first of them was told; null: never. */
  readonly afterMs: number | null;
  /** From its begin until the first warning; null: none. */
  readonly warnedAfterMs: number | null;
}

/** What a control would have made of a stretch of the past. Plain JSON. */
export interface Backtest {
  readonly control: string;
  readonly title: string;
  readonly revision: string;
  readonly measure: string;
  readonly owner: string;
  readonly severity: string;
  readonly clauses: Readonly<Record<string, readonly string[]>>;
  /** As people read them. */
  readonly terms: { readonly limit: string; readonly proof: string; readonly for: string };
  readonly fromMs: number;
  readonly toMs: number;
  /** Windows that were judged, of all that closed. */
  readonly windows: number;
  readonly missed: number;
  readonly instances: number;
  /** Verdicts, one an instance and window. */
  readonly verdicts: Readonly<Record<Verdict["kind"], number>>;
  /** Pass or breach ÷ all; null without any. */
  readonly conclusive: number | null;
  /** The first `EPISODES_MAX`, in the order in which they fired. */
  readonly episodes: readonly BacktestEpisode[];
  readonly episodeCount: number;
  readonly inside: number;
  readonly outside: number;
  readonly incidents: readonly FoundIncident[];
  /** Records that would have been raised. */
  readonly raised: number;
  /** Stretches in which nothing at all was seen; the first hundred. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** One letter a stretch of `timelineMs`: firing, recovering, pending, error, breach, inconclusive, pass, no data. */
  readonly timeline: string;
  readonly timelineMs: number;
  readonly errors: readonly string[];
  readonly cost: {
    readonly ms: number;
    /** Questions that the store was asked, and how long it took over them. */
    readonly questions: number;
    readonly storeMs: number;
  };
}

/** A step that would have been recorded. */
export interface BacktestStep {
  readonly instance: Labels;
  readonly instanceKey: string;
  readonly verdict: Verdict;
  readonly state: KeptState;
  readonly events: readonly ControlEvent[];
}

/** Puts together what a replay of one control left behind. */
export function summarise(of: {
  readonly control: Control;
  readonly fromMs: number;
  readonly toMs: number;
  readonly rows: readonly ReplayRow[];
  readonly steps: readonly BacktestStep[];
  readonly known: readonly KnownIncident[];
  readonly raised: number;
  readonly missed: number;
  readonly errors: readonly string[];
  readonly cost: Backtest["cost"];
}): Backtest {
  const { control, fromMs, toMs, known, raised, missed, cost } = of;
  const rows = of.rows.filter((row) => row.windowEndMs > fromMs);
  const judged = rows.filter((row) => row.dataRevision === 1 && isOfInstance(row));
  const verdicts = { pass: 0, breach: 0, inconclusive: 0, no_data: 0, error: 0 };
  for (const { verdict } of judged) verdicts[verdict.kind] += 1;
  const episodes = episodesOf(of.steps, known, control);
  const outside = episodes.filter(({ incident }) => incident === null).length;
  const { everyMs } = control;
  const timelineMs = Math.ceil((toMs - fromMs) / TIMELINE_MAX / everyMs) * everyMs;
  return {
    control: control.id,
    title: control.title,
    revision: control.revision,
    measure: control.measure,
    owner: control.owner,
    severity: control.severity,
    clauses: control.clauses,
    terms: termsOf(control),
    fromMs,
    toMs,
    windows: new Set(rows.map(({ windowEndMs }) => windowEndMs)).size,
    missed,
    instances: new Set(judged.map(({ instanceKey }) => instanceKey)).size,
    verdicts,
    conclusive: judged.length === 0 ? null : (verdicts.pass + verdicts.breach) / judged.length,
    episodes: episodes.slice(0, EPISODES_MAX),
    episodeCount: episodes.length,
    inside: episodes.length - outside,
    outside,
    incidents: known.map((incident) => foundOf(incident, episodes, rows, control)),
    raised,
    gaps: gapsOf(rows, control).slice(0, GAPS_MAX),
    timeline: timelineOf(rows, { fromMs, toMs, timelineMs }),
    timelineMs,
    errors: of.errors,
    cost,
  };
}

function termsOf({ measure, limit, proof, for: lasting }: Control): Backtest["terms"] {
  const shared = proof.kind !== "measured" && proof.correctFor.length > 0;
  const together = shared ? `, together for each ${proof.correctFor.join(", ")}` : "";
  return {
    limit: approvedLimitInWords(measure, limit),
    proof:
      proof.kind === "measured"
        ? "the value alone"
        : proof.kind === "confidence"
          ? `${Number((100 * proof.confidence).toPrecision(6))} % confidence${together}`
          : `${proof.alarms} false alarm${proof.alarms === 1 ? "" : "s"} per ${durationText(proof.perMs)}${together}`,
    for: lastingInWords(lasting),
  };
}

function lastingInWords(span: Control["for"]): string {
  if ("ms" in span) return durationText(span.ms);
  return span.windows <= 1 ? "1 window" : `${span.windows} windows`;
}

const EPISODES_MAX = 500;
const GAPS_MAX = 100;
/** Letters that fit into a line of a terminal. */
const TIMELINE_MAX = 72;

function episodesOf(
  steps: readonly BacktestStep[],
  known: readonly KnownIncident[],
  control: Control,
): readonly BacktestEpisode[] {
  const ends = new Map<string, number>();
  for (const event of steps.flatMap(({ events }) => events)) {
    if (event.kind === "ended") ends.set(event.episode, event.atMs);
  }
  return steps.flatMap(({ instance, verdict, events }) =>
    events.flatMap((event): readonly BacktestEpisode[] => {
      if (event.kind !== "fired") return [];
      const measured = "measured" in verdict ? verdict.measured : null;
      const endedMs = ends.get(event.episode) ?? null;
      const span = {
        breachMs: event.firstBreachMs - control.windowMs,
        firedMs: event.atMs,
        system: instance["system"] ?? "",
      };
      return [
        {
          instance,
          firstBreachMs: event.firstBreachMs,
          firedMs: event.atMs,
          endedMs,
          value: measured?.value ?? null,
          n: measured?.n ?? null,
          bound: verdict.kind === "breach" ? verdict.bound : null,
          incident: known.find((incident) => meets(incident, span))?.name ?? null,
        },
      ];
    }),
  );
}

/** It fired for what happened then: an episode that was open before is no finding of the incident. */
function meets(
  incident: KnownIncident,
  span: { readonly breachMs: number; readonly firedMs: number; readonly system: string },
): boolean {
  return (
    (incident.system === null || incident.system === span.system) &&
    span.breachMs < incident.toMs &&
    span.firedMs > incident.fromMs
  );
}

function foundOf(
  incident: KnownIncident,
  episodes: readonly BacktestEpisode[],
  rows: readonly ReplayRow[],
  control: Control,
): FoundIncident {
  const own = episodes.filter((episode) => episode.incident === incident.name);
  const told = own.map(({ firedMs }) => firedMs + control.dataDelayMs - incident.fromMs);
  const warned = rows
    .filter(
      ({ verdict, windowEndMs, instance }) =>
        verdict.kind === "pass" &&
        verdict.warned &&
        windowEndMs > incident.fromMs &&
        windowEndMs - control.windowMs < incident.toMs &&
        (incident.system === null || instance["system"] === incident.system),
    )
    .map(({ windowEndMs }) => windowEndMs + control.dataDelayMs - incident.fromMs);
  return {
    ...incident,
    fragments: own.length,
    afterMs: told.length === 0 ? null : Math.max(0, Math.min(...told)),
    warnedAfterMs: warned.length === 0 ? null : Math.min(...warned),
  };
}

/** Stretches of windows in which no instance had data. */
function gapsOf(
  rows: readonly ReplayRow[],
  { everyMs }: Control,
): readonly { readonly fromMs: number; readonly toMs: number }[] {
  const seen = new Map<number, boolean>();
  for (const { windowEndMs, verdict } of rows) {
    seen.set(windowEndMs, (seen.get(windowEndMs) ?? false) || verdict.kind !== "no_data");
  }
  const gaps: { fromMs: number; toMs: number }[] = [];
  for (const [endMs, hasData] of [...seen].sort(([a], [b]) => a - b)) {
    if (hasData) continue;
    const last = gaps.at(-1);
    if (last !== undefined && last.toMs === endMs - everyMs) last.toMs = endMs;
    else gaps.push({ fromMs: endMs - everyMs, toMs: endMs });
  }
  return gaps;
}

/** From the worst: what a stretch is drawn as. */
const LETTERS = "frpebiPn";

function letterOf({ state, verdict }: ReplayRow): string {
  switch (state.phase) {
    case "firing":
      return "f";
    case "recovering":
      return "r";
    case "pending":
      return "p";
    case "ok":
      break;
  }
  switch (verdict.kind) {
    case "error":
      return "e";
    case "breach":
      return "b";
    case "inconclusive":
      return "i";
    case "pass":
      return "P";
    case "no_data":
      return "n";
  }
}

function timelineOf(
  rows: readonly ReplayRow[],
  of: { readonly fromMs: number; readonly toMs: number; readonly timelineMs: number },
): string {
  const stretches = Math.ceil((of.toMs - of.fromMs) / of.timelineMs);
  const ranks = new Array<number>(stretches).fill(LETTERS.length - 1);
  for (const row of rows) {
    const at = Math.min(
      stretches - 1,
      Math.floor((row.windowEndMs - 1 - of.fromMs) / of.timelineMs),
    );
    ranks[at] = Math.min(ranks[at] ?? LETTERS.length, LETTERS.indexOf(letterOf(row)));
  }
  return ranks.map((rank) => LETTERS[rank] ?? "n").join("");
}

/** A control that had nothing to judge leaves a row without an instance. */
function isOfInstance({ instance }: ReplayRow): boolean {
  return Object.keys(instance).length > 0;
}
