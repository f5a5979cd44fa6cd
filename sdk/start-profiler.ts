import { BaselineSource } from "./baseline-source.ts";
import { resolveCapture } from "./capture.ts";
import { monotonicMs, wallMs } from "./clock.ts";
import type { Notices } from "./notices.ts";
import { Profiler } from "./profiler.ts";
import type { MonitorOptions, Settings } from "./settings.ts";
import type { Profile } from "./wire/profile.ts";

/** The profiler that a monitor's options ask for; it holds nothing back where they do not. */
export function startProfiler(of: {
  readonly options: MonitorOptions;
  readonly settings: Settings;
  readonly notices: Notices;
  readonly emit: (profile: Profile) => void;
  /** Hears of a failure of ours in a timer, which must not reach the host. */
  readonly onFailure: (error: unknown) => void;
  /** Hears how many predictions were not counted. */
  readonly onLost: (predictions: number) => void;
}): Profiler {
  const { options, settings, notices } = of;
  const capture = resolveCapture(options.capture, (mistake) => {
    notices.once(`capture ${mistake}`, () => mistake);
  });
  const source = new BaselineSource({
    option: capture.isAll ? undefined : options.baseline,
    system: settings.origin.system,
    monotonicMs,
    onProblem: (kind, words) => notices.once(kind, words),
  });
  return new Profiler({
    capture,
    source,
    openMax: settings.limits.profilesOpenMax,
    nowMs: () => wallMs(),
    monotonicMs,
    after: (ms, run) => {
      const timer = setTimeout(() => {
        try {
          run();
        } catch (error) {
          of.onFailure(error);
        }
      }, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
    emit: of.emit,
    load: async () => (await import("./tally.ts")).tallyOf,
    onLost: of.onLost,
    onEarly: () =>
      notices.once(
        "early profiles",
        () =>
          `more than ${settings.limits.profilesOpenMax} profiles (features × segments × model versions × minutes) are open at once: the oldest are sent before their minute is over; count fewer, or raise limits.profilesOpenMax`,
      ),
    onUnprofiled: (feature) =>
      notices.once(
        "unprofiled",
        () =>
          `"${feature.slice(0, 80)}" is to be counted and has no baseline: only how many are missing is known; pass a baseline that has it, see status().unprofiled`,
      ),
  });
}
