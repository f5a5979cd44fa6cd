import { detectionRate, falseAlarmRate } from "@tiltmeter/rules";
import type { Request, Routes } from "../environment.ts";
import { paged } from "../paging.ts";
import { instantMs, iso, isoOrNull, rangeOf } from "../query.ts";
import type { ApiReads } from "../reads.ts";
import { missing, Refusal } from "../refusal.ts";
import { csvTable } from "./csv-table.ts";
import { inIso } from "./in-iso.ts";
import type { Json } from "./shapes.ts";

const DAY_MS = 86_400_000;
/** A quarter, where nobody says otherwise: what is assessed and reviewed is not of yesterday. */
const BACK_MS = 90 * DAY_MS;

/** The records of the roadmap, as pages show them. Instants are ISO 8601. */
export function roadmapRoutes(app: Routes): void {
  app.get("/api/v1/governance", async (c) =>
    c.json(inIso((await c.var.reads.roadmap.chain()).laidDown)),
  );
  app.get("/api/v1/governance/chain", async (c) => {
    const { laidDown, ...rest } = await c.var.reads.roadmap.chain();
    return c.json(inIso({ document: laidDown.document, ...rest }));
  });
  app.get("/api/v1/risks", async (c) => c.json(inIso(await c.var.reads.roadmap.risks(range(c)))));
  app.get("/api/v1/suppliers", async (c) => c.json(inIso(await c.var.reads.roadmap.suppliers())));
  app.get("/api/v1/accountability", async (c) => {
    const { accountability } = await c.var.reads.roadmap.oversight(range(c));
    return c.json(paged(c, accountability, ({ system }) => system, inIso));
  });
  app.get("/api/v1/reviewer-authorisation", async (c) => {
    const { authorisation } = await c.var.reads.roadmap.oversight(range(c));
    return c.json(paged(c, authorisation, ({ system, role }) => `${system} ${role}`, inIso));
  });
  app.get("/api/v1/calibrations", async (c) => {
    const { calibrations } = await c.var.reads.roadmap.oversight(range(c));
    return c.json(
      paged(
        c,
        calibrations,
        ({ id }) => id,
        ({ recorded, ...plan }) => inIso({ ...plan, recorded: recorded && withRates(recorded) }),
      ),
    );
  });
  app.get("/api/v1/stop-drills", async (c) => {
    const { drills } = await c.var.reads.roadmap.oversight(range(c));
    return c.json(paged(c, drills, ({ id }) => id, drillJson));
  });
  app.get("/api/v1/measured-stops", async (c) => {
    const { stops } = await c.var.reads.roadmap.oversight(range(c));
    const key = ({ system, sinceMs }: (typeof stops)[number]): string => `${system} ${sinceMs}`;
    return c.json(paged(c, stops, key, stopJson));
  });
  applicabilityRoutes(app);
  reviewRoutes(app);
  auditRoutes(app);
}

function applicabilityRoutes(app: Routes): void {
  app.get("/api/v1/applicability", async (c) => {
    const statement = await c.var.reads.roadmap.applicability(instantOf(c, "at"));
    if (c.req.query("format") !== "csv") return c.json(inIso(statement));
    const rows = statement.frameworks.flatMap(({ name, lines }) =>
      lines.map((line) => [
        ...[name, line.clause, line.title, line.applies ? "yes" : "no", line.justification ?? ""],
        ...[
          line.evidencedBy,
          line.controls.map(({ id }) => id).join(" "),
          isoOrNull(line.lastMs) ?? "",
        ],
        ...[line.attestations.map(({ id }) => id).join(" "), line.confidence, line.fit],
      ]),
    );
    return csvTable(c, "applicability.csv", APPLICABILITY_COLUMNS, rows);
  });
  app.get("/api/v1/attestations", (c) =>
    c.json(paged(c, c.var.reads.roadmap.attestations(), ({ id }) => id, inIso)),
  );
  app.get("/api/v1/cross-references", (c) =>
    c.json({ items: c.var.reads.roadmap.references(), next: null }),
  );
  app.get("/api/v1/nonconformities/:id/citations", async (c) => {
    const id = c.req.param("id");
    const record = await c.var.reads.nonconformity(id);
    if (record === null) throw missing("nonconformity", id);
    const { clauses } = record;
    return c.json({ cites: clauses, beside: c.var.reads.roadmap.citationsBeside(clauses) });
  });
}

