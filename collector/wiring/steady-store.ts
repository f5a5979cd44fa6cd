import type { Store } from "../store/store.ts";
import type { Stillness } from "./stillness.ts";

/** The same store; what writes several of its tables that belong together is not cut in half by a copy of them. */
export function steadyStore(store: Store, { during }: Stillness): Store {
  return {
    ...store,
    apply: (batches, options) => during(() => store.apply(batches, options)),
    roll: (options) => during(() => store.roll(options)),
    // After the entry that says so: a copy of the ledger from before it goes with rows from before it.
    retention: {
      ...store.retention,
      expire: (rows) => during(() => store.retention.expire(rows)),
    },
    seals: { ...store.seals, make: (range) => during(() => store.seals.make(range)) },
  };
}
