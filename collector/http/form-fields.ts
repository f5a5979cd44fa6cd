import { type BodyLimits, readBody } from "./body.ts";
import { Busy } from "./body-error.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { Request } from "./environment.ts";

const FORM_BODY: BodyLimits = { wireBytesMax: 8_192, decodedBytesMax: 8_192 };
const FORM = "application/x-www-form-urlencoded";

/** The fields of a small form; null: it is none. Throws what `readBody` does. */
export async function formFields(c: Request, budget: ByteBudget): Promise<URLSearchParams | null> {
  if ((c.req.header("content-type") ?? "").split(";")[0]?.trim() !== FORM) return null;
  const reservation = budget.take("sign-in", 0);
  if (typeof reservation === "string") throw new Busy(reservation);
  try {
    const body = await readBody(c, { encoding: "identity", limits: FORM_BODY, reservation });
    return new URLSearchParams(body.toString());
  } finally {
    reservation.release();
  }
}
