import type { Detector } from "../../../rules/statistics/detectors/detector.ts";

/**
 * Where the detector alarms in the stream: indices from 0. Its state passes through JSON at every
 * step, as in a store.
 */
export function driftsIn<Options, State>(
  detector: Detector<Options, State>,
  options: Partial<Options>,
  stream: readonly number[],
): readonly number[] {
  let state = detector.empty(options);
  const drifts: number[] = [];
  stream.forEach((x, i) => {
    const found = detector.step(JSON.parse(JSON.stringify(state)), x);
    state = found.state;
    if (found.drift) drifts.push(i);
  });
  return drifts;
}
