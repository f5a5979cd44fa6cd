import { endMaintenance, startMaintenance } from "../acts/maintenance.ts";
import type { ApiMaintenance } from "../http/api/maintenance.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** Planned maintenance that people begin and end. */
export function openMaintenance(of: {
  readonly now: () => number;
  readonly ledger: Pick<Ledger, "state">;
  readonly transact: Ledger["transact"];
  readonly forMsMax: number;
  /** Words and names behind what the ledger has. */
  readonly said: <T>(value: T) => T;
}): ApiMaintenance {
  const { now, ledger, transact, forMsMax } = of;
  const shown = (id: string): ReturnType<ApiMaintenance["find"]> => {
    const found = ledger.state.maintenance.get(id);
    if (found === undefined) return null;
    const { systems, by, reason, fromMs, untilMs, endedMs, endedBy } = found;
    return of.said({ id, systems, by, reason, fromMs, untilMs, endedMs, endedBy });
  };
  return {
    nowMs: now,
    all: () => [...ledger.state.maintenance.keys()].map(shown).filter((each) => each !== null),
    find: shown,
    start: (asked) => startMaintenance(asked, { nowMs: now(), forMsMax, transact }),
    end: (asked) => endMaintenance(asked, { nowMs: now(), transact }),
  };
}
