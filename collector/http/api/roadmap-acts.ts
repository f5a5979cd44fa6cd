import type { RoadmapAct, Written } from "@tiltmeter/rules";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Request, Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { accept } from "./accept.ts";

/** A value of a form: text, a number, a flag, or values by the id of what they are about. */
type Given = string | number | boolean | { readonly [name: string]: Given };
const given: z.ZodType<Given> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.record(z.string(), given)]),
);
const form = z.record(z.string(), given);

/** Which act a route does, and which field the path gives. */
const ROUTES: readonly {
  readonly path: string;
  readonly act: RoadmapAct;
  readonly field?: string;
}[] = [
  { path: "/api/v1/approvals", act: "approve" },
  { path: "/api/v1/acknowledgements", act: "acknowledge" },
  { path: "/api/v1/assessments", act: "assess" },
  { path: "/api/v1/calibrations", act: "plan_calibration" },
  { path: "/api/v1/calibrations/:id/results", act: "record_calibration", field: "id" },
  { path: "/api/v1/stop-drills", act: "record_drill" },
  { path: "/api/v1/attestations", act: "attest" },
  { path: "/api/v1/attestations/:id/withdrawal", act: "withdraw_attestation", field: "id" },
  { path: "/api/v1/management-reviews", act: "hold_review" },
  { path: "/api/v1/management-reviews/:id/decisions", act: "decide", field: "review" },
  { path: "/api/v1/review-actions/:id/completion", act: "finish_action", field: "id" },
  { path: "/api/v1/audit-samples", act: "draw_sample" },
];

/** What people do for the roadmap: the fields are those of the forms, nested ones by id. Answers 201 with the id. */
export function roadmapActRoutes(app: Routes, deps: { readonly budget: ByteBudget }): void {
  for (const { path, act, field } of ROUTES) {
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
function flat(of: { readonly [name: string]: Given }, before = ""): Written {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, value]): readonly (readonly [string, string])[] =>
      typeof value === "object"
        ? Object.entries(flat(value, `${before}${name}.`))
        : [[`${before}${name}`, String(value)]],
    ),
  );
}
