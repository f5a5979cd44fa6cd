import type { Stamp } from "./stamp.ts";

/** Something was handed over: who had it made, of what, and the digest that names its bytes. */
export interface ExportCreated extends Stamp {
  readonly type: "export_created";
  readonly kind: "audit" | "register" | "oscal";
  /** SHA-256 of the manifest of a package, or of the one file. */
  readonly digest: string;
  readonly bytes: number;
  readonly members: number;
  /** The period, half open, Unix milliseconds; `fromMs` null: from the beginning. */
  readonly fromMs: number | null;
  readonly toMs: number;
  /** Null: every system. */
  readonly systems: readonly string[] | null;
  /** Entries that the ledger had, and its root over them: what was known when this was made. */
  readonly size: number;
  readonly root: string;
  /** How the sample was drawn; null: none was asked for. */
  readonly sample: { readonly count: number; readonly seed: string } | null;
}
