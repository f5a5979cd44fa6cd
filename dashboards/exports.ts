import type { Context } from "hono";
import type { ActAnswer } from "./acts.ts";

/** What can be handed over. */
export const EXPORT_KINDS = ["audit", "register", "oscal"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** What somebody asks to be handed over; the period is half open, Unix milliseconds. */
export interface ExportTerms {
  readonly kind: ExportKind;
  readonly fromMs: number;
  readonly toMs: number;
  /** Null: all. */
  readonly systems: readonly string[] | null;
  readonly sample: { readonly count: number; readonly seed: string } | null;
}

/** An export that was asked for, and how far it is. */
export interface ExportSummary {
  readonly id: string;
  readonly by: string;
  readonly startedMs: number;
  readonly terms: ExportTerms;
  readonly status: "waiting" | "running" | "done" | "failed";
  /** While it is made. */
  readonly share?: number;
  readonly what?: string;
  /** Where it failed. */
  readonly reason?: string;
  /** Once it is done: what names its bytes in the ledger. */
  readonly digest?: string;
  readonly files?: readonly { readonly name: string; readonly bytes: number }[];
  /** What could not be read, in words. */
  readonly missing?: readonly string[];
}

/** Making what is handed over, and who may. */
export interface PageExports {
  /** Who asks, as a pseudonym or key name; null: someone who may not. */
  readonly actor: (c: Context) => string | null;
  readonly nowMs: () => number;
  /** What can still be fetched, and what is being made; newest first. May throw. */
  readonly list: () => readonly ExportSummary[];
  /** Starts one; it is told of in the list. May throw. */
  readonly start: (of: {
    readonly terms: ExportTerms;
    readonly by: string;
  }) => Promise<Extract<ActAnswer, { readonly kind: "done" | "refused" }>>;
}
