import type { Child } from "hono/jsx";

interface Interval {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

const WIDTH = 120;

/** A value with its bounds against a limit, to the same scale as its neighbours in the table. */
export function IntervalMark(props: {
  of: Interval;
  among: readonly Interval[];
  limit: { readonly min: number | null; readonly max: number | null };
}): Child {
  const { of, among, limit } = props;
  const all = [
    ...among.flatMap((one) => [one.value, one.lower ?? one.value, one.upper ?? one.value]),
    ...[limit.min ?? [], limit.max ?? []].flat(),
  ];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const x = (value: number): number => ((value - low + room) / (high - low + 2 * room)) * WIDTH;
  const [from, to] = [x(of.lower ?? of.value), x(of.upper ?? of.value)];
  return (
    <svg class="interval" viewBox={`0 0 ${WIDTH} 16`} aria-hidden="true" focusable="false">
      <path class="interval-base" d={`M0 8H${WIDTH}`} />
      {limit.max === null ? null : (
        <rect
          class="interval-beyond"
          x={x(limit.max).toFixed(1)}
          y="1"
          width={(WIDTH - x(limit.max)).toFixed(1)}
          height="14"
        />
      )}
      {limit.min === null ? null : (
        <rect class="interval-beyond" x="0" y="1" width={x(limit.min).toFixed(1)} height="14" />
      )}
      {[limit.min, limit.max].map((bound) =>
        bound === null ? null : <path class="interval-limit" d={`M${x(bound).toFixed(1)} 0V16`} />,
      )}
      <path class="interval-range" d={`M${from.toFixed(1)} 8H${to.toFixed(1)}`} />
      <circle class="interval-value" cx={x(of.value).toFixed(1)} cy="8" r="3.2" />
    </svg>
  );
}
