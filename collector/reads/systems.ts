import type { Reads } from "@tiltmeter/dashboards";

type SystemSummary = Awaited<ReturnType<Reads["systems"]>>[number];

/** What the store knows of a system; see `collector/store`. */
export interface SeenSystem {
  readonly id: string;
  readonly environments: readonly string[];
  readonly models: SystemSummary["models"];
  readonly firstSeenMs: number | null;
  readonly lastSeenMs: number | null;
  readonly predictions: number;
  readonly outcomes: number;
  readonly oversight: number;
}

/** What its owner has declared of it. */
export interface DeclaredSystem {
  readonly owner: string | null;
  readonly riskTier: string | null;
  readonly environment: string | null;
  readonly status: "planned" | "live" | "retired";
}

export interface SystemSources {
  readonly seen: () => Promise<readonly SeenSystem[]>;
  readonly declared: () => ReadonlyMap<string, DeclaredSystem>;
  readonly standing: (system: string, lastSeenMs: number | null) => SystemSummary["standing"];
  /** Of each system, from one question; null: no producer of the system numbers its records. */
  readonly unexplainedLoss: () => Promise<(system: string) => number | null>;
  /** Counted once for all systems. */
  readonly openNonconformities: () => (system: string) => number;
  readonly baseline: (system: string) => SystemSummary["baseline"];
}

/** Every system that is declared or was seen, by name: what is declared and never seen is silent, not absent. */
export async function readSystems(sources: SystemSources): Promise<readonly SystemSummary[]> {
  const [found, lossOf] = await Promise.all([sources.seen(), sources.unexplainedLoss()]);
  const seen = new Map(found.map((each) => [each.id, each]));
  const ids = new Set([...sources.declared().keys(), ...seen.keys()]);
  const openOf = sources.openNonconformities();
  return [...ids].sort().map((id) => summary(id, seen.get(id), { sources, lossOf, openOf }));
}

/** One system, or null where it is neither declared nor seen. */
export async function readSystem(
  id: string,
  sources: SystemSources,
): Promise<SystemSummary | null> {
  const [found, lossOf] = await Promise.all([sources.seen(), sources.unexplainedLoss()]);
  const seen = found.find((each) => each.id === id);
  if (seen === undefined && !sources.declared().has(id)) return null;
  return summary(id, seen, { sources, lossOf, openOf: sources.openNonconformities() });
}

function summary(
  id: string,
  seen: SeenSystem | undefined,
  of: {
    readonly sources: SystemSources;
    readonly lossOf: (system: string) => number | null;
    readonly openOf: (system: string) => number;
  },
): SystemSummary {
  const { sources } = of;
  const declared = sources.declared().get(id);
  const declaredIn = declared?.environment ?? null;
  return {
    id,
    owner: declared?.owner ?? null,
    riskTier: declared?.riskTier ?? null,
    declared: declared !== undefined,
    standing: sources.standing(id, seen?.lastSeenMs ?? null),
    environments: seen?.environments ?? (declaredIn === null ? [] : [declaredIn]),
    models: seen?.models ?? [],
    firstSeenMs: seen?.firstSeenMs ?? null,
    lastSeenMs: seen?.lastSeenMs ?? null,
    predictions: seen?.predictions ?? 0,
    outcomes: seen?.outcomes ?? 0,
    oversight: seen?.oversight ?? 0,
    unexplainedLoss: seen === undefined ? null : of.lossOf(id),
    openNonconformities: of.openOf(id),
    baseline: sources.baseline(id),
  };
}
