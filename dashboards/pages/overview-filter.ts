import { isTrouble, type SystemRow } from "./system-row.ts";

/** What the address of the overview asks for; an empty text asks for all. */
export interface SystemFilter {
  /** `high`, `limited`, `minimal`, or `none` where no tier is declared. */
  readonly tier: string;
  /** `trouble`: off level, could not be judged, or with an open record; `quiet`: the others. */
  readonly stands: string;
  /** Words that id or owner hold. */
  readonly text: string;
  /** From 1. */
  readonly page: number;
}

export const TIERS: readonly string[] = ["high", "limited", "minimal", "none"];
/** A screen or two; the filter finds the others. */
export const SYSTEMS_A_PAGE = 25;

/** Reads the filter from the address: `?tier=high&stands=trouble&q=claims&page=2`. */
export function systemFilter(query: Readonly<Record<string, string | undefined>>): SystemFilter {
  const { tier = "", stands = "", q = "" } = query;
  const page = Number(query["page"] ?? 1);
  return {
    ...{ tier, stands },
    text: q.trim(),
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** The filter as an address again; what asks for all is left out. */
export function systemFilterQuery({ tier, stands, text, page }: SystemFilter): string {
  const asked = Object.entries({ tier, stands, q: text, page: page === 1 ? "" : String(page) });
  const query = new URLSearchParams(asked.filter(([, value]) => value !== ""));
  return query.size === 0 ? "/" : `/?${query}`;
}

export function fitsFilter(row: SystemRow, filter: SystemFilter): boolean {
  const { id, owner, riskTier } = row.system;
  if (filter.tier !== "" && (riskTier ?? "none") !== filter.tier) return false;
  if (filter.stands === "trouble" && !isTrouble(row)) return false;
  if (filter.stands === "quiet" && isTrouble(row)) return false;
  const said = `${id} ${owner ?? ""}`.toLowerCase();
  return filter.text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}
