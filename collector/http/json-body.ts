import type { z } from "zod";
import { type BodyLimits, readBody } from "./body.ts";
import { Busy } from "./body-error.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { Request } from "./environment.ts";
import { contentEncoding } from "./ingest-request.ts";
import { type Problem, pointerTo } from "./problem.ts";
import { Refusal } from "./refusal.ts";

/** Everything but a baseline's columns is small. */
export const SMALL_BODY: BodyLimits = { wireBytesMax: 262_144, decodedBytesMax: 262_144 };

/** Whoever has more than these wrong sees the rest on the next try. */
const MISTAKES_MAX = 10;

export function isJson(c: Request): boolean {
  const [type] = (c.req.header("content-type") ?? "").split(";");
  return type?.trim().toLowerCase() === "application/json";
}

/** A form's content type is refused too: a page of another site can send one without asking. */
export function notJson(c: Request): Problem {
  const got = JSON.stringify((c.req.header("content-type") ?? "none").slice(0, 64));
  return { status: 415, detail: `content-type must be application/json, got ${got}` };
}

/** Reads and checks a JSON body of this API. Throws `Refusal` (415, 400, 422) and what `readBody` does. */
export async function jsonBody<Shape>(
  c: Request,
  schema: z.ZodType<Shape>,
  deps: { readonly budget: ByteBudget },
  limits: BodyLimits = SMALL_BODY,
): Promise<Shape> {
  if (!isJson(c)) throw new Refusal(notJson(c));
  const encoding = contentEncoding(c.req.header("content-encoding"));
  const reservation = deps.budget.take(c.get("caller").id, 0);
  if (typeof reservation === "string") throw new Busy(reservation);
  try {
    const body = await readBody(c, { encoding, limits, reservation });
    return checked(parsed(body), schema);
  } finally {
    reservation.release();
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    const detail = `malformed JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new Refusal({ status: 400, detail });
  }
}

function checked<Shape>(value: unknown, schema: z.ZodType<Shape>): Shape {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, MISTAKES_MAX).map((issue) => ({
    pointer: pointerTo(issue.path),
    detail: issue.message,
  }));
  const first = errors[0] ?? { pointer: "", detail: "not what is expected here" };
  throw new Refusal({
    status: 422,
    // The whole body has the empty pointer.
    detail: `${first.pointer === "" ? "the body" : first.pointer}: ${first.detail}`,
    errors,
  });
}
