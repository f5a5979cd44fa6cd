import type { RiskTier } from "../control/control.ts";
import { formatInstant } from "../evaluation/instant.ts";

/** What may have changed of a system, so that its risks and impacts are to be assessed again. */
export type ReassessmentCause = "model" | "prompt" | "population" | "supplier" | "purpose";

/** One change that calls for an assessment. */
export interface Trigger {
  /** The same change has the same key, however often it is looked for. */
  readonly key: string;
  readonly system: string;
  readonly cause: ReassessmentCause;
  readonly detail: string;
  readonly sinceMs: number;
  readonly dueMs: number;
}

/** What is known of one system's changes. */
export interface SystemChanges {
  readonly system: string;
  readonly riskTier: RiskTier | null;
  /** When risks and impacts were last assessed; null: never, which is a task of its own. */
  readonly assessedMs: number | null;
  /** Versions that answered, and when each first did. */
  readonly versions: readonly {
    readonly model: string;
    readonly version: string;
    readonly supplier: string;
    readonly firstSeenMs: number;
  }[];
  /** Changes that the system told of, without their words: a trigger stays in the ledger. */
  readonly told: readonly { readonly timeMs: number; readonly change: string }[];
  /** Changes of its declaration, by the words of the inventory file; that it was declared at first is none. */
  readonly declared: readonly { readonly atMs: number; readonly changed: readonly string[] }[];
  /** Episodes of controls that watch its population: drift of inputs. */
  readonly drifted: readonly {
    readonly control: string;
    readonly episode: string;
    readonly firedMs: number;
  }[];
}

const DAY_MS = 86_400_000;

/** What answers first is what was assessed before it did. */
const LAUNCH_MS = DAY_MS;

/** How soon after a change the assessment is due, by tier. */
const DUE_DAYS: Readonly<Record<RiskTier, number>> = { high: 14, limited: 30, minimal: 60 };

/**
 * Changes since the last assessment that call for another, oldest first. The first versions of a system
 * that was never assessed are none: that it has no assessment is known without them.
 */
export function reassessmentTriggers(of: SystemChanges): readonly Trigger[] {
  const { system, assessedMs } = of;
  if (assessedMs === null) return [];
  const dueAfterMs = DUE_DAYS[of.riskTier ?? "limited"] * DAY_MS;
  const trigger = (
    cause: ReassessmentCause,
    detail: string,
    sinceMs: number,
  ): readonly Trigger[] => {
    if (sinceMs <= assessedMs) return [];
    const key = `${system} ${cause} ${detail}`;
    return [{ key, system, cause, detail, sinceMs, dueMs: sinceMs + dueAfterMs }];
  };
  const launchMs = Math.min(...of.versions.map(({ firstSeenMs }) => firstSeenMs)) + LAUNCH_MS;
  const versions = of.versions.filter(({ firstSeenMs }) => firstSeenMs > launchMs);
  const suppliers = new Map<string, number>();
  for (const { supplier, firstSeenMs } of of.versions) {
    if (supplier === "") continue;
    suppliers.set(supplier, Math.min(suppliers.get(supplier) ?? firstSeenMs, firstSeenMs));
  }
  const found = [
    ...versions.flatMap(({ model, version, firstSeenMs }) =>
      trigger("model", `${model} ${version}`.trim() || "a model without a name", firstSeenMs),
    ),
    ...[...suppliers].flatMap(([supplier, ms]) =>
      ms <= launchMs ? [] : trigger("supplier", `${supplier} answers since then`, ms),
    ),
    ...of.told.flatMap(({ timeMs, change }) => {
      const cause = change === "prompt" ? "prompt" : change === "model" ? "model" : null;
      return cause === null
        ? []
        : trigger(cause, `${change} changed at ${formatInstant(timeMs)}`, timeMs);
    }),
    ...of.declared.flatMap(({ atMs, changed }) => [
      ...named(changed, ["suppliers"], atMs).flatMap((what) => trigger("supplier", what, atMs)),
      ...named(changed, ["purpose", "risk_tier"], atMs).flatMap((what) =>
        trigger("purpose", what, atMs),
      ),
    ]),
    ...of.drifted.flatMap(({ control, episode, firedMs }) =>
      trigger("population", `${control} fired (${episode})`, firedMs),
    ),
  ];
  const once = new Map<string, Trigger>();
  for (const each of found) {
    const known = once.get(each.key);
    if (known === undefined || each.sinceMs < known.sinceMs) once.set(each.key, each);
  }
  return [...once.values()].sort((a, b) => a.sinceMs - b.sinceMs || (a.key < b.key ? -1 : 1));
}

/** With the instant: what is declared anew a second time is another change. */
function named(changed: readonly string[], of: readonly string[], atMs: number): readonly string[] {
  return changed
    .filter((name) => of.includes(name))
    .map((name) => `${name} was declared anew at ${formatInstant(atMs)}`);
}
