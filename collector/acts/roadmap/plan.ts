import type { Framework, Governance, Written } from "@tiltmeter/rules";
import type { AsOf, Roadmap, RoadmapEntry } from "./entries.ts";

/** An answer that stands against the act: what is wrong, and with which field. */
export interface Refused {
  readonly kind: "refused";
  readonly reason: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What an act will append, decided over the state that it is appended to. */
export interface Planned {
  readonly kind: "planned";
  readonly decide: (
    roadmap: Roadmap,
  ) => { readonly entry: RoadmapEntry; readonly id: string } | Refused;
}

/** What acts of the roadmap look up. */
export interface RoadmapSources {
  readonly nowMs: () => number;
  readonly governance: () => Governance | null;
  readonly frameworks: readonly Framework[];
  /** The control in force; null: there is none of this id. */
  readonly control: (id: string) => { readonly revision: string } | null;
  /** What the revision in force demands less than the one that `before` names; its parent where that is null. */
  readonly weakened: (id: string, before: string | null) => Promise<readonly string[]>;
  /** The last backtest of a control; null: none. */
  readonly backtest: (id: string) => {
    readonly by: string;
    readonly startedMs: number;
    readonly result: { readonly revision: string };
  } | null;
  readonly system: (id: string) => { readonly reactionMs: number | null } | null;
  readonly observedRisk: (
    system: string,
  ) => Promise<
    readonly { readonly id: string; readonly observed: number | null; readonly windows: number }[]
  >;
  /** The pack of a period, and the ledger that it was computed from. */
  readonly reviewPack: (range: {
    readonly fromMs: number;
    readonly toMs: number;
  }) => Promise<{ readonly pack: unknown; readonly asOf: AsOf }>;
  /** Ids of everything that there is in a period, and each item by its id; null: too many. */
  readonly population: (
    of: "evaluations" | "nonconformities" | "approvals",
    range: { readonly fromMs: number; readonly toMs: number },
  ) => Promise<{
    readonly ids: readonly string[];
    readonly item: (id: string) => Promise<unknown>;
    readonly asOf: AsOf;
  } | null>;
  readonly put: (value: unknown) => Promise<string>;
  readonly hash: (text: string) => string;
  /** A new seed, hex. */
  readonly seed: () => string;
  /** Made if there is none: entries name nobody. Words are committed to where the entry is appended. */
  readonly pseudonymOf: (name: string) => Promise<string>;
}

/** An act with its answers checked against its form. */
export interface Acting {
  readonly values: Written;
  readonly by: string;
  readonly atMs: number;
}

export function refused(reason: string, fields: Refused["fields"] = {}): Refused {
  return { kind: "refused", reason, fields };
}

/** `ATT-2026-0007`: a prefix, the year, and a number that counts up within it. */
export function nextId(
  prefix: string,
  atMs: number,
  of: readonly { readonly id: string }[],
): string {
  const year = `${prefix}-${new Date(atMs).getUTCFullYear()}-`;
  const taken = of.filter(({ id }) => id.startsWith(year)).length;
  return `${year}${String(taken + 1).padStart(4, "0")}`;
}
