import { BaselineSource } from "./baseline-source.ts";
import type { Capture } from "./capture.ts";
import { monotonicMs, wallMs } from "./clock.ts";
import type { Notices } from "./notices.ts";
import { Profiler } from "./profiler.ts";
import { maskText } from "./redaction/mask.ts";
import type { MonitorOptions, Settings } from "./settings.ts";
import type { Profile } from "./wire/profile.ts";

/** The profiler that a monitor's options ask for, with the baseline that it counts in. */
export function createProfiler(of: {
  readonly options: MonitorOptions;
  readonly capture: Capture;
  readonly settings: Settings;
  readonly notices: Notices;
  readonly emit: (profile: Profile) => void;
  /** Hears of a failure of ours in a timer, which must not reach the host. */
  readonly onFailure: (error: unknown) => void;
}): Profiler {
  const { options, capture, settings, notices } = of;
  const source = new BaselineSource({
    option: options.baseline,
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
          `"${maskText(feature.slice(0, 80))}" is to be counted and has no baseline: only how many are missing is known; pass a baseline that has it, see status().unprofiled`,
      ),
  });
}
