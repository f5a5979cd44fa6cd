/** Both samples of a numeric column counted in the deciles of the reference. */
export interface CountedBins {
  readonly labels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/**
 * Counts two ascending samples between the reference's deciles (inverted CDF), closed on the right.
 *
 * Repeated deciles are one, so that a frequent value has a bin of its own; where the smallest value
 * is one, what lies below it has a bin too, which the reference leaves empty.
 */
export function decileBins(reference: Float64Array, current: Float64Array): CountedBins {
  const edges = decileEdges(reference);
  const [smallest] = reference;
  const isAtom = edges[0] === smallest;
  const upTo = (sorted: Float64Array): readonly number[] => {
    const ends = [...edges.map((edge) => countUpTo(sorted, edge)), sorted.length];
    const counts = ends.map((end, i) => end - (ends[i - 1] ?? 0));
    if (!isAtom || smallest === undefined) return counts;
    const below = countBelow(sorted, smallest);
    return [below, (counts[0] ?? 0) - below, ...counts.slice(1)];
  };
  return {
    labels: labelsOf(edges, isAtom),
    reference: upTo(reference),
    current: upTo(current),
  };
}

/** The smallest values with at least k/10 of the sample at or below them; finite ones, without repeats. */
function decileEdges(sorted: Float64Array): readonly number[] {
  const edges: number[] = [];
  for (let k = 1; k < 10; k++) {
    const edge = sorted[Math.ceil((k * sorted.length) / 10) - 1] ?? 0;
    if (Number.isFinite(edge) && edge !== edges.at(-1)) edges.push(edge);
  }
  return edges;
}

function labelsOf(edges: readonly number[], isAtom: boolean): readonly string[] {
  const words = edges.map((edge) => String(Number(edge.toPrecision(6))));
  const first = words[0] ?? "";
  const lowest = isAtom ? [`below ${first}`, first] : [`up to ${first}`];
  const between = words.slice(1).map((word, i) => `over ${words[i]}, up to ${word}`);
  return edges.length === 0 ? ["any number"] : [...lowest, ...between, `over ${words.at(-1)}`];
}

/** How many of an ascending sample are at most `value`. */
function countUpTo(sorted: Float64Array, value: number): number {
  return partition(sorted, (each) => each <= value);
}

/** How many of an ascending sample are less than `value`. */
export function countBelow(sorted: Float64Array, value: number): number {
  return partition(sorted, (each) => each < value);
}

/** How many values of a sorted array are numbers: NaN, which stands for a missing one, sorts last. */
export function countNumbers(sorted: Float64Array): number {
  return partition(sorted, (each) => !Number.isNaN(each));
}

function partition(sorted: Float64Array, isLow: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isLow(sorted[middle] ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return low;
}
