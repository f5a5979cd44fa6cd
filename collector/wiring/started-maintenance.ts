import type { Maintenance } from "@tiltmeter/rules";
import type { GovernanceState } from "../ledger/state.ts";

const known = new WeakMap<object, readonly Maintenance[]>();

/**
 * Maintenance that people began, as control files have it: by its id for a name, up to its end or to when it was
 * ended before. Asked for every instance of every window: the same list as long as nothing is added.
 */
export function startedMaintenance({
  maintenance,
}: Pick<GovernanceState, "maintenance">): readonly Maintenance[] {
  const before = known.get(maintenance);
  if (before !== undefined) return before;
  const made = [...maintenance.values()].map(
    ({ id, systems, by, reason, fromMs, untilMs, endedMs }): Maintenance => ({
      ...{ name: id, systems, controls: [], owner: by, reason, fromMs },
      untilMs: Math.max(fromMs, Math.min(untilMs, endedMs ?? untilMs)),
    }),
  );
  known.set(maintenance, made);
  return made;
}

/**
 * The maintenance of the collector itself that a time without signs of life lies in, by its id; null: in none. The
 * time begins with the last sign before the stop, which may be before the maintenance began.
 */
export function plannedSilence(
  state: Pick<GovernanceState, "maintenance" | "heartbeat">,
  silence: { readonly fromMs: number; readonly toMs: number },
): string | null {
  const everyMs = state.heartbeat?.everyMs ?? 0;
  const found = startedMaintenance(state).find(
    ({ systems, fromMs, untilMs }) =>
      systems.length === 0 && fromMs <= silence.fromMs + everyMs && silence.toMs <= untilMs,
  );
  return found?.name ?? null;
}
