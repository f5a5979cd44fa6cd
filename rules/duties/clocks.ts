import type { Severity } from "../control/control.ts";
import { dayNumber } from "../evaluation/instant.ts";
import { activeMsBetween, type Calendar } from "../inventory/calendar.ts";
import type { Nonconformity, NonconformityState } from "../nonconformity/nonconformity.ts";
import { TERMINAL } from "../nonconformity/passages.ts";
import { type Allowance, type DutyPolicy, WORK_CLOCKS, type WorkClock } from "./policy.ts";
import { endOf } from "./working-time.ts";

/** How a clock stands. A clock that was met stays met, in time or late. */
export const CLOCK_STATES = ["on_track", "at_risk", "breached", "met"] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/**
 * The work's own clocks, the date on which an accepted risk is looked at again, and those of corrective
 * actions: `action A1 by 2027-03-31`.
 */
export type ClockName = WorkClock | "acceptance" | `action ${string}`;

/** When a clock of a record runs, whatever the time is. */
export interface ClockTimes {
  readonly name: ClockName;
  /**
   * From 1; a record that goes back, or is taken up again, begins another round with clocks of its own.
   * Every cycle of the record begins one.
   */
  readonly round: number;
  readonly startMs: number;
  readonly atRiskMs: number;
  readonly dueMs: number;
  /** When what it asks for was reached; null while it was not. */
  readonly metMs: number | null;
  /** In calendar time: null. */
  readonly calendar: string | null;
}

/** A clock of a record at an instant. */
export interface Clock extends ClockTimes {
  readonly state: ClockState;
  /** Of its time, from 0; above 1 where it was exceeded. Of a met one as it was then. */
  readonly used: number;
}

/** What clocks are computed with. */
export interface ClockTerms {
  readonly policy: DutyPolicy;
  /** A working calendar of the policy by its name. */
  readonly calendar: (name: string) => Calendar;
}

/** The clocks of a record at an instant, as far as it had come by then; oldest round first. Pure. */
export function clocksOf(
  record: Nonconformity,
  terms: ClockTerms,
  nowMs: number,
): readonly Clock[] {
  return clockTimes(record, terms, nowMs).map((times) => clockAt(times, terms, nowMs));
}

/**
 * When the clocks of a record run, by what had happened until `untilMs` (inclusive; absent: ever).
 *
 * A clock begins with its round and ends only where what it asks for is reached, or where the round
 * itself ends: closed, dismissed, merged, void, kept as an observation, accepted until a date, or gone
 * back. Moving on from state to state stops none, and none disappears. Effectiveness runs from when the
 * actions were due. A severity that people set counts from the beginning of the round.
 */
export function clockTimes(
  record: Nonconformity,
  terms: ClockTerms,
  untilMs: number = Number.POSITIVE_INFINITY,
): readonly ClockTimes[] {
  if (record.raisedMs > untilMs) return [];
  const { rounds, acceptances } = lifeOf(record, untilMs);
  return [
    ...rounds.flatMap((round, i) => {
      const ofRound: ClockTimes[] = [];
      for (const name of WORK_CLOCKS) {
        if (RANK_REACHED[name] <= round.firstRank) continue;
        const metMs = metAt(round, name);
        const severity = severityAt(record, metMs ?? untilMs);
        const allowance = terms.policy.clocks[severity][name];
        const before = ofRound.find((each) => each.name === "actions");
        const startMs = name === "effectiveness" && before ? before.dueMs : round.startMs;
        ofRound.push({ name, round: i + 1, startMs, metMs, ...endsOf(allowance, startMs, terms) });
      }
      return ofRound;
    }),
    ...acceptances.map(({ round, startMs, dueMs, endMs }): ClockTimes => {
      const atRiskMs = Math.floor(startMs + terms.policy.atRisk * (dueMs - startMs));
      return { name: "acceptance", round, startMs, atRiskMs, dueMs, metMs: endMs, calendar: null };
    }),
    ...actionTimes(record, terms, untilMs),
  ];
}

/** An action is due at the end of its day, in UTC, and is met when it is done, or dropped with a reason. */
function actionTimes(
  { actions, steps }: Nonconformity,
  { policy }: ClockTerms,
  untilMs: number,
): readonly ClockTimes[] {
  return actions
    .filter(({ plannedMs }) => plannedMs <= untilMs)
    .map(({ id, due, plannedMs: startMs, done, dropped }) => {
      const dueMs = Math.max(startMs, endOfDay(due) ?? startMs);
      const atRiskMs = Math.floor(startMs + policy.atRisk * (dueMs - startMs));
      const ended = done?.atMs ?? dropped?.atMs ?? endedMs(steps);
      const metMs = ended !== null && ended <= untilMs ? ended : null;
      const name = `action ${id} by ${due}` as const;
      return { name, round: 1, startMs, atRiskMs, dueMs, metMs, calendar: null };
    });
}

/** When a record was done with; null: it is not. */
function endedMs(steps: Nonconformity["steps"]): number | null {
  const last = steps.findLast(({ kind }) => kind === "moved");
  return last?.to != null && TERMINAL.has(last.to) ? last.atMs : null;
}

