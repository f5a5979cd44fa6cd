import type { Request } from "./environment.ts";
import { Refusal } from "./refusal.ts";

const DAY_MS = 86_400_000;
const INSTANT = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/i;

/** `?from=&to=`, half open; `to` is now and `from` a day before it where they are absent. */
export function rangeOf(c: Request, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = instantOf(c, "to") ?? nowMs;
  const fromMs = instantOf(c, "from") ?? toMs - DAY_MS;
  if (fromMs < toMs) return { fromMs, toMs };
  const detail = `from must be earlier than to, got ${iso(fromMs)} and ${iso(toMs)}`;
  throw new Refusal({ status: 400, detail });
}

function instantOf(c: Request, name: string): number | null {
  const text = c.req.query(name);
  if (text === undefined) return null;
  const ms = instantMs(text);
  if (ms !== null) return ms;
  const detail = `${name} must be an ISO 8601 date, or instant with a time zone (an offset's + is %2B), got ${JSON.stringify(text.slice(0, 64))}`;
  throw new Refusal({ status: 400, detail });
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

/** `?step=all` (one point) or a duration such as `15m`; all where absent. Null: one point. */
export function stepOf(c: Request): number | null {
  const text = c.req.query("step") ?? "all";
  if (text === "all") return null;
  const [, count, unit] = /^([1-9]\d{0,5})([smhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
  if (!Number.isNaN(ms)) return ms;
  const detail = `step must be all or a duration such as 30s, 15m, 1h, 1d, got ${JSON.stringify(text.slice(0, 64))}`;
  throw new Refusal({ status: 400, detail });
}

/** A parameter that must be there. */
export function required(c: Request, name: string): string {
  const value = c.req.query(name);
  if (value !== undefined && value !== "") return value;
  throw new Refusal({ status: 400, detail: `${name} is required, as in ?${name}=…` });
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
