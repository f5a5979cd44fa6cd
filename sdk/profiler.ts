import type { BaselineSource } from "./baseline-source.ts";
import type { Capture } from "./capture.ts";
import { asSent, bytesOf, type Held, isCountable } from "./held.ts";
import { type Observation, segmentOf } from "./observation.ts";
import type { ReadBaseline } from "./read-baseline.ts";
import { NAMES_MAX, type Scalars } from "./scalars.ts";
import { type Tally, tallyOf } from "./tally.ts";
import { setOwn } from "./wire/own-property.ts";
import type { Model } from "./wire/prediction.ts";
import type { Profile } from "./wire/profile.ts";

export const WINDOW_MS = 60_000;
/** A minute stays open so long after its end: calls are recorded when they end, under the time they began. */
const GRACE_MS = 5_000;
/** A replay of the past, or a clock ahead, keeps no minute open for longer than a live one. */
const OPEN_MS_MAX = WINDOW_MS + GRACE_MS;
/** Memory for what waits for the baseline: some ten thousand predictions; beyond it they are counted without. */
const WAITING_BYTES_MAX = 4_194_304;
const UNPROFILED_MAX = 100;

/** What stands for one minute, model version and segments. */
interface Open {
  readonly startMs: number;
  /** When it is emitted, in the time of `monotonicMs`: a clock that is set back keeps nothing open. */
  readonly dueMs: number;
  readonly model: Model;
  readonly segment: Readonly<Record<string, string>>;
  /** By feature, with the digest of the baseline that there was when it was begun. */
  readonly tallies: Map<string, { readonly tally: Tally; readonly digest: string }>;
}

/**
 * Holds back the values that may not leave, and counts them by minute instead.
 *
 * A minute is emitted five seconds after its end, when too many are open, or when someone flushes; what
 * comes later opens another profile of the same minute, and both add up.
 */
export class Profiler {
  readonly #capture: Capture;
  readonly #source: BaselineSource;
  readonly #openMax: number;
  readonly #nowMs: () => number;
  readonly #monotonicMs: () => number;
  readonly #after: (ms: number, run: () => void) => () => void;
  readonly #emit: (profile: Profile) => void;
  readonly #onUnprofiled: (feature: string) => void;
  readonly #onEarly: () => void;
  /** In the order they were opened. */
  readonly #open = new Map<string, Open>();
  readonly #unprofiled = new Set<string>();
  #waiting: Held[] = [];
  #waitingBytes = 0;
  /** Features in all tallies that are open. */
  #size = 0;
  #timer: { readonly dueMs: number; readonly cancel: () => void } | null = null;

  constructor(of: {
    readonly capture: Capture;
    readonly source: BaselineSource;
    /** Features of minutes that may be open at once, beside those of one prediction. */
    readonly openMax: number;
    /** Unix milliseconds. */
    readonly nowMs: () => number;
    /** Milliseconds on a clock that never steps. */
    readonly monotonicMs: () => number;
    /** Runs once after so many milliseconds, without holding the process; returns the way out. */
    readonly after: (ms: number, run: () => void) => () => void;
    readonly emit: (profile: Profile) => void;
    /** Hears once of each feature that the baseline does not have. */
    readonly onUnprofiled: (feature: string) => void;
    /** Hears each time that a profile is told before its minute is over, for want of room. */
    readonly onEarly: () => void;
  }) {
    this.#capture = of.capture;
    this.#source = of.source;
    this.#openMax = of.openMax;
    this.#nowMs = of.nowMs;
    this.#monotonicMs = of.monotonicMs;
    this.#after = of.after;
    this.#emit = of.emit;
    this.#onUnprofiled = of.onUnprofiled;
    this.#onEarly = of.onEarly;
    this.#source.onSettled(() => this.#countWaiting());
  }

