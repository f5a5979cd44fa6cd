import type { Store } from "../store/store.ts";

/** Figures of single systems, as they were last read. */
export interface SystemFigures {
  /** Most predictions first, a bounded number. */
  readonly systems: readonly {
    readonly id: string;
    readonly predictions: number;
    readonly lastSeenMs: number | null;
    /** Null: not measured, or not yet. */
    readonly unexplained: number | null;
  }[];
  readonly leftOut: number;
  /** Null: not read yet. */
  readonly readMs: number | null;
}

/** A series each: a monitoring system pays for every one of them. */
const SYSTEMS_MAX = 200;
const EVERY_MS = 30_000;
/** Losses are counted record by record: of as many systems in one turn as fit, the others have the next. */
const LOSSES_MS = 300;

/** Reads beside the answer, and only while somebody asks; a store that fails leaves what was known. */
export function systemFigures(of: {
  readonly now: () => number;
  readonly store: Pick<Store, "systems" | "completeness">;
}): { readonly present: () => SystemFigures; readonly stop: () => Promise<void> } {
  const { now, store } = of;
  const losses = new Map<string, number | null>();
  let known: Omit<SystemFigures, "systems"> & {
    readonly systems: readonly Omit<SystemFigures["systems"][number], "unexplained">[];
  } = { systems: [], leftOut: 0, readMs: null };
  let lastMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  let next = 0;
  let isStopped = false;

  async function read(): Promise<void> {
    const found = (await store.systems()).toSorted((a, b) => b.predictions - a.predictions);
    const systems = found
      .slice(0, SYSTEMS_MAX)
      .map(({ id, predictions, lastSeenMs }) => ({ id, predictions, lastSeenMs }));
    known = { systems, leftOut: found.length - systems.length, readMs: now() };
    const startedMs = now();
    for (let i = 0; i < systems.length && !isStopped; i += 1) {
      const system = systems[next++ % systems.length];
      if (system !== undefined) {
        losses.set(system.id, (await store.completeness(system.id))?.unexplained ?? null);
      }
      if (now() - startedMs > LOSSES_MS) break;
    }
  }

  return {
    present: () => {
      if (reading === null && !isStopped && now() - lastMs >= EVERY_MS) {
        lastMs = now();
        // What fails is told by the store's own figures; the time of the last reading shows that these are old.
        reading = read()
          .catch(() => undefined)
          .finally(() => {
            reading = null;
          });
      }
      const systems = known.systems.map((each) => ({
        ...each,
        unexplained: losses.get(each.id) ?? null,
      }));
      return { ...known, systems };
    },
    stop: async () => {
      isStopped = true;
      await reading;
    },
  };
}
