import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One column as drift.py computed it with NumPy and SciPy. */
export interface OracleColumn {
  readonly kind: "numeric" | "categorical";
  readonly n: number;
  readonly m: number;
  readonly bins: number;
  readonly psi: number;
  readonly psiDebiased: number;
  readonly psiLower: number;
  readonly jensenShannon: number;
  readonly hellinger: number;
  readonly totalVariation: number;
  readonly kolmogorovSmirnov?: { readonly d: number; readonly p: number };
  readonly wasserstein?: number;
  readonly wassersteinNormalised?: number | null;
  readonly chiSquared?: {
    readonly statistic: number;
    readonly p: number;
    readonly degrees: number;
  };
  readonly cramersV?: number;
}

type Columns = Readonly<Record<string, OracleColumn>>;

export const oracleFile = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What drift.py wrote; see there for the formulas. */
export const oracle: {
  readonly made: Columns;
  readonly compas: Columns;
  readonly census: Readonly<Record<string, Columns>>;
} = JSON.parse(readFileSync(oracleFile("drift.json"), "utf8"));