  /** Features that are to be counted and have no baseline: only how many are missing is known. */
  get unprofiled(): readonly string[] {
    return [...this.#unprofiled];
  }

  /** The observation without what may not leave. `refuse` hears the names of values that cannot be counted. */
  take(observation: Observation, refuse: (name: string) => void): Observation {
    const { features, timeMs, model, segment } = observation;
    if (features === null || this.#capture.isAll) return observation;
    const kept: Record<string, Scalars[string]> = {};
    const values: [string, unknown][] = [];
    for (const name of Object.keys(features)) {
      const mode = this.#capture.modeOf(name);
      const value = features[name];
      if (mode === "values") setOwn(kept, name, value);
      else if (mode === "none") continue;
      else if (values.length >= NAMES_MAX || !isCountable(name, value)) refuse(name);
      else values.push([name, asSent(value)]);
    }
    if (values.length > 0) this.#hold({ timeMs, model, segment, values });
    return { ...observation, features: kept };
  }

  /** Resolves once the baseline is there or cannot be had, at the latest after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void> {
    return this.#waiting.length === 0 ? Promise.resolve() : this.#source.settled(timeoutMs);
  }

  /** Emits every minute, also those that are not over. */
  emitAll(): void {
    this.#countWaiting();
    this.#emitThose(() => true);
  }

  #hold(held: Held): void {
    const baseline = this.#source.baseline();
    const bytes = baseline === "coming" ? bytesOf(held) : 0;
    if (baseline === "coming" && this.#waitingBytes + bytes <= WAITING_BYTES_MAX) {
      this.#waiting.push(held);
      this.#waitingBytes += bytes;
    } else {
      this.#count(held, baseline === "coming" ? null : baseline);
    }
  }

  #countWaiting(): void {
    if (this.#waiting.length === 0) return;
    const baseline = this.#source.baseline();
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (const held of waiting) this.#count(held, baseline === "coming" ? null : baseline);
  }

  #count(held: Held, baseline: ReadBaseline | null): void {
    const open = this.#openFor(held);
    const digest = baseline?.digest ?? "";
    for (const [name, value] of held.values) {
      let known = open.tallies.get(name);
      if (known === undefined || known.digest !== digest) {
        // The baseline came while the minute was open: what was counted without it is told as it is.
        if (known !== undefined) this.#tell(open, known.tally);
        known = { tally: tallyOf(name, baseline), digest };
        open.tallies.set(name, known);
        this.#size += known.tally.size;
        if (known.tally.baseline === "") this.#note(name);
      }
      known.tally.add(value);
    }
    this.#makeRoom(open, held);
  }

  /**
   * The oldest first. What this very prediction opened stays, however much it is: else each prediction of
   * a model with many features would be told alone.
   */
  #makeRoom(latest: Open, { values }: Held): void {
    for (const [key, open] of this.#open) {
      if (this.#size <= this.#openMax) return;
      if (open === latest && open.tallies.size <= values.length) continue;
      this.#close(key, open);
      this.#onEarly();
    }
  }

  #openFor({ timeMs, model, segment }: Held): Open {
    const startMs = Math.floor(timeMs / WINDOW_MS) * WINDOW_MS;
    const named = segmentOf(segment);
    const key = JSON.stringify([startMs, Object.values(model), Object.entries(named).sort()]);
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const openMs = Math.max(0, startMs + WINDOW_MS - this.#nowMs()) + GRACE_MS;
    const dueMs = this.#monotonicMs() + Math.min(openMs, OPEN_MS_MAX);
    const opened = { startMs, dueMs, model, segment: named, tallies: new Map() };
    this.#open.set(key, opened);
    this.#arm();
    return opened;
  }

  #emitThose(isDue: (open: Open) => boolean): void {
    for (const [key, open] of [...this.#open]) if (isDue(open)) this.#close(key, open);
    this.#arm();
  }

  #close(key: string, open: Open): void {
    this.#open.delete(key);
    for (const { tally } of open.tallies.values()) this.#tell(open, tally);
  }

  #tell(open: Open, tally: Tally): void {
    this.#size -= tally.size;
    const { startMs: timeMs, model, segment } = open;
    for (const tallied of tally.read(this.#capture.moments)) {
      this.#emit({ kind: "profile", timeMs, windowMs: WINDOW_MS, model, segment, ...tallied });
    }
  }

  #note(feature: string): void {
    if (this.#unprofiled.has(feature) || this.#unprofiled.size >= UNPROFILED_MAX) return;
    this.#unprofiled.add(feature);
    this.#onUnprofiled(feature);
  }

  /** One timer, for the minute that is due first. */
  #arm(): void {
    let dueMs = Infinity;
    for (const open of this.#open.values()) dueMs = Math.min(dueMs, open.dueMs);
    if (this.#timer !== null && this.#timer.dueMs <= dueMs && dueMs < Infinity) return;
    this.#timer?.cancel();
    this.#timer = null;
    if (dueMs === Infinity) return;
    const run = (): void => {
      this.#timer = null;
      const nowMs = this.#monotonicMs();
      this.#emitThose((open) => open.dueMs <= nowMs);
    };
    this.#timer = { dueMs, cancel: this.#after(Math.max(0, dueMs - this.#monotonicMs()), run) };
  }
}
