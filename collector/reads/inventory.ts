import type { Reads } from "@tiltmeter/dashboards";
import type { SeenSystem } from "./systems.ts";

type Entry = Awaited<ReturnType<Reads["inventory"]>>[number];

/** A system as it is declared. */
export interface Declared {
  readonly owner: string | null;
  readonly purpose: string | null;
  readonly riskTier: string | null;
  readonly environment: string | null;
  readonly status: "planned" | "live" | "retired";
  readonly atMs: number;
}

/** Every system that is declared or was seen, by id. */
export async function readInventory(of: {
  readonly declared: () => ReadonlyMap<string, Declared>;
  readonly seen: () => Promise<readonly SeenSystem[]>;
}): Promise<readonly Entry[]> {
  const seen = new Map((await of.seen()).map((each) => [each.id, each]));
  const declared = of.declared();
  const ids = new Set([...declared.keys(), ...seen.keys()]);
  return [...ids].sort().map((id) => entry(id, declared.get(id), seen.get(id)));
}

function entry(id: string, declared: Declared | undefined, seen: SeenSystem | undefined): Entry {
  return {
    id,
    standing: standing(declared, seen),
    owner: declared?.owner ?? null,
    deputy: null,
    purpose: declared?.purpose ?? null,
    riskTier: declared?.riskTier ?? null,
    oversightRole: null,
    suppliers: null,
    approvedModels: null,
    calendar: null,
    environments:
      seen?.environments ?? (declared?.environment == null ? [] : [declared.environment]),
    models: (seen?.models ?? []).map((model) => ({ ...model, approved: null })),
    predictions: seen?.predictions ?? 0,
    declaredMs: declared?.atMs ?? null,
    firstSeenMs: seen?.firstSeenMs ?? null,
    lastSeenMs: seen?.lastSeenMs ?? null,
    missing: [],
    history: [],
  };
}

function standing(declared: Declared | undefined, seen: SeenSystem | undefined): Entry["standing"] {
  if (declared === undefined) return "shadow";
  if (declared.status !== "live") return seen === undefined ? declared.status : "stray";
  return seen === undefined ? "silent" : "live";
}
