import { z } from "zod";
import type { ApiActs, Columns } from "../acts.ts";
import type { BodyLimits } from "../body.ts";
import type { ByteBudget } from "../byte-budget.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { paged } from "../paging.ts";
import { instantMs } from "../query.ts";
import type { ApiReads } from "../reads.ts";
import { missing, Refusal } from "../refusal.ts";
import { accept } from "./governance.ts";
import { baselineJson } from "./shapes.ts";

/** A reference set travels whole: 100,000 rows of 20 features are about 10 MiB of JSON. */
const BASELINE_BODY: BodyLimits = { wireBytesMax: 16_777_216, decodedBytesMax: 25_165_824 };

const instant = z
  .string()
  .refine(
    (text) => instantMs(text) !== null,
    "must be an ISO 8601 date, or instant with a time zone",
  );
const rate = z.number().min(0).max(1);
const columnsRule =
  "must be an object of columns: feature name → array of numbers, texts or nulls; all of one length, at least 1";
const creation = z
  .strictObject({
    system: z.string().min(1).max(256),
    name: z.string().min(1).max(128),
    from: instant.optional(),
    to: instant.optional(),
    columns: z.custom<Columns>(areColumns, columnsRule).optional(),
    rates: z
      .strictObject({
        overrideRate: rate.optional(),
        errorRate: rate.optional(),
        accuracy: rate.optional(),
      })
      .default({}),
  })
  .refine(
    ({ from, to, columns }) =>
      columns === undefined
        ? from !== undefined && to !== undefined
        : from === undefined && to === undefined,
    "a baseline is made either from a window (from and to) or from columns",
  );
/** Baselines: what drift is measured against. One that is not approved is used by no control. */
export function baselineRoutes(
  app: Routes,
  deps: { readonly reads: ApiReads; readonly acts: ApiActs; readonly budget: ByteBudget },
): void {
  const { reads, acts } = deps;
  app.get("/api/v1/baselines", async (c) => {
    const system = c.req.query("system");
    const found = (await reads.baselines()).filter(
      (baseline) => system === undefined || baseline.system === system,
    );
    return c.json(paged(c, found, (baseline) => baseline.digest, baselineJson));
  });
  app.post("/api/v1/baselines", async (c) => {
    const { system, name, rates, ...source } = await jsonBody(c, creation, deps, BASELINE_BODY);
    const made = await acts.createBaseline({
      system,
      name,
      from:
        source.columns === undefined
          ? { kind: "window", ...windowOf(source) }
          : { kind: "columns", columns: source.columns },
      rates: withoutAbsent(rates),
      by: c.get("caller").name,
    });
    if (made.kind === "refused") {
      const more = Object.keys(made.fields).length > 0 ? { more: { fields: made.fields } } : {};
      throw new Refusal({ status: 422, detail: made.reason, ...more });
    }
    return c.json(baselineJson(made.baseline), 201);
  });
  app.post("/api/v1/baselines/:digest/approve", async (c) => {
    const digest = c.req.param("digest");
    if (!(await reads.baselines()).some((baseline) => baseline.digest === digest)) {
      throw missing("baseline", digest);
    }
    accept(await acts.approveBaseline({ digest, by: c.get("caller").name }), digest);
    const baseline = (await reads.baselines()).find((each) => each.digest === digest);
    if (baseline === undefined) throw missing("baseline", digest);
    return c.json(baselineJson(baseline));
  });
}

function windowOf(source: { from?: string | undefined; to?: string | undefined }): {
  fromMs: number;
  toMs: number;
} {
  const fromMs = instantMs(source.from ?? "") ?? 0;
  const toMs = instantMs(source.to ?? "") ?? 0;
  if (fromMs < toMs) return { fromMs, toMs };
  const detail = `from must be earlier than to, got ${source.from} and ${source.to}`;
  throw new Refusal({ status: 422, detail });
}

type Rates = Parameters<ApiActs["createBaseline"]>[0]["rates"];

function withoutAbsent(rates: { readonly [Name in keyof Rates]: Rates[Name] | undefined }): Rates {
  const { overrideRate, errorRate, accuracy } = rates;
  return {
    ...(overrideRate === undefined ? {} : { overrideRate }),
    ...(errorRate === undefined ? {} : { errorRate }),
    ...(accuracy === undefined ? {} : { accuracy }),
  };
}

/** By hand: a schema that visits each of a million cells would take a second. */
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
