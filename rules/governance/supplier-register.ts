import type { Governance, Supplier } from "./governance.ts";

/** What answered under one name, as telemetry has it. Empty texts: not said. */
export interface SeenModel {
  readonly system: string;
  readonly supplier: string;
  readonly model: string;
  readonly version: string;
  readonly region: string;
  readonly predictions: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

export type SupplierStanding = "assessed" | "ends_soon" | "expired" | "not_assessed";

/** One supplier of the register beside its traffic. */
export interface SupplierLine {
  readonly supplier: Supplier;
  readonly standing: SupplierStanding;
  readonly predictions: number;
  readonly systems: readonly string[];
  readonly lastSeenMs: number | null;
  /** Models and regions in traffic that the assessment does not cover. */
  readonly outside: readonly {
    readonly what: "model" | "region";
    readonly name: string;
    readonly systems: readonly string[];
    readonly predictions: number;
  }[];
}

/** The register beside what was seen. */
export interface SupplierRegister {
  readonly lines: readonly SupplierLine[];
  /** Names in traffic that no supplier of the register has. */
  readonly unregistered: readonly {
    readonly provider: string;
    readonly systems: readonly string[];
    readonly models: readonly string[];
    readonly predictions: number;
    readonly firstSeenMs: number;
    readonly lastSeenMs: number;
  }[];
  /** Predictions that do not say who answered: nothing is known of these. */
  readonly unnamed: number;
}

/** Days before its end in which an assessment is to be renewed. */
const SOON_DAYS = 90;
const DAY_MS = 86_400_000;

/** Compares the register with traffic. `today` is a day such as `2026-11-27`, `soon` that in 90 days. */
export function supplierRegister(of: {
  readonly suppliers: Governance["suppliers"];
  readonly seen: readonly SeenModel[];
  readonly dayOf: (ms: number) => string;
  readonly nowMs: number;
}): SupplierRegister {
  const [today, soon] = [of.dayOf(of.nowMs), of.dayOf(of.nowMs + SOON_DAYS * DAY_MS)];
  const registered = new Set(of.suppliers.flatMap(({ providers }) => providers));
  const named = of.seen.filter(({ supplier }) => supplier !== "");
  return {
    lines: of.suppliers.map((supplier) => {
      const seen = named.filter((each) => supplier.providers.includes(each.supplier));
      return {
        supplier,
        standing: standingOf(supplier, today, soon),
        predictions: sum(seen),
        systems: systemsOf(seen),
        lastSeenMs: seen.length === 0 ? null : Math.max(...seen.map((each) => each.lastSeenMs)),
        outside: [
          ...outside("model", supplier.models, seen, ({ model }) => model),
          ...outside("region", supplier.regions, seen, ({ region }) => region),
        ],
      };
    }),
    unregistered: grouped(named.filter(({ supplier }) => !registered.has(supplier))).map(
      ([provider, seen]) => ({
        provider,
        systems: systemsOf(seen),
        models: [...new Set(seen.map(({ model }) => model))].sort(),
        predictions: sum(seen),
        firstSeenMs: Math.min(...seen.map((each) => each.firstSeenMs)),
        lastSeenMs: Math.max(...seen.map((each) => each.lastSeenMs)),
      }),
    ),
    unnamed: sum(of.seen.filter(({ supplier }) => supplier === "")),
  };
}

function standingOf(
  { assessed, validUntil }: Supplier,
  today: string,
  soon: string,
): SupplierStanding {
  if (assessed === null) return "not_assessed";
  if (validUntil === null) return "assessed";
  if (validUntil < today) return "expired";
  return validUntil < soon ? "ends_soon" : "assessed";
}

function outside(
  what: "model" | "region",
  approved: readonly string[] | null,
  seen: readonly SeenModel[],
  nameOf: (of: SeenModel) => string,
): SupplierLine["outside"] {
  if (approved === null) return [];
  const strangers = seen.filter((each) => nameOf(each) !== "" && !approved.includes(nameOf(each)));
  const byName = new Map<string, SeenModel[]>();
  for (const each of strangers) {
    byName.set(nameOf(each), [...(byName.get(nameOf(each)) ?? []), each]);
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => ({ what, name, systems: systemsOf(own), predictions: sum(own) }));
}

function grouped(seen: readonly SeenModel[]): readonly (readonly [string, readonly SeenModel[]])[] {
  const groups = new Map<string, SeenModel[]>();
  for (const each of seen) groups.set(each.supplier, [...(groups.get(each.supplier) ?? []), each]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function systemsOf(seen: readonly SeenModel[]): readonly string[] {
  return [...new Set(seen.map(({ system }) => system))].sort();
}

function sum(seen: readonly SeenModel[]): number {
  return seen.reduce((total, { predictions }) => total + predictions, 0);
}
