import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { missing } from "../refusal.ts";

/** What the API reads of prompts and answers. */
export interface ApiContent {
  readonly read: (of: {
    readonly system: string;
    readonly id: string;
    readonly by: string;
    readonly reason: string;
  }) => Promise<
    | { readonly kind: "found"; readonly texts: Readonly<Record<string, string>> }
    | { readonly kind: "unknown" | "erased" }
  >;
}

const asked = z.strictObject({
  reason: z.string().trim().min(1).max(2000).describe("Why; it stands in the ledger."),
});

const contentShape: z.ZodType = z
  .strictObject({
    system: z.string(),
    prediction: z.string(),
    texts: z.record(z.string(), z.string()).nullable().describe("Null: they are erased."),
  })
  .meta({ id: "Content", description: "What a call was asked and answered." });

/** What calls were asked and answered: read by few, with a reason, and never unseen. */
export function contentRoutes(
  app: Routes,
  deps: { readonly content: ApiContent; readonly budget: ByteBudget },
): void {
  app.post("/api/v1/systems/:id/predictions/:prediction/content", async (c) => {
    const [system, prediction] = [c.req.param("id"), c.req.param("prediction")];
    const { reason } = await jsonBody(c, asked, deps);
    if ((await c.var.reads.system(system)) === null) throw missing("system", system);
    const by = c.get("caller").name;
    const answer = await deps.content.read({ system, id: prediction, by, reason });
    if (answer.kind === "unknown") throw missing("prompt or answer of the prediction", prediction);
    return c.json({ system, prediction, texts: answer.kind === "found" ? answer.texts : null });
  });
}

export const CONTENT_ROUTES: Described = {
  "POST /api/v1/systems/:id/predictions/:prediction/content": {
    tag: "Evidence",
    summary: "Read what a call was asked and answered",
    detail:
      "Prompts and answers are kept apart and encrypted. Each time somebody reads one is an entry of the ledger, with the reason.",
    body: asked,
    example: { reason: "NC-2026-0042: what the customer was told" },
    answers: { 200: { of: "The texts, by name.", json: contentShape } },
  },
};
