import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Described } from "./described.ts";
import type { Environment } from "./environment.ts";
import { Refusal } from "./refusal.ts";

/**
 * Refuses (406) what asks for a media type that the route never answers: a program that goes on with what
 * it did not ask for fails later, and elsewhere. Problems are sent as they are, whatever is accepted.
 */
export function acceptCheck(described: Described): MiddlewareHandler<Environment> {
  const typesOf = new Map(
    Object.entries(described).map(([route, { answers }]) => [
      route,
      Object.values(answers).flatMap(({ json, text }) => [
        ...(json === undefined ? [] : ["application/json"]),
        ...Object.keys(text ?? {}),
      ]),
    ]),
  );
  return async (c, next) => {
    const accept = c.req.header("accept");
    if (accept === undefined || accept.trim() === "") return next();
    const method = c.req.method === "HEAD" ? "GET" : c.req.method;
    const types = matchedRoutes(c).flatMap(({ path }) => typesOf.get(`${method} ${path}`) ?? []);
    if (types.length === 0 || types.some((type) => isAccepted(type, accept))) return next();
    const detail = `this route answers ${types.join(" or ")}, and Accept has ${JSON.stringify(accept.slice(0, 128))}`;
    throw new Refusal({ status: 406, detail, errors: [{ header: "Accept", detail }] });
  };
}

/** Whether `Accept` has a media type at all; how much it is liked does not matter here. */
export function isAccepted(type: string, accept: string): boolean {
  const [kind = ""] = type.split("/");
  return accept.split(",").some((range) => {
    const [name = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return !isRefused && (name === "*/*" || name === `${kind}/*` || name === type);
  });
}
