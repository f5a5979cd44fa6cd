/** One model over time: when it answered, and what share of the calls of each step was its. */
export interface Lane {
  /** `""`: which model answered is not known. */
  readonly model: string;
  readonly calls: number;
  /** Of all calls of the range. */
  readonly share: number;
  /** Starts of the first and the last step with a call. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Whether others answered before it, so that it began within the range; never of an unknown model. */
  readonly hasBegun: boolean;
  /** Start of a step → its share of the calls there. */
  readonly shares: ReadonlyMap<number, number>;
}

/** Lanes of calls by step, in the order in which they began, the unknown one last; models without calls have none. */
export function lanesOf(
  points: readonly { readonly timeMs: number; readonly model: string; readonly calls: number }[],
): readonly Lane[] {
  const models = new Map<string, Map<number, number>>();
  const totals = new Map<number, number>();
  for (const { timeMs, model, calls } of points) {
    if (calls === 0) continue;
    const own = models.get(model) ?? new Map<number, number>();
    own.set(timeMs, (own.get(timeMs) ?? 0) + calls);
    models.set(model, own);
    totals.set(timeMs, (totals.get(timeMs) ?? 0) + calls);
  }
  const all = sum(totals.values());
  const startMs = Math.min(...totals.keys());
  return [...models]
    .map(([model, own]): Lane => {
      const [firstMs, lastMs] = [Math.min(...own.keys()), Math.max(...own.keys())];
      const calls = sum(own.values());
      return {
        ...{ model, calls, firstMs, lastMs },
        share: calls / all,
        hasBegun: model !== "" && firstMs > startMs,
        shares: new Map([...own].map(([time, value]) => [time, value / (totals.get(time) ?? 1)])),
      };
    })
    .sort(
      (a, b) =>
        Number(a.model === "") - Number(b.model === "") ||
        a.firstMs - b.firstMs ||
        b.calls - a.calls ||
        (a.model < b.model ? -1 : 1),
    );
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}
