import {
  type Hold,
  type IncidentHistory,
  type IncidentKind,
  isOwed,
  type Nonconformity,
  type ReportStage,
  type Seriousness,
  type StatutoryClock,
  whyNotReleased,
} from "@tiltmeter/rules";
import type { RecordActAnswer } from "./nonconformity.ts";
import type { Transact } from "./transact.ts";

interface Stamp {
  readonly atMs: number;
  readonly by: string;
}

/** As the ledger records them. */
type DutyActEntry = Stamp &
  (
    | {
        readonly type: "incident_stated";
        readonly record: string;
        readonly serious: Seriousness;
        readonly kinds: readonly IncidentKind[];
        readonly awareMs: number | null;
        readonly reason: string;
      }
    | {
        readonly type: "report_made";
        readonly record: string;
        readonly duty: string;
        readonly stage: ReportStage;
        readonly madeMs: number;
        readonly reference: string;
      }
    | {
        readonly type: "clock_set_aside";
        readonly record: string;
        readonly duty: string;
        readonly reason: string;
      }
    | {
        readonly type: "hold_placed";
        readonly hold: string;
        readonly system: string;
        readonly record: string | null;
        readonly statedBy: string | null;
        readonly reason: string;
      }
    | { readonly type: "hold_released"; readonly hold: string; readonly reason: string }
  );

interface State {
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  readonly incidents: ReadonlyMap<string, IncidentHistory>;
  readonly holds: ReadonlyMap<string, Hold>;
}

/** What people do about incidents, reports and holds. Each is one decision over the ledger's state. */
export interface DutyActs {
  readonly stateIncident: (act: {
    readonly record: string;
    readonly serious: Seriousness;
    readonly kinds: readonly IncidentKind[];
    readonly awareMs: number | null;
    readonly reason: string;
    readonly by: string;
  }) => Promise<RecordActAnswer>;
  readonly recordReport: (act: {
    readonly record: string;
    /** Id of the reporting duty. */
    readonly duty: string;
    readonly stage: ReportStage;
    /** When it was sent; null: now. */
    readonly madeMs: number | null;
    readonly reference: string;
    readonly by: string;
  }) => Promise<RecordActAnswer>;
  readonly setClockAside: (act: {
    readonly record: string;
    readonly duty: string;
    readonly reason: string;
    readonly by: string;
  }) => Promise<RecordActAnswer>;
  readonly placeHold: (act: {
    readonly system: string;
    readonly record: string | null;
    readonly reason: string;
    readonly by: string;
  }) => Promise<RecordActAnswer>;
  readonly releaseHold: (act: {
    readonly hold: string;
    readonly reason: string;
    readonly by: string;
  }) => Promise<RecordActAnswer>;
}

/** An explanation, not a report: that belongs where the reference leads. */
const TEXT_CHARACTERS_MAX = 2000;

