import type { BodyLimits } from "../body.ts";
import type { ByteBudget } from "../byte-budget.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { paged } from "../paging.ts";
import { missing, Refusal } from "../refusal.ts";
import { accept } from "./accept.ts";
import { creation } from "./baseline-body.ts";
import { baselineJson } from "./shapes.ts";

/** A reference set travels whole: 100,000 rows of 20 features are about 10 MiB of JSON. */
const BASELINE_BODY: BodyLimits = { wireBytesMax: 16_777_216, decodedBytesMax: 25_165_824 };

/** Baselines: what drift is measured against. One that is not approved is used by no control. */
export function baselineRoutes(app: Routes, deps: { readonly budget: ByteBudget }): void {
  app.get("/api/v1/baselines", async (c) => {
    const system = c.req.query("system");
    const found = (await c.var.reads.baselines()).filter(
      (baseline) => system === undefined || baseline.system === system,
    );
    return c.json(paged(c, found, (baseline) => baseline.digest, baselineJson));
  });
  // The whole of it, as it is digested: what a process counts in that sends profiles, not values.
  app.get("/api/v1/baselines/:digest", async (c) => {
    const digest = c.req.param("digest");
    const baseline = await c.var.reads.distributions(digest);
    if (baseline === null) throw missing("baseline", digest);
    return c.json(baseline);
  });
  app.post("/api/v1/baselines", async (c) => {
    const asked = await jsonBody(c, creation, deps, BASELINE_BODY);
    const made = await c.var.acts.createBaseline({ ...asked, by: c.get("caller").name });
    if (made.kind === "refused") {
      const more = Object.keys(made.fields).length > 0 ? { more: { fields: made.fields } } : {};
      throw new Refusal({ status: 422, detail: made.reason, ...more });
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
