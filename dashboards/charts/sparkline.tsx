import type { Child } from "hono/jsx";
import { type SteppedRange, stepStarts } from "../range.ts";
import type { SeriesPoint } from "../reads.ts";

/** Volume at a glance: one bar a step, nothing where nothing came. `label` says it in words. */
export function Sparkline(props: {
  points: readonly SeriesPoint[];
  steps: SteppedRange;
  label: string;
}): Child {
  const at = new Map(props.points.map((point) => [point.timeMs, point.value ?? 0]));
  const values = stepStarts(props.steps).map((time) => at.get(time) ?? 0);
  const most = Math.max(...values, 1);
  const width = 120 / Math.max(values.length, 1);
  return (
    <svg class="sparkline" viewBox="0 0 120 28" preserveAspectRatio="none" role="img">
      <title>{props.label}</title>
      <path class="sparkline-base" d="M0 27.5H120" />
      {values.map((value, i) =>
        value === 0 ? null : (
          <rect
            x={(i * width + width * 0.1).toFixed(2)}
            y={(27 - (value / most) * 25).toFixed(2)}
            width={(width * 0.8).toFixed(2)}
            height={((value / most) * 25).toFixed(2)}
          />
        ),
      )}
    </svg>
  );
}
