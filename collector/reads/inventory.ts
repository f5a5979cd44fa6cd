import type { Reads } from "@tiltmeter/dashboards";
import {
  calendarInWords,
  declarationChanges,
  type Standing,
  type SystemDeclaration,
  setUpGaps,
} from "@tiltmeter/rules";
import type { SeenSystem } from "./systems.ts";

type Entry = Awaited<ReturnType<Reads["inventory"]>>[number];

/** One change of what is declared of a system; null: it was withdrawn. */
export interface DeclarationChange {
  readonly atMs: number;
  readonly by: string;
  readonly declaration: SystemDeclaration | null;
}

export interface InventorySources {
  readonly nowMs: () => number;
  readonly declared: () => ReadonlyMap<string, SystemDeclaration & { readonly declaredMs: number }>;
  /** Oldest first. */
  readonly declarations: (system: string) => readonly DeclarationChange[];
  readonly standing: (system: string, lastSeenMs: number | null) => Standing;
  readonly seen: () => Promise<readonly SeenSystem[]>;
  /** Approved and in force. */
  readonly hasBaseline: (system: string) => boolean;
}

/** Every system that is declared or was seen, by id: how both agree, and what is missing. */
export async function readInventory(of: InventorySources): Promise<readonly Entry[]> {
  const seen = new Map((await of.seen()).map((each) => [each.id, each]));
  const ids = new Set([...of.declared().keys(), ...seen.keys()]);
  return [...ids].sort().map((id) => entry(id, seen.get(id), of));
}

/** What was declared of a system over time, newest first; null where nothing ever was. */
export function readDeclarations(system: string, of: InventorySources): Entry["history"] | null {
  const changes = of.declarations(system);
  if (changes.length === 0) return null;
  return changes
    .flatMap(({ atMs, by, declaration }, i) =>
      declarationChanges(changes[i - 1]?.declaration ?? null, declaration).map((change) => ({
        atMs,
        by,
        ...change,
      })),
    )
    .reverse();
}

function entry(id: string, seen: SeenSystem | undefined, of: InventorySources): Entry {
  const declared = of.declared().get(id) ?? null;
  const { environment = null, approvedModels = null, calendar = null } = declared ?? {};
  return {
    id,
    standing: of.standing(id, seen?.lastSeenMs ?? null),
    owner: declared?.owner ?? null,
    deputy: declared?.deputy ?? null,
    purpose: declared?.purpose ?? null,
    riskTier: declared?.riskTier ?? null,
    oversightRole: declared?.oversightRole ?? null,
    suppliers: declared?.suppliers ?? null,
    approvedModels,
    calendar: calendar === null ? null : calendarInWords(calendar),
    environments: seen?.environments ?? (environment === null ? [] : [environment]),
    models: (seen?.models ?? []).map((model) => ({
      ...model,
      approved: approvedModels === null ? null : approvedModels.includes(model.name),
    })),
    predictions: seen?.predictions ?? 0,
    declaredMs: declared?.declaredMs ?? null,
    firstSeenMs: seen?.firstSeenMs ?? null,
    lastSeenMs: seen?.lastSeenMs ?? null,
    missing: setUpGaps(declared, of.hasBaseline(id)).map(({ what, how }) => ({ what, how })),
    history: readDeclarations(id, of) ?? [],
  };
}
