import { z } from "zod";
import type { ApiActs, Columns, ScoreRows } from "../acts.ts";
import { instantMs, sentInstant } from "../query.ts";
import { outputCounts, sentDistributions } from "./distributions-body.ts";

type Creation = Omit<Parameters<ApiActs["createBaseline"]>[0], "by">;

const rate = z.number().min(0).max(1);
const columnsRule =
  "must be an object of columns: feature name → array of numbers, texts or nulls; all of one length, at least 1";
const timesRule =
  "must be an array of ISO 8601 dates or instants with a time zone, or of Unix milliseconds; null where not known, but not everywhere";
const scoresRule =
  "must have label (texts), score (numbers) and truth (texts): arrays of one length, at least 1; null: the row does not count";
/** A rule longer than a year is a mistake: quantiles would follow nothing. */
const days = z.int().min(1).max(366);

const body = z
  .strictObject({
    system: z.string().min(1).max(256),
    name: z.string().min(1).max(128),
    from: sentInstant.optional(),
    to: sentInstant.optional(),
    columns: z
      .custom<Columns>(areColumns, columnsRule)
      .meta({
        type: "object",
        description: "Rows by column: feature name → its values, all columns of one length.",
        additionalProperties: { type: "array", items: { type: ["number", "string", "null"] } },
      })
      .optional(),
    rolling: z.strictObject({ days, everyDays: days }).optional(),
    distributions: sentDistributions.optional(),
    /** Of the rows of `columns`, for `seasonal`. */
    times: z
      .custom<readonly (string | number | null)[]>(areTimes, timesRule)
      .meta({
        type: "array",
        description: "Of the rows of `columns`, for `seasonal`: instants, or Unix milliseconds.",
        items: { type: ["number", "string", "null"] },
      })
      .optional(),
    /** Rows of their own, beside `columns`: what estimated performance is calibrated with. */
    scores: z
      .custom<ScoreRows>(areScores, scoresRule)
      .meta({
        type: "object",
        description:
          "Past answers whose truth is known, by column, of one length: what estimated performance is calibrated with.",
        additionalProperties: false,
        properties: {
          label: { type: "array", items: { type: ["string", "null"] } },
          score: { type: "array", items: { type: ["number", "null"] } },
          truth: { type: "array", items: { type: ["string", "null"] } },
        },
        required: ["label", "score", "truth"],
      })
      .optional(),
    /** What the model answered, beside `columns`; absent: the labels of `scores`. */
    outputs: outputCounts.optional(),
    /** Compares a window with the same hours of the week, UTC. */
    seasonal: z.literal("hour_of_week").optional(),
    rates: z
      .strictObject({
        overrideRate: rate.optional(),
        errorRate: rate.optional(),
        accuracy: rate.optional(),
      })
      .default({}),
  })
  .refine(
    ({ from, to, columns, rolling, distributions }) =>
      (from === undefined) === (to === undefined) &&
      [from, columns, rolling, distributions].filter((source) => source !== undefined).length === 1,
    "a baseline is made from a window (from and to), from columns, from distributions, or rolling: from one of them",
  )
  .refine(
    ({ columns, times, scores, outputs }) =>
      columns !== undefined ||
      (times === undefined && scores === undefined && outputs === undefined),
    "times, scores and outputs go with columns: a window has its own, and distributions have them in them",
  )
  .refine(
    ({ columns, times, seasonal }) =>
      columns === undefined || (times === undefined) === (seasonal === undefined),
    "columns that are seasonal need times, and times are for what is seasonal",
  )
  .refine(
    ({ distributions, seasonal }) =>
      distributions === undefined ||
      seasonal === undefined ||
      Object.values(distributions.distributions.features).some((feature) => "hourly" in feature),
    "distributions that are seasonal need hourly counts",
  )
  .refine(
    ({ columns, times }) =>
      times === undefined || Object.values(columns ?? {})[0]?.length === times.length,
    "times must be as many as there are rows",
  )
  .refine(
    ({ rolling }) => rolling === undefined || rolling.everyDays <= rolling.days,
    "everyDays must be at most days: days between them would never count",
  )
  .refine(
    ({ from, to }) => from === undefined || to === undefined || from < to,
    "from must be earlier than to",
  );

/**
 * The body of `POST /api/v1/baselines`: a baseline from a past window (`from`, `to`), from rows
 * (`columns`), from what the sender made of its rows (`distributions`), or from the last days again
 * and again (`rolling`).
 */
export const creation: z.ZodType<Creation> = body.transform((given) => ({
  system: given.system,
  name: given.name,
  from: sourceOf(given),
  ...(given.seasonal === undefined ? {} : { seasonal: given.seasonal }),
  rates: withoutAbsent(given.rates),
}));

function sourceOf(given: z.infer<typeof body>): Creation["from"] {
  const {
    from = Number.NaN,
    to = Number.NaN,
    columns,
    rolling,
    distributions,
    times,
    scores,
    outputs,
  } = given;
  if (rolling !== undefined) return { kind: "rolling", ...rolling };
  if (distributions !== undefined) return { kind: "distributions", ...distributions };
  if (columns === undefined) return { kind: "window", fromMs: from, toMs: to };
  return {
    kind: "columns",
    columns,
    ...(times === undefined ? {} : { times: times.map(timeMs) }),
    ...(scores === undefined ? {} : { scores }),
    ...(outputs === undefined ? {} : { outputs }),
  };
}

function timeMs(time: string | number | null): number {
  if (time === null) return Number.NaN;
  return typeof time === "number" ? time : (instantMs(time) ?? Number.NaN);
}

type Rates = Creation["rates"];

function withoutAbsent(rates: { readonly [Name in keyof Rates]: Rates[Name] | undefined }): Rates {
  const { overrideRate, errorRate, accuracy } = rates;
  return {
    ...(overrideRate === undefined ? {} : { overrideRate }),
    ...(errorRate === undefined ? {} : { errorRate }),
    ...(accuracy === undefined ? {} : { accuracy }),
  };
}

// By hand: a schema that visits each of a million cells would take a second.

function areColumns(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const columns: readonly unknown[] = Object.values(value);
  const [first] = columns;
  if (!Array.isArray(first) || first.length === 0 || Object.hasOwn(value, "__proto__"))
    return false;
  return columns.every(
    (column) => Array.isArray(column) && column.length === first.length && column.every(isCell),
  );
}

function isCell(cell: unknown): boolean {
  return typeof cell === "number" || typeof cell === "string" || cell === null;
}

function areTimes(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.some((time) => time !== null) &&
    value.every(
      (time) =>
        time === null ||
        (typeof time === "number" && Math.abs(time) <= INSTANT_MS_MAX) ||
        (typeof time === "string" && instantMs(time) !== null),
    )
  );
}

/** The last instant that a date can say. */
const INSTANT_MS_MAX = 8.64e15;

function areScores(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 3) return false;
  const { label, score, truth } = value as Record<string, unknown>; // checked below
  return (
    Array.isArray(label) &&
    Array.isArray(score) &&
    Array.isArray(truth) &&
    label.length > 0 &&
    label.length === score.length &&
    label.length === truth.length &&
    [...label, ...truth].every((text) => text === null || typeof text === "string") &&
    score.every((each) => each === null || typeof each === "number")
  );
}
