import type { Request, Routes } from "../environment.ts";
import { paged } from "../paging.ts";
import { rangeOf, required, stepOf } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import {
  changeJson,
  declarationJson,
  driftJson,
  featureDriftJson,
  seriesJson,
  statusJson,
  systemJson,
} from "./shapes.ts";

/** A series longer than this is asked for in parts. */
const POINTS_MAX = 2_000;

/** Systems, and what was measured of them. */
export function inventoryRoutes(app: Routes): void {
  app.get("/api/v1/systems", async (c) =>
    c.json(paged(c, await c.var.reads.systems(), (system) => system.id, systemJson)),
  );
  app.get("/api/v1/systems/:id", async (c) => {
    const id = c.req.param("id");
    const system = await c.var.reads.system(id);
    if (system === null) throw missing("system", id);
    return c.json(systemJson(system));
  });
  app.get("/api/v1/systems/:id/history", async (c) => {
    const id = c.req.param("id");
    const changes = c.var.reads.declarations(id);
    if (changes === null) throw missing("declaration of system", id);
    const numbered = changes.map((change, i) => ({ ...change, number: changes.length - i }));
    return c.json(
      paged(c, numbered, ({ number }) => String(number).padStart(9, "0"), declarationJson),
    );
  });
  app.get("/api/v1/systems/:id/series", async (c) => {
    const range = rangeOf(c, c.var.reads.nowMs());
    const stepMs = stepOf(c);
    const points = stepMs === null ? 1 : Math.ceil((range.toMs - range.fromMs) / stepMs);
    if (points > POINTS_MAX) {
      const detail = `a series has at most ${POINTS_MAX} points, got ${points}; ask for a longer step or a shorter range`;
      throw new Refusal({ status: 400, detail });
    }
    const [by, positive] = [c.req.query("by"), c.req.query("positive")];
    const series = await c.var.reads.series({
      system: c.req.param("id"),
      metric: knownMetric(c, required(c, "metric")),
      range,
      stepMs,
      ...(by === undefined ? {} : { by }),
      ...(positive === undefined ? {} : { positive }),
    });
    return c.json(seriesJson(series));
  });
  app.get("/api/v1/drift", async (c) => {
    const [modelVersion, baseline] = [c.req.query("model_version"), c.req.query("baseline")];
    const asked = {
      system: required(c, "system"),
      range: rangeOf(c, c.var.reads.nowMs()),
      ...(modelVersion === undefined ? {} : { modelVersion }),
      ...(baseline === undefined ? {} : { baseline }),
    };
    const feature = c.req.query("feature");
    const found =
      feature === undefined
        ? await c.var.reads.drift(asked)
        : await c.var.reads.featureDrift({ ...asked, feature });
    if (baseline !== undefined && found.baseline === null) throw missing("baseline", baseline);
    return c.json("features" in found ? driftJson(found) : featureDriftJson(found));
  });
  app.get("/api/v1/changes", async (c) => {
    const range = rangeOf(c, c.var.reads.nowMs());
    const changes = await c.var.reads.changes({ system: required(c, "system"), range });
    return c.json(paged(c, changes, (of) => `${of.timeMs} ${of.change} ${of.summary}`, changeJson));
  });
  app.get("/api/v1/metrics", (c) => c.json({ items: c.var.reads.metrics(), next: null }));
  app.get("/api/v1/status", async (c) => c.json(statusJson(await c.var.reads.status())));
}

function knownMetric(c: Request, id: string): string {
  const known = c.var.reads.metrics().map((metric) => metric.id);
  if (known.includes(id)) return id;
  const detail = `metric must be one of ${known.join(", ")}, got ${JSON.stringify(id.slice(0, 64))}`;
  throw new Refusal({ status: 400, detail });
}
