import { detectionRate, falseAlarmRate } from "@tiltmeter/rules";
import { accepts } from "hono/accepts";
import { z } from "zod";
import type { Described } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import {
  noQuery,
  PAGE,
  type PageQuery,
  type Place,
  paged,
  pageJson,
  pageQuery,
} from "../paging.ts";
import { instantText, iso, isoOrNull, QUARTER, queryOf, rangeOf } from "../query.ts";
import type { ApiReads } from "../reads.ts";
import { missing } from "../refusal.ts";
import {
  applicabilityShape,
  attestationShape,
  citationsShape,
  crossReferenceShape,
} from "../shapes/applicability.ts";
import { auditSampleShape, auditStateShape, workpaperShape } from "../shapes/audit.ts";
import { listOf } from "../shapes/list-of.ts";
import {
  managementReviewItemShape,
  managementReviewShape,
  packShape,
} from "../shapes/management-review.ts";
import {
  accountabilityShape,
  authorisationShape,
  calibrationShape,
  drillShape,
  stopShape,
} from "../shapes/oversight.ts";
import { chainShape, laidDownShape } from "../shapes/policies.ts";
import { risksShape, suppliersShape } from "../shapes/risks.ts";
import { csvTable } from "./csv-table.ts";
import { inIso } from "./in-iso.ts";
import type { Json } from "./shapes.ts";

/** What is assessed and reviewed is not of yesterday. */
const DAYS_BACK = 90;

const quarterQuery = z.strictObject(QUARTER);
const oversightQuery = z.strictObject({ ...QUARTER, ...PAGE });
const at = instantText.optional().describe("As it stood then; absent: now.");
const format = z
  .enum(["json", "csv"])
  .optional()
  .describe("Absent: what `Accept` asks for, else JSON.");
const applicabilityQuery = z.strictObject({ at, format });
const auditQuery = z.strictObject({ at });
const workpaperQuery = z.strictObject({ format });

/** The records of the roadmap, as pages show them. Instants are ISO 8601. */
export function roadmapRoutes(app: Routes): void {
  app.get("/api/v1/governance", async (c) => {
    queryOf(c, noQuery);
    return c.json(inIso((await c.var.reads.roadmap.chain()).laidDown));
  });
  app.get("/api/v1/governance/chain", async (c) => {
    queryOf(c, noQuery);
    const { laidDown, ...rest } = await c.var.reads.roadmap.chain();
    return c.json(inIso({ document: laidDown.document, ...rest }));
  });
  app.get("/api/v1/risks", async (c) => {
    const range = quarter(c, queryOf(c, quarterQuery));
    return c.json(inIso(await c.var.reads.roadmap.risks(range)));
  });
  app.get("/api/v1/suppliers", async (c) => {
    queryOf(c, noQuery);
    return c.json(inIso(await c.var.reads.roadmap.suppliers()));
  });
  app.get("/api/v1/accountability", (c) =>
    oversightPage(c, (of) => of.accountability, {
      place: ({ system }) => [system],
      json: inIso,
    }),
  );
  app.get("/api/v1/reviewer-authorisation", (c) =>
    oversightPage(c, (of) => of.authorisation, {
      place: ({ system, role }) => [system, role],
      json: inIso,
    }),
  );
  app.get("/api/v1/calibrations", (c) =>
    oversightPage(c, (of) => of.calibrations, {
      place: ({ atMs, id }) => [-atMs, id],
      json: ({ recorded, ...plan }) =>
        inIso({ ...plan, recorded: recorded && withRates(recorded) }),
    }),
  );
  app.get("/api/v1/stop-drills", (c) =>
    oversightPage(c, (of) => of.drills, {
      place: ({ atMs, id }) => [-atMs, id],
      json: drillJson,
    }),
  );
  app.get("/api/v1/measured-stops", (c) =>
    oversightPage(c, (of) => of.stops, {
      place: ({ sinceMs, system }) => [-sinceMs, system],
      json: stopJson,
    }),
  );
  applicabilityRoutes(app);
  reviewRoutes(app);
  auditRoutes(app);
}

/** One page of a part of what is recorded of oversight in a quarter, or in the range that was asked. */
async function oversightPage<Item>(
  c: Request,
  part: (of: Oversight) => readonly Item[],
  of: { readonly place: (item: Item) => Place; readonly json: (item: Item) => Json },
): Promise<Response> {
  const query: PageQuery & Asked = queryOf(c, oversightQuery);
  const range = quarter(c, query);
  const items = part(await c.var.reads.roadmap.oversight(range));
  const page = paged(query, items, of.place, of.json);
  return pageJson(c, page, { from: iso(range.fromMs), to: iso(range.toMs) });
}

