import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { erasureShape } from "../shapes/erasure.ts";
import { accept } from "./accept.ts";

const BASES = [
  "gdpr-17",
  "gdpr-21",
  "ccpa-1798.105",
  "consent-withdrawn",
  "court-order",
  "other",
] as const;

/** What the API does to erase. */
export interface ApiErasure {
  readonly erase: (of: {
    readonly subject: string;
    readonly request: string;
    readonly basis: (typeof BASES)[number];
    readonly reason: string;
    readonly by: string;
    readonly dryRun: boolean;
  }) => Promise<
    | {
        readonly kind: "done";
        readonly entries: readonly number[];
        readonly texts: number;
        readonly names: number;
        readonly rows: number;
        readonly keys: number;
      }
    | {
        readonly kind: "refused";
        readonly reason: string;
        readonly fields: Readonly<Record<string, string>>;
      }
  >;
}

const erasure = z.strictObject({
  subject: z.string().min(1).max(1024),
  request: z.string().max(128).default(""),
  basis: z.enum(BASES).default("gdpr-17"),
  reason: z.string().max(4096).default(""),
  dryRun: z.boolean().default(false),
});

/** Erases what is known of a subject. The proofs over it stand. */
export function erasureRoutes(
  app: Routes,
  deps: { readonly erasure: ApiErasure; readonly budget: ByteBudget },
): void {
  app.post("/api/v1/erasures", async (c) => {
    const asked = await jsonBody(c, erasure, deps);
    const answer = await deps.erasure.erase({ ...asked, by: c.get("caller").name });
    if (answer.kind === "refused") accept(answer, asked.subject);
    const { kind: _, ...count } = { ...answer };
    return c.json(count, asked.dryRun ? 200 : 201);
  });
}

export const ERASURE_ROUTES: Described = {
  "POST /api/v1/erasures": {
    tag: "Evidence",
    summary: "Erase what is known of a person",
    detail: "The proofs over it stand. With `dryRun` it is counted and nothing is done.",
    body: erasure,
    example: { subject: "customer 4711", request: "DSR-2026-31", basis: "gdpr-17", dryRun: true },
    answers: {
      200: { of: "What would be erased.", json: erasureShape },
      201: { of: "It is erased.", json: erasureShape },
    },
    problems: { 409: "Evidence of it is held, or nothing is known of it." },
  },
};
