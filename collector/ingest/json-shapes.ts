import { CONCERN_STATUSES } from "@tiltmeter/sdk/wire/concern";
import { OVERSIGHT_ACTIONS } from "@tiltmeter/sdk/wire/oversight";
import { TASKS } from "@tiltmeter/sdk/wire/prediction";
import type { Statement, Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { z } from "zod";
import { instantMs } from "./instant.ts";
import { CALL_KEYS, callItem, callOf } from "./json-call.ts";
import { emptyParts, sortFeature, sortSegment } from "./prediction-parts.ts";

/** The paths of the plain JSON ingest. */
export type JsonPath = "predictions" | "outcomes" | "oversight" | "scores" | "concerns" | "changes";

interface JsonShape {
  /** One item, as it is checked: what the API describes. */
  readonly schema: z.ZodType;
  /** Every key that may stand in an item, nested ones dotted. */
  readonly keys: readonly string[];
  readonly parse: (item: unknown) =>
    | { readonly kind: "telemetry"; readonly telemetry: Telemetry }
    | {
        readonly kind: "invalid";
        readonly issues: readonly [z.core.$ZodIssue, ...z.core.$ZodIssue[]];
      };
}

// Messages complete the sentence "<key> must be …".
const text = z.string("text").nullish();
const number = z.number("a number").nullish();
const seconds = z.number("seconds, 0 or more").min(0, "seconds, 0 or more").nullish();
const scalar = z.union(
  [z.number(), z.string(), z.boolean(), z.null()],
  "a number, text, true, false or null",
);
const time = z
  .string("an ISO 8601 instant with a time zone, such as 2026-11-23T10:00:00Z")
  .refine(
    (value) => instantMs(value) !== null,
    "an ISO 8601 instant with a time zone, such as 2026-11-23T10:00:00Z",
  )
  .nullish();
const sender = {
  system: z.string("the system's name").describe("The AI system that it is about."),
  time: time.describe("When it was, ISO 8601 with a time zone; absent: when it arrives."),
  environment: text.describe("`production`, `staging` …"),
  systemVersion: text.describe("Of the software around the model."),
};
const about = {
  ...sender,
  id: z.string("the prediction's id").describe("Id of the prediction that it is about."),
};

const predictionItem = z.strictObject(
  {
    ...sender,
    id: text
      .refine((id) => id !== "", "text of 1–256 characters")
      .describe("What outcomes and oversight decisions will name it by."),
    model: z
      .strictObject(
        { name: text, version: text, supplier: text, digest: text },
        "an object with name and version",
      )
      .nullish(),
    task: z.enum(TASKS, `one of ${TASKS.join(", ")}`).nullish(),
    label: text.describe("What the model answered, where that is one of several labels."),
    score: number.describe("How sure it was, or the probability of the label."),
    value: number.describe("What it answered, where that is a number."),
    latency: seconds.describe("Seconds."),
    status: z.enum(["ok", "error"], "ok or error").nullish(),
    errorType: text,
    features: z
      .record(z.string(), scalar, "an object")
      .nullish()
      .describe("What it was fed with, by name: drift is measured on these."),
    segment: z
      .record(z.string(), scalar, "an object")
      .nullish()
      .describe("Groups that it belongs to, by name: fairness is measured between these."),
    subject: text.describe("Whom it is about: erasure goes by it."),
    call: callItem,
  },
  "an object",
);
const outcomeItem = z
  .strictObject({ ...about, label: text, value: number, source: text }, "an object")
  .refine((of) => (of.label ?? "") !== "" || (of.value ?? null) !== null, {
    path: ["label"],
    message: "given, unless value is",
  });
const oversightItem = z.strictObject(
  {
    ...about,
    action: z.enum(OVERSIGHT_ACTIONS, `one of ${OVERSIGHT_ACTIONS.join(", ")}`),
    from: text,
    to: text,
    by: text,
    role: text,
    reason: text,
    reviewSeconds: seconds.describe("How long the person looked at it."),
  },
  "an object",
);
const CHECK_NAME = "the name of a check";
const scoreItem = z
  .strictObject(
    {
      ...about,
      name: z.string(CHECK_NAME).min(1, CHECK_NAME),
      value: number,
      label: text,
      passed: z.boolean("true or false").nullish(),
      source: text,
    },
    "an object",
  )
  .refine((of) => (of.label ?? "") !== "" || (of.value ?? of.passed ?? null) !== null, {
    path: ["passed"],
    message: "given, unless value or label is",
  });
const concernItem = z.strictObject(
  {
    ...sender,
    id: z.string("the concern's id"),
    status: z.enum(CONCERN_STATUSES, `one of ${CONCERN_STATUSES.join(", ")}`).nullish(),
    kind: text,
    summary: text,
    by: text,
  },
  "an object",
);
const CHANGE_KIND = "deployment, prompt, configuration, model or a word of your own";
const changeItem = z.strictObject(
  {
    ...sender,
    kind: z.string(CHANGE_KIND).min(1, CHANGE_KIND),
    summary: text,
    from: text,
    to: text,
  },
  "an object",
);

export const JSON_SHAPES: Readonly<Record<JsonPath, JsonShape>> = {
  predictions: shape(predictionItem, prediction, [
    "model.name",
    "model.version",
    "model.supplier",
    "model.digest",
    ...CALL_KEYS.map((key) => `call.${key}`),
  ]),
  outcomes: shape(outcomeItem, (of) => ({
    kind: "outcome",
    id: of.id,
    timeMs: timeOf(of.time),
    label: of.label ?? "",
    value: of.value ?? null,
    source: of.source ?? "",
  })),
  oversight: shape(oversightItem, (of) => ({
    kind: "oversight",
    id: of.id,
    timeMs: timeOf(of.time),
    action: of.action,
    from: of.from ?? "",
    to: of.to ?? "",
    by: of.by ?? "",
    role: of.role ?? "",
    reason: of.reason ?? "",
    reviewSeconds: of.reviewSeconds ?? null,
  })),
  scores: shape(scoreItem, (of) => ({
    kind: "score",
    id: of.id,
    timeMs: timeOf(of.time),
    name: of.name,
    value: of.value ?? null,
    label: of.label ?? "",
    passed: of.passed ?? null,
    source: of.source ?? "",
  })),
  concerns: shape(concernItem, (of) => ({
    kind: "concern",
    id: of.id,
    timeMs: timeOf(of.time),
    status: of.status ?? "reported",
    concern: of.kind ?? "",
    summary: of.summary ?? "",
    by: of.by ?? "",
  })),
  changes: shape(changeItem, (of) => ({
    kind: "change",
    timeMs: timeOf(of.time),
    change: of.kind,
    summary: of.summary ?? "",
    from: of.from ?? "",
    to: of.to ?? "",
  })),
};

/** What one item of each path is. */
export const JSON_ITEMS: Readonly<Record<JsonPath, z.ZodType>> = {
  predictions: JSON_SHAPES.predictions.schema,
  outcomes: JSON_SHAPES.outcomes.schema,
  oversight: JSON_SHAPES.oversight.schema,
  scores: JSON_SHAPES.scores.schema,
  concerns: JSON_SHAPES.concerns.schema,
  changes: JSON_SHAPES.changes.schema,
};

function prediction(of: z.infer<typeof predictionItem>): Statement {
  const parts = emptyParts();
  for (const [name, value] of Object.entries(of.features ?? {})) sortFeature(parts, name, value);
  for (const [name, value] of Object.entries(of.segment ?? {})) sortSegment(parts, name, value);
  const errorType = of.errorType ?? "";
  return {
    kind: "prediction",
    id: of.id ?? "",
    timeMs: timeOf(of.time),
    model: {
      name: of.model?.name ?? "",
      version: of.model?.version ?? "",
      supplier: of.model?.supplier ?? "",
      digest: of.model?.digest ?? "",
    },
    task: of.task ?? "",
    label: of.label ?? "",
    score: of.score ?? null,
    value: of.value ?? null,
    latency: of.latency ?? null,
    status: of.status ?? (errorType === "" ? "ok" : "error"),
    errorType,
    ...parts,
    subject: of.subject ?? "",
    ...callOf(of.call, of.model?.name ?? ""),
  };
}

/** 0 where the sender gave none: the receiver's time is filled in on admission. */
function timeOf(time: string | null | undefined): number {
  return instantMs(time ?? "") ?? 0;
}

interface Sender {
  readonly system: string;
  readonly environment?: string | null | undefined;
  readonly systemVersion?: string | null | undefined;
}

function shape<Item extends Sender>(
  schema: z.ZodType<Item> & { readonly shape: Readonly<Record<string, unknown>> },
  statement: (item: Item) => Statement,
  nested: readonly string[] = [],
): JsonShape {
  return {
    schema,
    keys: [...Object.keys(schema.shape), ...nested],
    parse: (item) => {
      const parsed = schema.safeParse(item);
      if (!parsed.success) {
        const [first, ...others] = parsed.error.issues;
        if (first === undefined)
          throw new Error("a failed parse names no issue", { cause: parsed.error });
        return { kind: "invalid", issues: [first, ...others] };
      }
      const origin = {
        system: parsed.data.system,
        systemVersion: parsed.data.systemVersion ?? "",
        environment: parsed.data.environment ?? "",
        producer: "",
      };
      return {
        kind: "telemetry",
        telemetry: { origin, seq: 0, traceId: "", spanId: "", statement: statement(parsed.data) },
      };
    },
  };
}
