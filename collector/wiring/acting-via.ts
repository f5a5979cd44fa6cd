import { AsyncLocalStorage } from "node:async_hooks";
import { MACHINE } from "@tiltmeter/rules";
import type { Caller } from "../http/authenticate.ts";
import type { Stamp } from "../ledger/entries/stamp.ts";
import type { Decision } from "../ledger/ledger.ts";
import type { GovernanceState } from "../ledger/state.ts";

type Transact = <T>(decide: (state: GovernanceState) => Decision<T>) => Promise<T>;
type Via = NonNullable<Stamp["via"]>;

/**
 * How whoever acts in a request came: noted once, at the door that everybody comes in by, and written into
 * every entry at the door that every act goes out by, so that no act between can forget it.
 */
const acting = new AsyncLocalStorage<Via>();

/** Runs a request's work as its caller's. */
export function actingVia<T>({ via, keyId }: Pick<Caller, "via" | "keyId">, work: () => T): T {
  return acting.run(via === "session" || keyId === null ? "session" : `key:${keyId}`, work);
}

/** A way to the ledger that notes in what people do how they came. What the machine does goes as it is. */
export function notingVia(transact: Transact): Transact {
  return (decide) => {
    const via = acting.getStore();
    if (via === undefined) return transact(decide);
    return transact((state) => {
      const { entries, result } = decide(state);
      const noted = entries.map((entry) => (entry.by === MACHINE ? entry : { ...entry, via }));
      return { entries: noted, result };
    });
  };
}