export function createDutyActs(of: {
  readonly now: () => number;
  readonly transact: Transact<State, DutyActEntry>;
  /** The reporting duties of a record's history at an instant. */
  readonly reports: (incident: IncidentHistory, nowMs: number) => readonly StatutoryClock[];
}): DutyActs {
  const { now, transact } = of;
  type Decided = {
    readonly entries: readonly DutyActEntry[];
    readonly result: RecordActAnswer;
  };
  const act = (decide: (state: State, nowMs: number) => Decided): Promise<RecordActAnswer> => {
    const nowMs = now();
    return transact((state) => decide(state, nowMs));
  };
  const clocksOf = (state: State, record: string, nowMs: number): readonly StatutoryClock[] =>
    of.reports(state.incidents.get(record) ?? [], nowMs);
  return {
    stateIncident: ({ by, ...said }) =>
      act((state, atMs) => {
        const { record, serious, awareMs } = said;
        if (!state.nonconformities.has(record)) return refused(`there is no record ${record}`);
        const reason = said.reason.trim();
        const before = state.incidents.get(record) ?? [];
        const isKnown = before.some((event) => event.kind === "stated" && event.awareMs !== null);
        const runs = serious !== "no" || said.kinds.length > 0;
        const wrong = {
          ...textProblem("reason", reason),
          ...(runs && awareMs === null && !isKnown
            ? { aware_at: "is required where legal clocks run" }
            : {}),
          ...(awareMs !== null && awareMs > atMs ? { aware_at: "cannot lie in the future" } : {}),
        };
        if (Object.keys(wrong).length > 0) return refusedFields("an incident is stated", wrong);
        return done({ type: "incident_stated", atMs, by, ...said, reason });
      }),
    recordReport: ({ by, madeMs, ...said }) =>
      act((state, atMs) => {
        const { record, duty, stage } = said;
        if (!state.nonconformities.has(record)) return refused(`there is no record ${record}`);
        const clock = clocksOf(state, record, atMs).find((each) => each.duty.id === duty);
        if (clock === undefined) return refused(`there is no reporting duty ${duty}`);
        const { startMs, report } = clock;
        if (startMs === null) {
          const next = "state the incident first";
          return refused(`nothing has started ${clock.duty.citation} of ${record}: ${next}`);
        }
        if (report !== null && (report.stage === "complete" || stage === "initial")) {
          const known = `a report (${report.stage}) is recorded of ${record} already`;
          return refused(
            report.stage === "complete" ? known : `${known}; the complete one is next`,
          );
        }
        if (stage === "initial" && !clock.duty.initialAllowed) {
          return refusedFields("a report", {
            stage: "must be complete: this duty knows no initial",
          });
        }
        const reference = said.reference.trim();
        const wrong = {
          ...textProblem("reference", reference),
          ...((madeMs ?? atMs) > atMs ? { made_at: "cannot lie in the future" } : {}),
          ...((madeMs ?? atMs) < startMs ? { made_at: "lies before the clock began" } : {}),
        };
        if (Object.keys(wrong).length > 0) return refusedFields("a report", wrong);
        return done({ type: "report_made", atMs, by, ...said, reference, madeMs: madeMs ?? atMs });
      }),
    setClockAside: ({ by, ...said }) =>
      act((state, atMs) => {
        const { record, duty } = said;
        if (!state.nonconformities.has(record)) return refused(`there is no record ${record}`);
        const clock = clocksOf(state, record, atMs).find((each) => each.duty.id === duty);
        if (clock === undefined) return refused(`there is no reporting duty ${duty}`);
        const { citation } = clock.duty;
        if (clock.standing === "not_stated") return refused(`nothing has started ${citation}`);
        if (clock.standing === "set_aside") return refused(`${citation} is set aside already`);
        if (clock.state === "met") return refused(`${citation} was reported: its clock has ended`);
        const reason = said.reason.trim();
        const wrong = textProblem("reason", reason);
        if (Object.keys(wrong).length > 0) return refusedFields("a clock is set aside", wrong);
        return done({ type: "clock_set_aside", atMs, by, ...said, reason });
      }),
    placeHold: ({ by, ...said }) =>
      act((state, atMs) => {
        const { record } = said;
        if (record !== null && !state.nonconformities.has(record)) {
          return refusedFields("a hold", { record: `there is no record ${record}` });
        }
        const reason = said.reason.trim();
        const wrong = textProblem("reason", reason);
        if (Object.keys(wrong).length > 0) return refusedFields("a hold", wrong);
        const hold = `HOLD-${String(state.holds.size + 1).padStart(4, "0")}`;
        return done({ type: "hold_placed", atMs, by, hold, ...said, statedBy: null, reason });
      }),
    releaseHold: ({ by, ...said }) =>
      act((state, atMs) => {
        const hold = state.holds.get(said.hold);
        if (hold === undefined) return refused(`there is no hold ${said.hold}`);
        const reason = said.reason.trim();
        const owed =
          hold.record === null
            ? []
            : clocksOf(state, hold.record, atMs)
                .filter(isOwed)
                .map(({ statute, duty }) => `${duty.citation} of ${statute.name}`);
        const why = whyNotReleased(hold, { by, reason, owed });
        if (why !== null) {
          return why.field === null
            ? refused(why.reason)
            : refusedFields(why.reason, { [why.field]: "is required" });
        }
        const wrong = textProblem("reason", reason);
        if (Object.keys(wrong).length > 0) return refusedFields("a release", wrong);
        return done({ type: "hold_released", atMs, by, hold: hold.id, reason });
      }),
  };

  function done(entry: DutyActEntry): Decided {
    return { entries: [entry], result: { kind: "done" } };
  }
}

interface Refused {
  readonly entries: readonly never[];
  readonly result: RecordActAnswer;
}

function refused(reason: string): Refused {
  return { entries: [], result: { kind: "refused", reason, fields: {} } };
}

function refusedFields(what: string, fields: Readonly<Record<string, string>>): Refused {
  const words = Object.entries(fields).map(([name, rule]) => `${name} ${rule}`);
  return {
    entries: [],
    result: { kind: "refused", reason: `${what}: ${words.join("; ")}`, fields },
  };
}

function textProblem(name: string, text: string): Readonly<Record<string, string>> {
  if (text === "") return { [name]: "is required" };
  if (text.length <= TEXT_CHARACTERS_MAX) return {};
  return { [name]: `has at most ${TEXT_CHARACTERS_MAX} characters, got ${text.length}` };
}
