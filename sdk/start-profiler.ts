import { resolveCapture } from "./capture.ts";
import { type Counting, LateProfiler } from "./late-profiler.ts";
import type { Notices } from "./notices.ts";
import type { MonitorOptions, Settings } from "./settings.ts";
import type { Profile } from "./wire/profile.ts";

/** The counting that a monitor's options ask for; it holds nothing back, and loads nothing, where they do not. */
export function startProfiler(of: {
  readonly options: MonitorOptions;
  readonly settings: Settings;
  readonly notices: Notices;
  readonly emit: (profile: Profile) => void;
  /** Hears of a failure of ours in a timer, which must not reach the host. */
  readonly onFailure: (error: unknown) => void;
  /** Hears how many predictions were not counted. */
  readonly onLost: (predictions: number) => void;
}): Counting {
  const capture = resolveCapture(of.options.capture, (mistake) => {
    of.notices.once(`capture ${mistake}`, () => mistake);
  });
  if (capture.isAll) return NOTHING_COUNTED;
  return new LateProfiler({
    capture,
    load: async () => (await import("./create-profiler.ts")).createProfiler({ ...of, capture }),
    onLost: of.onLost,
  });
}

const NOTHING_COUNTED: Counting = {
  unprofiled: [],
  take: (observation) => observation,
  ready: () => Promise.resolve(),
  emitAll: () => undefined,
};