/** How a clock stands at an instant. */
export function clockAt(times: ClockTimes, terms: ClockTerms, nowMs: number): Clock {
  const { startMs, dueMs, atRiskMs, calendar } = times;
  const metMs = times.metMs !== null && times.metMs <= nowMs ? times.metMs : null;
  const atMs = metMs ?? nowMs;
  const between = (toMs: number): number =>
    calendar === null
      ? Math.max(0, toMs - startMs)
      : activeMsBetween(terms.calendar(calendar), startMs, toMs);
  const [past, whole] = [between(atMs), between(dueMs)];
  const used = whole > 0 ? past / whole : atMs < dueMs ? 0 : 1;
  return { ...times, metMs, state: stateOf({ metMs, dueMs, atRiskMs }, nowMs), used };
}

function stateOf(of: Pick<ClockTimes, "metMs" | "dueMs" | "atRiskMs">, nowMs: number): ClockState {
  if (of.metMs !== null) return "met";
  if (nowMs >= of.dueMs) return "breached";
  return nowMs >= of.atRiskMs ? "at_risk" : "on_track";
}

/** A clock's time is up at `dueMs`; at that very instant it is breached. */
function endsOf(
  allowance: Allowance,
  startMs: number,
  { policy, calendar }: ClockTerms,
): Pick<ClockTimes, "atRiskMs" | "dueMs" | "calendar"> {
  const dueMs = endOf(allowance, startMs, calendar);
  if (allowance.kind === "calendar") {
    return { dueMs, atRiskMs: Math.floor(startMs + policy.atRisk * allowance.ms), calendar: null };
  }
  const hours = calendar(allowance.calendar);
  const ms = Math.floor(policy.atRisk * activeMsBetween(hours, startMs, dueMs));
  const part: Allowance = { kind: "working_time", ms, calendar: allowance.calendar };
  return { dueMs, atRiskMs: endOf(part, startMs, calendar), calendar: allowance.calendar };
}

/** How far along the way a state is; null: off it, where no work is due. */
const RANK: Readonly<Record<NonconformityState, number | null>> = {
  raised: 0,
  assessing: 1,
  containing: 2,
  analysing: 3,
  acting: 4,
  verifying: 5,
  closing: 6,
  closed: null,
  observation: null,
  accepted: null,
  dismissed: null,
  merged: null,
  void: null,
};

/** How far a record has to have come for a clock to be met; beyond the way: when it is closed. */
const RANK_REACHED: Readonly<Record<WorkClock, number>> = {
  acknowledge: 1,
  contain: 3,
  cause: 4,
  actions: 5,
  effectiveness: 7,
};

interface Round {
  readonly startMs: number;
  readonly firstRank: number;
  readonly reached: { readonly rank: number; readonly atMs: number }[];
  endMs: number | null;
}

interface Acceptance {
  readonly round: number;
  readonly startMs: number;
  readonly dueMs: number;
  endMs: number | null;
}

function lifeOf(
  record: Nonconformity,
  untilMs: number,
): { readonly rounds: readonly Round[]; readonly acceptances: readonly Acceptance[] } {
  const moves = record.steps.filter(({ kind }) => kind === "moved");
  const rounds: Round[] = [];
  const acceptances: Acceptance[] = [];
  const begin = (startMs: number, firstRank: number): void => {
    rounds.push({ startMs, firstRank, reached: [], endMs: null });
  };
  const first = RANK[moves[0]?.from ?? record.state];
  if (first !== null) begin(record.raisedMs, first);
  for (const { to, atMs, fields } of moves) {
    if (to === null || atMs > untilMs) continue;
    const accepted = acceptances.at(-1);
    if (accepted !== undefined) accepted.endMs ??= atMs;
    const [rank, last] = [RANK[to], rounds.at(-1)];
    const present = last?.endMs === null ? last : undefined;
    const reached = present?.reached.at(-1)?.rank ?? present?.firstRank ?? 0;
    if (present !== undefined && rank !== null && rank >= reached) {
      present.reached.push({ rank, atMs });
      continue;
    }
    if (present !== undefined) present.endMs = atMs;
    if (rank !== null) begin(atMs, rank);
    if (to !== "accepted") continue;
    const dueMs = Math.max(atMs, endOfDay(fields["until"]) ?? atMs);
    acceptances.push({ round: Math.max(1, rounds.length), startMs: atMs, dueMs, endMs: null });
  }
  return { rounds, acceptances };
}

/** The instant at which a date such as `2027-03-31` is over in UTC; null where it is none. */
export function endOfDay(date: string | undefined): number | null {
  const day = dayNumber(date ?? "");
  return day === null ? null : (day + 1) * 86_400_000;
}

function metAt({ reached, endMs }: Round, name: WorkClock): number | null {
  return reached.find(({ rank }) => rank >= RANK_REACHED[name])?.atMs ?? endMs;
}

/** The severity that a record had at an instant, changes at that instant included. */
function severityAt(record: Nonconformity, ms: number): Severity {
  const next = record.steps.find(
    ({ atMs, severityBefore }) => severityBefore !== undefined && atMs > ms,
  );
  return next?.severityBefore ?? record.severity;
}
