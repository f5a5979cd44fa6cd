import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { paged, pageJson, pageQuery } from "../paging.ts";
import { queryOf } from "../query.ts";
import { listOf } from "../shapes/list-of.ts";

const clients = z.array(z.string());

const instrumentationShape: z.ZodType = z
  .strictObject({
    system: z.string(),
    processes: z.number().int().describe("Heard from in the last day."),
    watched: clients.describe("What any of them watches, with its version: `openai@7.59.0`."),
    unwatched: clients.describe("What any of them has loaded or installed and does not watch."),
    lost: clients.describe("What was watched in the last week and no longer is."),
  })
  .meta({
    id: "Instrumentation",
    description: "What heartbeats of a system say of the clients that it calls hosted models with.",
  });

/** What of hosted models' clients is watched. */
export function instrumentationRoutes(app: Routes): void {
  app.get("/api/v1/instrumentation", async (c) => {
    const query = queryOf(c, pageQuery);
    const all = await c.var.reads.instrumentation();
    return pageJson(
      c,
      paged(
        query,
        all,
        ({ system }) => [system],
        ({ system, producers, watched, unwatched, lost }) => ({
          ...{ system, processes: producers, watched, unwatched, lost },
        }),
      ),
    );
  });
}

export const INSTRUMENTATION_ROUTES: Described = {
  "GET /api/v1/instrumentation": {
    tag: "Systems",
    summary: "Say which clients of hosted models are watched, which are not, which no longer",
    detail: "Of the systems whose heartbeats say anything of it; `tiltmeter doctor` asks here.",
    query: pageQuery,
    answers: {
      200: {
        of: "By system.",
        json: listOf(instrumentationShape),
        example: {
          items: [
            {
              ...{ system: "support-assistant", processes: 3, watched: ["openai@7.59.0"] },
              ...{ unwatched: ["@anthropic-ai/sdk@1.14.0"], lost: [] },
            },
          ],
          next: null,
        },
      },
    },
  },
};
