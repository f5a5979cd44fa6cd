import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import type { OpenApiDocument } from "../openapi.ts";

/** The description of the API itself. It holds no secrets, so it needs no key. */
export function openApiRoutes(app: Routes, document: () => OpenApiDocument): void {
  let text: string | null = null;
  app.get("/api/v1/openapi.json", (c) => {
    text ??= JSON.stringify(document());
    return c.body(text, 200, { "content-type": "application/json" });
  });
}

export const OPENAPI_ROUTES: Described = {
  "GET /api/v1/openapi.json": {
    tag: "Collector",
    summary: "Fetch this description",
    answers: { 200: { of: "An OpenAPI 3.1 document.", json: z.looseObject({}) } },
  },
};