const APPLICABILITY_COLUMNS = [
  ...["framework", "clause", "title", "applies", "justification", "evidenced_by", "controls"],
  ...["last_verdict_at", "attestations", "confidence", "fit"],
];

function reviewRoutes(app: Routes): void {
  app.get("/api/v1/management-review", async (c) =>
    c.json(inIso(await c.var.reads.roadmap.reviewPack(range(c)))),
  );
  app.get("/api/v1/management-reviews", (c) =>
    c.json(paged(c, c.var.reads.roadmap.reviews(), ({ id }) => id, inIso)),
  );
  app.get("/api/v1/management-reviews/:id", async (c) => {
    const id = c.req.param("id");
    const held = c.var.reads.roadmap.reviews().find((each) => each.id === id);
    if (held === undefined) throw missing("management review", id);
    return c.json(inIso({ ...held, pack: await c.var.reads.roadmap.heldPack(id) }));
  });
}

function auditRoutes(app: Routes): void {
  app.get("/api/v1/audit", async (c) => {
    const atMs = instantOf(c, "at") ?? c.var.reads.nowMs();
    return c.json(inIso(await c.var.reads.roadmap.auditState(atMs)));
  });
  app.get("/api/v1/audit-samples", (c) =>
    c.json(paged(c, c.var.reads.roadmap.samples(), ({ id }) => id, inIso)),
  );
  app.get("/api/v1/audit-samples/:id", async (c) => {
    const id = c.req.param("id");
    const paper = await c.var.reads.roadmap.workpaper(id);
    if (paper === null) throw missing("audit sample", id);
    if (c.req.query("format") !== "csv") return c.json(inIso(paper));
    const rows = paper.items.map((each, i) => [
      ...[String(i + 1), each.id, paper.seed, JSON.stringify(each.item), "", ""],
    ]);
    const columns = ["place", "item", "seed", "content", "finding", "note"];
    return csvTable(c, `${id}.csv`, columns, rows);
  });
}

function range(c: Request): { fromMs: number; toMs: number } {
  const toMs = c.var.reads.nowMs() + 1;
  if (c.req.query("from") !== undefined) return rangeOf(c, toMs);
  const found = rangeOf(c, toMs);
  return { fromMs: found.toMs - BACK_MS, toMs: found.toMs };
}

function instantOf(c: Request, name: string): number | null {
  const text = c.req.query(name);
  if (text === undefined || text === "") return null;
  const ms = instantMs(text);
  if (ms !== null) return ms;
  const got = JSON.stringify(text.slice(0, 64));
  const detail = `${name} must be a date or an instant with a time zone, got ${got}`;
  throw new Refusal({ status: 400, detail });
}

type Oversight = Awaited<ReturnType<ApiReads["roadmap"]["oversight"]>>;

function withRates(of: NonNullable<Oversight["calibrations"][number]["recorded"]>): object {
  return {
    ...of,
    results: of.results.map((result) => ({
      ...result,
      detection: detectionRate(result),
      falseAlarm: falseAlarmRate(result),
    })),
  };
}

function stopJson({ afterMs, targetMs, ...of }: Oversight["stops"][number]): Json {
  return { ...inIso(of), ...secondsJson(afterMs, targetMs) };
}

function secondsJson(afterMs: number | null, targetMs: number | null): Json {
  return {
    afterSeconds: afterMs === null ? null : afterMs / 1000,
    targetSeconds: targetMs === null ? null : targetMs / 1000,
  };
}

function drillJson({ heldMs, afterMs, targetMs, atMs, ...of }: Oversight["drills"][number]): Json {
  return {
    ...of,
    at: iso(atMs),
    heldAt: iso(heldMs),
    ...secondsJson(afterMs, targetMs),
  };
}
