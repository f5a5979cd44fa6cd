import type { Read } from "../engine/read.ts";
import { type Entry, placeOf, type Range } from "./batch.ts";
import { type Claim, claimOf } from "./claim.ts";
import { type Fate, fates } from "./fate.ts";
import { TABLES } from "./line.ts";
import type { Placed } from "./placed.ts";
import { STANDING_TABLES, standing } from "./standing.ts";

/** What becomes of each record that claims an id, by its place. */
export type Decided = ReadonlyMap<string, { readonly claim: Claim; readonly fate: Fate }>;

/** Looks up what stands, and decides which records of a range do. */
export async function decide(
  read: Read,
  entries: readonly Entry[],
  range: Range,
  placed: Placed,
): Promise<Decided> {
  const claims = entries.map(claimOf).filter((claim) => claim !== null);
  const decisions = fates({
    claims,
    range,
    standing: await standing(read, claims, range),
    placed: new Set(STANDING_TABLES.flatMap((table) => [...(placed.get(table) ?? [])])),
  });
  return new Map(
    claims.flatMap((claim, i) => {
      const fate = decisions[i];
      return fate === undefined ? [] : [[placeOf(claim.entry), { claim, fate }] as const];
    }),
  );
}

export function nothingPlaced(): Placed {
  return new Map(TABLES.map((table) => [table, new Set<string>()]));
}
