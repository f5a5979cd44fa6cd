import { z } from "zod";
import type { BodyLimits } from "../body.ts";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { noQuery, PAGE, type Place, paged, pageJson } from "../paging.ts";
import { queryOf } from "../query.ts";
import type { BaselineSummary } from "../reads.ts";
import { missing, Refusal } from "../refusal.ts";
import { baselineShape, distributionsShape } from "../shapes/baseline.ts";
import { listOf } from "../shapes/list-of.ts";
import { accept, refusal } from "./accept.ts";
import { creation } from "./baseline-body.ts";
import { baselineJson } from "./shapes.ts";

/** A reference set travels whole: 100,000 rows of 20 features are about 10 MiB of JSON. */
const BASELINE_BODY: BodyLimits = { wireBytesMax: 16_777_216, decodedBytesMax: 25_165_824 };

const baselinesQuery = z.strictObject({ system: z.string().optional(), ...PAGE });

/** Baselines: what drift is measured against. One that is not approved is used by no control. */
export function baselineRoutes(app: Routes, deps: { readonly budget: ByteBudget }): void {
  app.get("/api/v1/baselines", async (c) => {
    const { system, ...query } = queryOf(c, baselinesQuery);
    const found = (await c.var.reads.baselines()).filter(
      (baseline) => system === undefined || baseline.system === system,
    );
    return pageJson(c, paged(query, found, placeOf, baselineJson));
  });
  // The whole of it, as it is digested: what a process counts in that sends profiles, not values.
  app.get("/api/v1/baselines/:digest", async (c) => {
    const digest = c.req.param("digest");
    queryOf(c, noQuery);
    const baseline = await c.var.reads.distributions(digest);
    if (baseline === null) throw missing("baseline", digest);
    return c.json(baseline);
  });
  app.post("/api/v1/baselines", async (c) => {
    const asked = await jsonBody(c, creation, deps, BASELINE_BODY);
    const made = await c.var.acts.createBaseline({ ...asked, by: c.get("caller").name });
    if (made.kind === "refused") {
      throw new Refusal({ ...refusal(made).problem, status: 422 });
    }
    return c.json(baselineJson(made.baseline), 201);
  });
  app.post("/api/v1/baselines/:digest/approve", async (c) => {
    const digest = c.req.param("digest");
    if (!(await c.var.reads.baselines()).some((baseline) => baseline.digest === digest)) {
      throw missing("baseline", digest);
    }
    accept(await c.var.acts.approveBaseline({ digest, by: c.get("caller").name }), digest);
    const baseline = (await c.var.reads.baselines()).find((each) => each.digest === digest);
    if (baseline === undefined) throw missing("baseline", digest);
    return c.json(baselineJson(baseline));
  });
}

/** The newest version of each name first. */
function placeOf({ system, name, version, digest }: BaselineSummary): Place {
  return [system, name, -version, digest];
}

export const BASELINE_ROUTES: Described = {
  "GET /api/v1/baselines": {
    tag: "Baselines",
    summary: "List baselines, approved or not",
    query: baselinesQuery,
    answers: {
      200: { of: "By system and name, newest version first.", json: listOf(baselineShape) },
    },
  },
  "GET /api/v1/baselines/:digest": {
    tag: "Baselines",
    summary: "Fetch a baseline with its distributions, as it is digested",
    query: noQuery,
    answers: { 200: { of: "The whole of it.", json: distributionsShape } },
  },
  "POST /api/v1/baselines": {
    tag: "Baselines",
    summary: "Create a baseline",
    detail:
      "From a past window (`from`, `to`), from rows (`columns`), from what you made of your rows (`distributions`), or from the last days again and again (`rolling`). No control uses it until it is approved.",
    body: creation,
    example: {
      system: "credit-scoring",
      name: "validation",
      columns: { income: [52000, 31000, null], purpose: ["car", "house", "car"] },
    },
    answers: { 201: { of: "It exists.", json: baselineShape } },
  },
  "POST /api/v1/baselines/:digest/approve": {
    tag: "Baselines",
    summary: "Approve a baseline, so that controls judge by it",
    answers: { 200: { of: "The baseline, approved.", json: baselineShape } },
    problems: { 409: "It cannot be approved as it stands." },
  },
};
