import { z } from "zod";
import type { Request } from "./environment.ts";
import { Refusal } from "./refusal.ts";

const DAY_MS = 86_400_000;
const INSTANT = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/i;

/**
 * What stands behind `?`, read by the object that describes it. Throws `Refusal` (400) with each
 * mistake, a name that is none of the object's among them: a misspelt filter must not list everything.
 */
export function queryOf<Shape>(c: Request, schema: z.ZodType<Shape>): Shape {
  const given = c.req.queries();
  const repeated = Object.keys(given).find((name) => (given[name]?.length ?? 0) > 1);
  if (repeated !== undefined) {
    const detail = `${repeated} is given ${given[repeated]?.length} times; give it once`;
    throw refused([{ parameter: repeated, detail }]);
  }
  const values = c.req.query();
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  throw refused(result.error.issues.flatMap((issue) => mistakesOf(issue, values, schema)));
}

type Mistake = { readonly parameter: string; readonly detail: string };

function refused(errors: readonly Mistake[]): Refusal {
  return new Refusal({
    status: 400,
    code: "invalid_parameter",
    detail: errors.map(({ detail }) => detail).join("; "),
    errors,
  });
}

function mistakesOf(
  issue: z.core.$ZodIssue,
  values: Readonly<Record<string, string>>,
  schema: z.ZodType,
): readonly Mistake[] {
  if (issue.code === "unrecognized_keys") {
    const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    const takes = known.length === 0 ? "this route takes none" : `there are ${known.join(", ")}`;
    return issue.keys.map((parameter) => ({
      parameter: parameter.slice(0, 64),
      detail: `there is no parameter ${JSON.stringify(parameter.slice(0, 64))} here; ${takes}`,
    }));
  }
  const parameter = String(issue.path[0] ?? "");
  if (parameter === "") return [{ parameter, detail: issue.message }];
  const value = values[parameter];
  if (value === undefined || value === "") {
    return [{ parameter, detail: `${parameter} is required, as in ?${parameter}=…` }];
  }
  const rule =
    issue.code === "invalid_value"
      ? `must be one of ${issue.values.map(String).join(", ")}`
      : issue.message;
  return [{ parameter, detail: `${parameter} ${rule}, got ${JSON.stringify(value.slice(0, 64))}` }];
}

const instantRule =
  "must be an ISO 8601 date, or instant with a time zone (an offset's + is %2B)" as const;

/** A date or an instant of a request → Unix milliseconds. */
export const instantText: z.ZodType<number, string> = z
  .string()
  .refine((text) => instantMs(text) !== null, instantRule)
  .transform((text) => instantMs(text) ?? Number.NaN)
  .meta({
    description: "An ISO 8601 date (midnight UTC), or an instant with a time zone.",
    examples: ["2026-11-23", "2026-11-23T10:00:00Z"],
  });

/** The same in a body. */
export const sentInstant: z.ZodType<number, string> = z
  .string()
  .refine(
    (text) => instantMs(text) !== null,
    "must be an ISO 8601 date, or instant with a time zone",
  )
  .transform((text) => instantMs(text) ?? Number.NaN)
  .meta({
    description: "An ISO 8601 date (midnight UTC), or an instant with a time zone.",
    examples: ["2026-11-23T10:00:00Z"],
  });

/** `from` and `to` of an object for `queryOf`; `rangeOf` makes a range of them. */
export const RANGE: {
  readonly from: z.ZodOptional<z.ZodType<number, string>>;
  readonly to: z.ZodOptional<z.ZodType<number, string>>;
} = {
  from: instantText.optional().describe("The beginning, inclusive; absent: a day before `to`."),
  to: instantText.optional().describe("The end, exclusive; absent: now."),
};

/** The same, where a quarter is what one asks for. */
export const QUARTER: typeof RANGE = {
  from: instantText.optional().describe("The beginning, inclusive; absent: 90 days before `to`."),
  to: RANGE.to,
};

/** Half open. Throws `Refusal` (400) where it is empty. */
export function rangeOf(
  asked: { readonly from?: number | undefined; readonly to?: number | undefined },
  of: { readonly nowMs: number; readonly days?: number },
): { readonly fromMs: number; readonly toMs: number } {
  const toMs = asked.to ?? of.nowMs;
  const fromMs = asked.from ?? toMs - (of.days ?? 1) * DAY_MS;
  if (fromMs < toMs) return { fromMs, toMs };
  const detail = `from must be earlier than to, got ${iso(fromMs)} and ${iso(toMs)}`;
  throw refused([{ parameter: "from", detail }]);
}

/** A date (midnight UTC) or an instant with a time zone → Unix milliseconds; null for anything else. */
export function instantMs(text: string): number | null {
  if (!INSTANT.test(text)) return null;
  // The platform reads 30 February as 2 March.
  const day = new Date(text.slice(0, 10));
  if (Number.isNaN(day.getTime()) || day.getUTCDate() !== Number(text.slice(8, 10))) return null;
  const ms = Date.parse(text.replace(" ", "T"));
  return Number.isNaN(ms) ? null : ms;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** `all` (one point) or a duration such as `15m` → its milliseconds; null: one point. */
export const stepText: z.ZodType<number | null, string | undefined> = z
  .string()
  .default("all")
  .refine(
    (text) => text === "all" || stepMs(text) !== null,
    "must be all or a duration such as 30s, 15m, 1h, 1d",
  )
  .transform((text) => (text === "all" ? null : stepMs(text)))
  .meta({
    description: "`all`: one point for the whole range; or a duration such as `15m`, `1h`, `1d`.",
    examples: ["1h"],
  });

function stepMs(text: string): number | null {
  const [, count, unit] = /^([1-9]\d{0,5})([smhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
  return Number.isNaN(ms) ? null : ms;
}

/** A whole number of a request, within bounds. */
export function wholeText(of: {
  readonly min: number;
  readonly max: number;
  readonly rule: string;
}): z.ZodType<number, string> {
  const { min, max, rule } = of;
  return z
    .string()
    .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max, rule)
    .transform(Number)
    .meta({ type: "integer", minimum: min, maximum: max });
}

/** A place in a log. */
export const countText: z.ZodType<number, string> = wholeText({
  min: 0,
  max: 999_999_999_999_999,
  rule: "must be a whole number",
});

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
