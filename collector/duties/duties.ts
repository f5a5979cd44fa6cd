import type { Hold, Statute } from "@tiltmeter/rules";
import type { ClockBook } from "./clock-book.ts";
import { createDue } from "./due.ts";
import type { ChangedControl, DutyEntry, DutyState, PendingChange } from "./duty-state.ts";
import { alarmEntries, missingHolds } from "./holds.ts";

/** A change that telemetry tells of. */
export interface SeenChange {
  readonly what: "model_version" | "reported_change";
  readonly detail: string;
  /** The same for the same change, however often it is asked for. */
  readonly key: string;
}

/** What the machine does about what falls due and what is held. */
export interface Duties {
  /**
   * Places holds that are missing, raises alarms and says which clocks are at risk or breached, all as
   * of an instant. Repeating it, or breaking it off anywhere, changes nothing.
   */
  readonly look: (nowMs: number) => Promise<void>;
}

/** Entries of one append: a group has 4,096 at most, and others wait for it. */
const AT_ONCE = 500;
/** Telemetry is asked once a minute, and only of systems that are held. */
const TELEMETRY_MS = 60_000;

export function createDuties(of: {
  readonly state: () => DutyState;
  readonly transact: <T>(
    decide: (state: DutyState) => { readonly entries: readonly DutyEntry[]; readonly result: T },
  ) => Promise<T>;
  readonly book: ClockBook;
  readonly statutes: readonly Statute[];
  /** Whether a change of a control's revision is one of how a system is judged. */
  readonly concerns: (control: ChangedControl, system: string) => Promise<boolean>;
  /** What changed on a system since an instant, as telemetry tells it. */
  readonly seen: (system: string, sinceMs: number, nowMs: number) => Promise<readonly SeenChange[]>;
  /** Told of what could not be found out; it is tried again. */
  readonly onError: (what: string, error: unknown) => void;
}): Duties {
  /** Control changes that were found not to concern the system of the hold; found again after a restart. */
  const unconcerned = new Set<string>();
  let askedMs = Number.NEGATIVE_INFINITY;
  const due = createDue(of);

  /** Asked twice: of the state at hand, which costs no write, and of the one that is appended to. */
  async function record(decide: (state: DutyState) => readonly DutyEntry[]): Promise<number> {
    if (decide(of.state()).length === 0) return 0;
    return of.transact((state) => {
      const entries = decide(state).slice(0, AT_ONCE);
      return { entries, result: entries.length };
    });
  }

  async function recordAll(decide: (state: DutyState) => readonly DutyEntry[]): Promise<void> {
    while ((await record(decide)) === AT_ONCE);
  }

  async function alarm(nowMs: number): Promise<void> {
    const pending = of.state().heldChanges.filter(({ hold, key }) => !unconcerned.has(hold + key));
    if (pending.length === 0) return;
    const concerning: PendingChange[] = [];
    for (const change of pending) {
      const system = of.state().holds.get(change.hold)?.system;
      if (system === undefined) continue;
      if (change.controls === undefined) {
        concerning.push(change);
        continue;
      }
      const ids: string[] = [];
      for (const control of change.controls) {
        if (await of.concerns(control, system)) ids.push(control.id);
      }
      if (ids.length === 0) unconcerned.add(change.hold + change.key);
      else concerning.push({ ...change, detail: `controls were changed: ${ids.join(", ")}` });
    }
    await recordAll(({ holds }) => alarmEntries(holds, concerning, nowMs));
  }

  async function askTelemetry(nowMs: number): Promise<void> {
    // A clock that went back asks again.
    if (of.state().activeHolds.length === 0 || Math.abs(nowMs - askedMs) < TELEMETRY_MS) return;
    askedMs = nowMs;
    for (const hold of active(of.state())) {
      const seen = await of.seen(hold.system, hold.placedMs, nowMs);
      const changes = seen.map((change) => ({ hold: hold.id, ...change }));
      await recordAll(({ holds }) => alarmEntries(holds, changes, nowMs));
    }
  }

  return {
    look: async (nowMs) => {
      await recordAll((state) => missingHolds(state, nowMs));
      await attempted("changes of controls", () => alarm(nowMs));
      await attempted("changes of held systems", () => askTelemetry(nowMs));
      await recordAll((state) => due.entries(state, nowMs, AT_ONCE));
    },
  };

  async function attempted(what: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      askedMs = Number.NEGATIVE_INFINITY;
      of.onError(what, error);
    }
  }
}

function active({ holds, activeHolds }: DutyState): readonly Hold[] {
  return activeHolds.flatMap((id) => holds.get(id) ?? []);
}