type Asked = Parameters<typeof rangeOf>[0];

function quarter(c: Request, asked: Asked): ReturnType<typeof rangeOf> {
  return rangeOf(asked, { nowMs: c.var.reads.nowMs() + 1, days: DAYS_BACK });
}

function applicabilityRoutes(app: Routes): void {
  app.get("/api/v1/applicability", async (c) => {
    const { at: atMs = null, format } = queryOf(c, applicabilityQuery);
    const statement = await c.var.reads.roadmap.applicability(atMs);
    if (!isTable(c, format)) return c.json(inIso(statement));
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
  app.get("/api/v1/attestations", (c) => {
    const all = c.var.reads.roadmap.attestations();
    return pageJson(c, paged(queryOf(c, pageQuery), all, newestFirst, inIso));
  });
  app.get("/api/v1/cross-references", (c) => {
    const all = c.var.reads.roadmap.references();
    return pageJson(
      c,
      paged(
        queryOf(c, pageQuery),
        all,
        ({ record }) => [record],
        (of) => of,
      ),
    );
  });
  app.get("/api/v1/nonconformities/:id/citations", async (c) => {
    const id = c.req.param("id");
    queryOf(c, noQuery);
    const record = await c.var.reads.nonconformity(id);
    if (record === null) throw missing("nonconformity", id);
    const { clauses } = record;
    return c.json({ cites: clauses, beside: c.var.reads.roadmap.citationsBeside(clauses) });
  });
}

function isTable(c: Request, format: "json" | "csv" | undefined): boolean {
  if (format !== undefined) return format === "csv";
  const supports = ["application/json", "text/csv"];
  return accepts(c, { header: "Accept", supports, default: "application/json" }) === "text/csv";
}

function newestFirst({ atMs, id }: { readonly atMs: number; readonly id: string }): Place {
  return [-atMs, id];
}

const APPLICABILITY_COLUMNS = [
  ...["framework", "clause", "title", "applies", "justification", "evidenced_by", "controls"],
  ...["last_verdict_at", "attestations", "confidence", "fit"],
];

function reviewRoutes(app: Routes): void {
  app.get("/api/v1/management-review", async (c) => {
    const range = quarter(c, queryOf(c, quarterQuery));
    return c.json(inIso(await c.var.reads.roadmap.reviewPack(range)));
  });
  app.get("/api/v1/management-reviews", (c) => {
    const all = c.var.reads.roadmap.reviews();
    return pageJson(c, paged(queryOf(c, pageQuery), all, newestFirst, inIso));
  });
  app.get("/api/v1/management-reviews/:id", async (c) => {
    const id = c.req.param("id");
    queryOf(c, noQuery);
    const held = c.var.reads.roadmap.reviews().find((each) => each.id === id);
    if (held === undefined) throw missing("management review", id);
    return c.json(inIso({ ...held, pack: await c.var.reads.roadmap.heldPack(id) }));
  });
}

function auditRoutes(app: Routes): void {
  app.get("/api/v1/audit", async (c) => {
    const { at: atMs } = queryOf(c, auditQuery);
    return c.json(inIso(await c.var.reads.roadmap.auditState(atMs ?? c.var.reads.nowMs())));
  });
  app.get("/api/v1/audit-samples", (c) => {
    const all = c.var.reads.roadmap.samples();
    return pageJson(c, paged(queryOf(c, pageQuery), all, newestFirst, inIso));
  });
  app.get("/api/v1/audit-samples/:id", async (c) => {
    const id = c.req.param("id");
    const { format } = queryOf(c, workpaperQuery);
    const paper = await c.var.reads.roadmap.workpaper(id);
    if (paper === null) throw missing("audit sample", id);
    if (!isTable(c, format)) return c.json(inIso(paper));
    const rows = paper.items.map((each, i) => [
      ...[String(i + 1), each.id, paper.seed, JSON.stringify(each.item), "", ""],
    ]);
    const columns = ["place", "item", "seed", "content", "finding", "note"];
    return csvTable(c, `${id}.csv`, columns, rows);
  });
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

const RANGED = { from: z.string().describe("As asked, or by default."), to: z.string() };
const CSV = { "text/csv": "A row for each line, with `format=csv` or where `Accept` asks for it." };

export const ROADMAP_ROUTES: Described = {
  "GET /api/v1/governance": {
    tag: "Governance",
    summary: "Show what people laid down: policies, objectives, risks, suppliers, reviewers",
    query: noQuery,
    answers: {
      200: { of: "The governance file as it stands, and its past.", json: laidDownShape },
    },
  },
  "GET /api/v1/governance/chain": {
    tag: "Governance",
    summary: "Follow each policy to the controls and limits that measure it",
    query: noQuery,
    answers: { 200: { of: "With who approved what.", json: chainShape } },
  },
  "GET /api/v1/risks": {
    tag: "Governance",
    summary: "Show risks as people guessed them beside what is observed",
    query: quarterQuery,
    answers: { 200: { of: "Risks, changes to assess, assessments.", json: risksShape } },
  },
  "GET /api/v1/suppliers": {
    tag: "Governance",
    summary: "Show the suppliers of models beside the traffic that names them",
    query: noQuery,
    answers: { 200: { of: "The register.", json: suppliersShape } },
  },
  "GET /api/v1/accountability": {
    tag: "Governance",
    summary: "List who answers for each system",
    query: oversightQuery,
    answers: { 200: { of: "By system.", json: listOf(accountabilityShape, RANGED) } },
  },
  "GET /api/v1/reviewer-authorisation": {
    tag: "Governance",
    summary: "List decisions of people by whether they were allowed to make them",
    query: oversightQuery,
    answers: { 200: { of: "By system and role.", json: listOf(authorisationShape, RANGED) } },
  },
  "GET /api/v1/calibrations": {
    tag: "Governance",
    summary: "List exercises in which reviewers were shown known errors, newest first",
    query: oversightQuery,
    answers: { 200: { of: "Sums by role.", json: listOf(calibrationShape, RANGED) } },
  },
  "GET /api/v1/stop-drills": {
    tag: "Governance",
    summary: "List drills of stopping a system, newest first",
    query: oversightQuery,
    answers: { 200: { of: "Drills.", json: listOf(drillShape, RANGED) } },
  },
  "GET /api/v1/measured-stops": {
    tag: "Governance",
    summary: "List suspensions that happened, and how soon each took hold, newest first",
    query: oversightQuery,
    answers: { 200: { of: "Stops.", json: listOf(stopShape, RANGED) } },
  },
  "GET /api/v1/applicability": {
    tag: "Governance",
    summary: "Show the statement of applicability",
    query: applicabilityQuery,
    answers: { 200: { of: "By framework and clause.", json: applicabilityShape, text: CSV } },
  },
  "GET /api/v1/attestations": {
    tag: "Governance",
    summary: "List people's word that clauses are fulfilled, newest first",
    query: pageQuery,
    answers: { 200: { of: "Expired and withdrawn too.", json: listOf(attestationShape) } },
  },
  "GET /api/v1/cross-references": {
    tag: "Governance",
    summary: "List clauses of several frameworks that the same record serves",
    query: pageQuery,
    answers: { 200: { of: "By kind of record.", json: listOf(crossReferenceShape) } },
  },
  "GET /api/v1/nonconformities/:id/citations": {
    tag: "Governance",
    summary: "List what else a record serves beyond what it cites",
    query: noQuery,
    answers: { 200: { of: "Its citations, and others.", json: citationsShape } },
  },
  "GET /api/v1/management-review": {
    tag: "Governance",
    summary: "Compute what management reviews over a period",
    query: quarterQuery,
    answers: { 200: { of: "By input of the review.", json: packShape } },
  },
  "GET /api/v1/management-reviews": {
    tag: "Governance",
    summary: "List management reviews that were held, newest first",
    query: pageQuery,
    answers: { 200: { of: "With their actions.", json: listOf(managementReviewShape) } },
  },
  "GET /api/v1/management-reviews/:id": {
    tag: "Governance",
    summary: "Show a management review with the figures that were before it",
    query: noQuery,
    answers: { 200: { of: "The review.", json: managementReviewItemShape } },
  },
  "GET /api/v1/audit": {
    tag: "Governance",
    summary: "Show the management system as it stood at an instant",
    query: auditQuery,
    answers: { 200: { of: "What was in force.", json: auditStateShape } },
  },
  "GET /api/v1/audit-samples": {
    tag: "Governance",
    summary: "List samples that auditors drew, newest first",
    query: pageQuery,
    answers: { 200: { of: "How each was drawn.", json: listOf(auditSampleShape) } },
  },
  "GET /api/v1/audit-samples/:id": {
    tag: "Governance",
    summary: "Show a sample with its items",
    query: workpaperQuery,
    answers: { 200: { of: "The workpaper.", json: workpaperShape, text: CSV } },
  },
};
