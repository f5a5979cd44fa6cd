/** How far this machine's clock is from the collector's. */
export interface ClockOffset {
  /** This clock less the collector's, in milliseconds: positive where this one is ahead. */
  readonly offsetMs: number;
  /** The truth is within so many milliseconds of it: half the round trip of the answer that told it. */
  readonly errorMs: number;
}

/** What an answer says of the collector's time, and when it was asked and heard, all in Unix milliseconds. */
export interface TimedAnswer {
  readonly askedMs: number;
  readonly heardMs: number;
  /** `Tiltmeter-Time`: Unix milliseconds. */
  readonly time: string | undefined;
  /** `Date`, which is cut to the second. */
  readonly date: string | undefined;
}

/** Clocks drift by up to some 50 ppm, 30 ms in ten minutes: after that a rough sample is better than an old one. */
const KEPT_MS = 600_000;
const SAMPLES_MAX = 16;
/** Beyond this round trip nothing useful was measured. */
const ROUND_TRIP_MS_MAX = 10_000;

/** Measures the offset from answers as they come. The sample with the smallest error speaks. */
export class ClockOffsets {
  #samples: readonly (ClockOffset & { readonly heardMs: number })[] = [];

  add(answer: TimedAnswer): void {
    const told = toldOf(answer);
    const roundTripMs = answer.heardMs - answer.askedMs;
    if (told === null || roundTripMs < 0 || roundTripMs > ROUND_TRIP_MS_MAX) return;
    const sample = {
      offsetMs: (answer.askedMs + answer.heardMs) / 2 - told.timeMs,
      errorMs: roundTripMs / 2 + told.errorMs,
      heardMs: answer.heardMs,
    };
    // A clock that was set says nothing about what it was before.
    const isSet = (before: ClockOffset) =>
      Math.abs(before.offsetMs - sample.offsetMs) > before.errorMs + sample.errorMs + 1_000;
    const kept = this.#samples.some(isSet) ? [] : this.#samples;
    this.#samples = [...kept, sample].slice(-SAMPLES_MAX);
  }

  /** Null where no answer of late told the time. */
  best(nowMs: number): ClockOffset | null {
    const fresh = this.#samples.filter(({ heardMs }) => nowMs - heardMs <= KEPT_MS);
    const [first, ...others] = fresh;
    if (first === undefined) return null;
    const { offsetMs, errorMs } = others.reduce(
      (best, sample) => (sample.errorMs <= best.errorMs ? sample : best),
      first,
    );
    return { offsetMs: toMicros(offsetMs), errorMs: toMicros(errorMs) };
  }
}

function toldOf(answer: TimedAnswer): { readonly timeMs: number; readonly errorMs: number } | null {
  const exact = answer.time === undefined ? Number.NaN : Number(answer.time);
  if (answer.time?.trim() !== "" && Number.isFinite(exact)) return { timeMs: exact, errorMs: 0 };
  const second = answer.date === undefined ? Number.NaN : Date.parse(answer.date);
  return Number.isFinite(second) ? { timeMs: second + 500, errorMs: 500 } : null;
}

function toMicros(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
