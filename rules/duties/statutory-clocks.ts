import { dayNumber } from "../evaluation/instant.ts";
import type { ClockState } from "./clocks.ts";
import type { IncidentEvent, IncidentHistory } from "./incident.ts";
import type { Reading, ReportingDuty, Statute } from "./statute.ts";

/** Whether a duty's clock counts, and if not, why not. */
export type DutyStanding =
  /** It binds: it is what may be breached. */
  | "counts"
  /** A shorter one of its group binds, or another of the group was reported. */
  | "longer"
  /** Nobody has stated what it takes. */
  | "not_stated"
  /** It did not apply yet under any reading when the organisation became aware. */
  | "not_applicable"
  | "set_aside";

/** A reporting duty of one record at an instant. */
export interface StatutoryClock {
  readonly statute: Statute;
  readonly duty: ReportingDuty;
  readonly standing: DutyStanding;
  /** Counts up where a clock that was set aside is started anew. */
  readonly round: number;
  /** Null: nothing has started it. */
  readonly startMs: number | null;
  readonly atRiskMs: number | null;
  readonly dueMs: number | null;
  readonly state: ClockState | null;
  /** Of its time, from 0; above 1 where it was exceeded. */
  readonly used: number;
  /** Whether it applies, by each reading. */
  readonly readings: readonly { readonly reading: Reading; readonly applies: boolean }[];
  readonly report: Extract<IncidentEvent, { readonly kind: "reported" }> | null;
  readonly setAside: Extract<IncidentEvent, { readonly kind: "set_aside" }> | null;
}

/**
 * The reporting duties of a record at an instant, as far as was recorded by then. Pure.
 *
 * The strict reading: N days are N × 24 hours from awareness, and a duty counts where any reading applies
 * it. A clock ends by a recorded report, or by being set aside with a reason, whatever becomes of the
 * record; a later statement of an incident starts one that was set aside anew. Of one group only the
 * shortest that binds counts; the others are there to be seen. `atRisk` is a share in (0, 1).
 */
export function statutoryClocks(
  incident: IncidentHistory,
  statutes: readonly Statute[],
  of: { readonly atRisk: number; readonly nowMs: number },
): readonly StatutoryClock[] {
  const known = incident.filter(({ atMs }) => atMs <= of.nowMs);
  return statutes.flatMap((statute) => {
    const clocks: StatutoryClock[] = [];
    // A duty that starts from the report of another stands after it.
    for (const duty of statute.duties) clocks.push(clockOf(duty, statute, known, clocks, of));
    return clocks.map((clock) => {
      const isBound = clock.standing === "counts" && clock.duty.group !== null;
      return isBound && !isShortest(clock, clocks) ? { ...clock, standing: "longer" } : clock;
    });
  });
}

/** It binds, and no report of it is recorded. */
export function isOwed({ standing, state }: Pick<StatutoryClock, "standing" | "state">): boolean {
  return standing === "counts" && state !== "met";
}

function clockOf(
  duty: ReportingDuty,
  statute: Statute,
  incident: IncidentHistory,
  before: readonly StatutoryClock[],
  { atRisk, nowMs }: { readonly atRisk: number; readonly nowMs: number },
): StatutoryClock {
  const starts = incident.flatMap((event, i) => (starting(event, duty) ? [i] : []));
  const lastStart = starts.at(-1) ?? -1;
  const asides = incident.flatMap((event, i) =>
    event.kind === "set_aside" && event.duty === duty.id ? [i] : [],
  );
  const restarts = asides.filter((aside) => starts.some((start) => start > aside)).length;
  const lastAside = asides.at(-1) ?? -1;
  const aside = lastAside > lastStart ? incident[lastAside] : undefined;
  const group = statute.duties.filter(
    (each) => each.id === duty.id || (duty.group !== null && each.group === duty.group),
  );
  const report =
    incident.find(
      (event) => event.kind === "reported" && group.some(({ id }) => id === event.duty),
    ) ?? null;
  const aware = awareMs(incident, duty);
  const startMs = duty.start.kind === "awareness" ? aware : startOf(duty.start.of, before);
  const dueMs = startMs === null ? null : startMs + duty.withinMs;
  const atRiskMs = startMs === null ? null : Math.floor(startMs + atRisk * duty.withinMs);
  const readings = statute.readings.map((reading) => ({
    reading,
    applies: aware !== null && aware >= (dayNumber(reading.appliesFrom) ?? 0) * 86_400_000,
  }));
  const reported = report?.kind === "reported" ? report : null;
  const endMs = reported?.madeMs ?? nowMs;
  return {
    statute,
    duty,
    standing:
      lastStart < 0
        ? "not_stated"
        : aside !== undefined
          ? "set_aside"
          : readings.some(({ applies }) => applies)
            ? "counts"
            : "not_applicable",
    round: 1 + restarts,
    startMs,
    atRiskMs,
    dueMs,
    state:
      dueMs === null || atRiskMs === null
        ? null
        : reported !== null
          ? "met"
          : nowMs >= dueMs
            ? "breached"
            : nowMs >= atRiskMs
              ? "at_risk"
              : "on_track",
    used: startMs === null ? 0 : Math.max(0, endMs - startMs) / duty.withinMs,
    readings,
    report: reported,
    setAside: aside?.kind === "set_aside" ? aside : null,
  };
}

function starting(event: IncidentEvent, { serious, kinds }: ReportingDuty): boolean {
  if (event.kind !== "stated") return false;
  if (serious && event.serious === "no") return false;
  return kinds.length === 0 || event.kinds.some((kind) => kinds.includes(kind));
}

/**
 * When the organisation became aware of the incident that a duty is about: as it was last written, or
 * when it was first said. What makes the time shorter (a death) does not make it begin later.
 */
function awareMs(incident: IncidentHistory, duty: ReportingDuty): number | null {
  const about = duty.serious ? { ...duty, kinds: [] } : duty;
  if (!incident.some((event) => starting(event, duty))) return null;
  const statements = incident.filter((event) => starting(event, about));
  const written = statements.findLast((event) => event.kind === "stated" && event.awareMs !== null);
  return (written?.kind === "stated" ? written.awareMs : null) ?? statements[0]?.atMs ?? null;
}

/** From the report of another duty; while that is not made, from when it is due at the latest. */
function startOf(id: string, before: readonly StatutoryClock[]): number | null {
  const other = before.find(({ duty }) => duty.id === id);
  return other?.report?.madeMs ?? other?.dueMs ?? null;
}

function isShortest(clock: StatutoryClock, clocks: readonly StatutoryClock[]): boolean {
  const rivals = clocks.filter(
    ({ duty, standing }) => standing === "counts" && duty.group === clock.duty.group,
  );
  return rivals.every(({ duty }) => duty === clock.duty || duty.withinMs > clock.duty.withinMs);
}
