import { ACT_FORMS, type ActField, type RoadmapAct, type Written } from "@tiltmeter/rules";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { accept } from "./accept.ts";

const cell = z.union([z.string(), z.number(), z.boolean()]);

/** The body of an act: the fields of its form but for one that the path gives; repeated ones by id. */
function bodyOf(act: RoadmapAct, fromPath: string | undefined): z.ZodType<Given> {
  const { fields, each = [] } = ACT_FORMS[act];
  const members = fields
    .filter(({ name }) => name !== fromPath)
    .map((field): [string, z.ZodType<Given[string]>] => [field.name, schemaOf(field)]);
  const repeated = each.map(({ name, label }): [string, z.ZodType<Given[string]>] => [
    name,
    z.record(z.string(), cell).optional().describe(`${label}, by id of the risk.`),
  ]);
  return z.strictObject(Object.fromEntries([...members, ...repeated]));
}

type Cell = string | number | boolean;
type Given = Readonly<Record<string, Cell | Readonly<Record<string, Cell>> | undefined>>;

/** What is missing or wrong the act itself says, of all fields at once. */
function schemaOf({ label, help, kind, options, required }: ActField): z.ZodType<Given[string]> {
  const rule = kind === "date" ? "A day, `2027-03-31`." : kind === "instant" ? "An instant." : "";
  const only = options === undefined ? "" : `One of ${options.join(", ")}.`;
  const words = [
    `${label}${help === "" ? "" : `: ${help}`}.`,
    rule,
    only,
    required ? "Required." : "",
  ];
  return cell.optional().describe(words.filter((each) => each !== "").join(" "));
}

interface ActRoute {
  readonly path: string;
  readonly act: RoadmapAct;
  /** The field that the path gives. */
  readonly field?: string;
  readonly summary: string;
  readonly example: Given;
}

/** Which act a route does. */
const ROUTES: readonly ActRoute[] = [
  {
    path: "/api/v1/approvals",
    act: "approve",
    summary: "Approve a version of a policy, an objective or a control",
    example: {
      ...{ subject: "control", id: "drift.inputs", version: "abc" },
      ...{ rationale: "the limit found both incidents of spring", backtest: "yes" },
    },
  },
  {
    path: "/api/v1/acknowledgements",
    act: "acknowledge",
    summary: "Say that one has read a policy",
    example: { policy: "responsible-ai", version: 2 },
  },
  {
    path: "/api/v1/assessments",
    act: "assess",
    summary: "Record an assessment of risk and impact",
    example: {
      ...{ system: "credit-scoring", conclusion: "acceptable with review", evidence: "DPIA 14" },
      likelihood: { "R-01": 3 },
    },
  },
  {
    path: "/api/v1/calibrations",
    act: "plan_calibration",
    summary: "Plan an exercise in which reviewers are shown known errors",
    example: {
      ...{ system: "credit-scoring", role: "underwriter", items: 40, errors: 6 },
      ...{ from: "2026-12-01", until: "2026-12-08", plan: "drawn from last year's corrections" },
    },
  },
  {
    path: "/api/v1/calibrations/:id/results",
    act: "record_calibration",
    field: "id",
    summary: "Import the results of an exercise",
    example: { results: "reviewer,item,error,flagged\nr1,i1,yes,yes\n" },
  },
  {
    path: "/api/v1/stop-drills",
    act: "record_drill",
    summary: "Record a drill of stopping a system",
    example: {
      ...{ system: "credit-scoring", held: "2026-11-23T10:00:00Z", role: "operations" },
      ...{ outcome: "stopped", seconds: 12 },
    },
  },
  {
    path: "/api/v1/attestations",
    act: "attest",
    summary: "Attest that a clause is fulfilled",
    example: {
      ...{ framework: "iso42001", clause: "A.7.3", expires: "2027-03-31" },
      ...{ statement: "acquisition of data follows procedure 12", evidence: "handbook 4.2" },
    },
  },
  {
    path: "/api/v1/attestations/:id/withdrawal",
    act: "withdraw_attestation",
    field: "id",
    summary: "Withdraw an attestation",
    example: { reason: "the procedure was replaced" },
  },
  {
    path: "/api/v1/management-reviews",
    act: "hold_review",
    summary: "Record a management review of a period",
    example: { from: "2026-07-01", to: "2026-10-01", summary: "suitable; staffing to be raised" },
  },
  {
    path: "/api/v1/management-reviews/:id/decisions",
    act: "decide",
    field: "review",
    summary: "Record a decision of a management review",
    example: { input: "c", decision: "hire a second reviewer", owner: "mara", due: "2027-01-31" },
  },
  {
    path: "/api/v1/review-actions/:id/completion",
    act: "finish_action",
    field: "id",
    summary: "Report an action of a management review done",
    example: { evidence: "contract of 14 January" },
  },
  {
    path: "/api/v1/audit-samples",
    act: "draw_sample",
    summary: "Draw a sample that anybody can draw again",
    example: { of: "evaluations", count: 25, from: "2026-10-01", to: "2026-11-01" },
  },
];

/** What people do for the roadmap: the fields are those of the forms, nested ones by id. Answers 201 with the id. */
export function roadmapActRoutes(app: Routes, deps: { readonly budget: ByteBudget }): void {
  for (const { path, act, field } of ROUTES) {
    const form = bodyOf(act, field);
    app.post(path, async (c: Request) => {
      const body = await jsonBody(c, form, deps);
      const id = c.req.param("id") ?? "";
      const written = { ...flat(body), ...(field === undefined ? {} : { [field]: id }) };
      const answer = await c.var.acts.roadmap({ act, written, by: c.get("caller").name });
      if (answer.kind === "refused") accept(answer, id);
      else return c.json({ id: answer.id }, 201);
      return c.json({ id }, 201);
    });
  }
}

/** `{ likelihood: { "R-01": 3 } }` → `likelihood.R-01`. */
function flat(of: Given, before = ""): Written {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, value]): readonly (readonly [string, string])[] => {
      if (value === undefined) return [];
      return typeof value === "object"
        ? Object.entries(flat(value, `${before}${name}.`))
        : [[`${before}${name}`, String(value)]];
    }),
  );
}

const written = z
  .strictObject({ id: z.string().describe("Of what was written.") })
  .meta({ id: "Written" });

export const ROADMAP_ACT_ROUTES: Described = Object.fromEntries(
  ROUTES.map(({ path, act, field, summary, example }) => [
    `POST ${path}`,
    {
      tag: "Governance",
      summary,
      body: bodyOf(act, field),
      example,
      answers: { 201: { of: "It is in the ledger.", json: written } },
      problems: { 409: "It does not stand so that this can be done." },
    },
  ]),
);
