import type { AccessAnswer, PageAccess } from "@tiltmeter/dashboards";
import { z } from "zod";
import type { Request } from "../environment.ts";
import type { HttpAccess } from "../http-access.ts";
import { missing, Refusal } from "../refusal.ts";

/** Ids of systems; absent or null: all of them. */
export const systemsBody: z.ZodType<string[] | null> = z
  .array(z.string().min(1).max(256))
  .min(1)
  .max(1_000)
  .nullable();

/** An instant, as Unix milliseconds; absent or null: never. */
export const expiresBody: z.ZodType<number | null, string | null> = z.iso
  .datetime({ offset: true, message: "must be an instant such as 2027-01-31T00:00:00Z" })
  .nullable()
  .transform((text) => (text === null ? null : Date.parse(text)));

/** Access as the caller sees it. */
export function accessOf(c: Request, access: HttpAccess): PageAccess {
  return access.of(c.get("caller"));
}

/** The administrator's part; throws 403 where the caller has none. */
export function adminOf(c: Request, access: HttpAccess): NonNullable<PageAccess["admin"]> {
  const { admin } = accessOf(c, access);
  if (admin !== null) return admin;
  throw new Refusal({ status: 403, detail: "this takes an admin of all systems" });
}

/** Passes what was done; throws 404, 422 with what is wrong with each answer, or 409. */
export function acceptAccess<Done>(
  answer: AccessAnswer<Done>,
  what: string,
  name: string,
): { readonly kind: "done" } & Done {
  if (answer.kind === "missing") throw missing(what, name);
  if (answer.kind === "refused") {
    const { reason: detail, fields } = answer;
    // What is wrong with the thing itself, and not with what was sent, is a conflict.
    const isOfThing = Object.keys(fields).every((field) => field === "id" || field === "person");
    if (isOfThing) throw new Refusal({ status: 409, detail });
    throw new Refusal({ status: 422, detail, more: { fields } });
  }
  return answer;
}
