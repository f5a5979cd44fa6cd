import { z } from "zod";
import { readBody } from "../body.ts";
import { Busy } from "../body-error.ts";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import { contentEncoding } from "../ingest-request.ts";
import { isJson, jsonBody, SMALL_BODY } from "../json-body.ts";
import type { Mistake } from "../problem.ts";
import { queryOf } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { sentControlsShape } from "../shapes/sent-controls.ts";
import type { Json } from "./shapes.ts";

/** Something in a control file; see `rules/control/finding.ts`. */
interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** Puts a control file in force, or with null takes it back; see `collector/acts/controls.ts`. */
export type SendControls = (of: {
  readonly file: string;
  readonly text: string | null;
  readonly by: string;
}) => Promise<
  | {
      readonly kind: "done";
      readonly outcome: "same" | "changed";
      readonly controls: readonly { readonly id: string; readonly revision: string }[];
      readonly warnings: readonly Finding[];
    }
  | { readonly kind: "refused"; readonly findings: readonly Finding[] }
  | { readonly kind: "unknown" }
>;

const NAME =
  "must be the name of a file, such as credit.yaml: letters, digits and ._- before .yaml";
const fileName = z.string({ error: NAME }).regex(/^[A-Za-z0-9][\w.-]{0,120}\.ya?ml$/, NAME);
const sending = z.strictObject({
  file: fileName.describe("Its name: a file of the same name takes its place."),
  text: z
    .string({ error: "must be the text of the file, or null to take it back" })
    .nullable()
    .describe("YAML; null takes the file back, and its controls out of force."),
});
const yamlQuery = z.strictObject({
  file: fileName.optional().describe("The file's name, where the body is YAML."),
});

const YAML_TYPES = ["text/yaml", "application/yaml", "application/x-yaml"];
const MISTAKES_MAX = 20;

/** Control files that are sent instead of being laid into the configuration. */
export function controlFileRoutes(
  app: Routes,
  deps: { readonly send: SendControls; readonly budget: ByteBudget },
): void {
  app.put("/api/v1/controls", async (c) => {
    const { file, text } = await sent(c, deps);
    const answer = await deps.send({ file, text, by: c.get("caller").name });
    switch (answer.kind) {
      case "unknown":
        throw missing("control file that was sent", file);
      case "refused":
        throw refusal(answer.findings, file);
      case "done": {
        const { outcome, controls, warnings } = answer;
        return c.json({ file, outcome, controls, warnings: warnings.map(findingJson) });
      }
    }
  });
}

async function sent(
  c: Request,
  deps: { readonly budget: ByteBudget },
): Promise<z.infer<typeof sending>> {
  const { file } = queryOf(c, yamlQuery);
  const [type = ""] = (c.req.header("content-type") ?? "").split(";");
  if (!YAML_TYPES.includes(type.trim().toLowerCase())) {
    if (!isJson(c)) {
      const got = JSON.stringify(type.slice(0, 64));
      const detail = `content-type must be text/yaml or application/json, got ${got}`;
      throw new Refusal({ status: 415, detail });
    }
    return jsonBody(c, sending, deps);
  }
  if (file === undefined) {
    const detail = `file ${NAME}, as in ?file=credit.yaml`;
    const errors = [{ parameter: "file", detail }];
    throw new Refusal({ status: 400, code: "invalid_parameter", detail, errors });
  }
  const encoding = contentEncoding(c.req.header("content-encoding"));
  const reservation = deps.budget.take(c.get("caller").id, 0);
  if (typeof reservation === "string") throw new Busy(reservation);
  try {
    const body = await readBody(c, { encoding, limits: SMALL_BODY, reservation });
    return { file, text: body.toString() };
  } finally {
    reservation.release();
  }
}

/** 422 with the places in what was sent; 409 where another file stands against it. */
function refusal(findings: readonly Finding[], file: string): Refusal {
  const isOfOthers = findings.every((each) => each.file !== `api:${file}`);
  const words = findings.map((each) => `${each.file}:${each.line}:${each.column}: ${each.message}`);
  const more = words.length > 1 ? `, and ${words.length - 1} more` : "";
  if (isOfOthers) {
    const detail = `other control files cannot be put in force as they are, so nothing can; mend them first: ${words[0] ?? ""}${more}`;
    return new Refusal({ status: 409, detail });
  }
  const errors = findings.slice(0, MISTAKES_MAX).map(
    ({ line, column, message, fix }): Mistake => ({
      ...{ pointer: "/text", line, column },
      detail: fix === "" ? message : `${message}: ${fix}`,
    }),
  );
  return new Refusal({ status: 422, detail: `${words[0] ?? ""}${more}`, errors });
}

function findingJson({ line, column, code, message, fix }: Finding): Json {
  return { line, column, code, message, fix };
}

export const CONTROL_FILE_ROUTES: Described = {
  "PUT /api/v1/controls": {
    tag: "Controls",
    summary: "Put a control file in force beside those of the configuration",
    detail:
      "Checked as `tiltmeter controls check` does and put in force with all others, or not at all. It is kept, so a restart has it, and called `api:NAME` where files are named. A control that a file of the configuration has cannot be taken over. Who sent it stands in the ledger and in the revisions of its controls.",
    query: yamlQuery,
    body: sending,
    example: { file: "credit.yaml", text: "version: 1\ncontrols: []\n" },
    upload: { "text/yaml": "The file's text, at most 256 KiB; its name stands behind `?file=`." },
    answers: {
      200: { of: "It is in force; `same`: it was before.", json: sentControlsShape },
    },
    problems: {
      404: "There is no such file to take back.",
      409: "Other control files cannot be put in force as they are.",
      422: "It has errors: `errors` has line and column of each.",
    },
  },
};
