import { describedRoutes } from "tiltmeter/http/api/described-routes";
import type { RouteDescription } from "tiltmeter/http/described";
import { problemShape } from "tiltmeter/http/shapes/problem";
import { JSON_ITEMS } from "tiltmeter/ingest/json-shapes";
import { expect } from "vitest";

const DESCRIBED = describedRoutes({ ingest: JSON_ITEMS });
const ROUTES = Object.entries(DESCRIBED).map(([route, description]) => {
  const [method = "", path = ""] = route.split(" ");
  const pattern = path.replaceAll(".", "\\.").replace(/:\w+/g, "[^/]+").replace("*", ".+");
  return {
    route,
    method,
    path: new RegExp(`^${pattern}$`),
    isFixed: !path.includes(":"),
    description,
  };
});

/** The description of what a request asks for; null for what is no route of the API. */
export function describedAt(method: string, path: string): RouteDescription | null {
  const asked = method === "HEAD" ? "GET" : method;
  const found = ROUTES.filter((each) => each.method === asked && each.path.test(path));
  return (found.find(({ isFixed }) => isFixed) ?? found[0])?.description ?? null;
}

/** Fails where an answer is not as its route is described: a member too many, or a status unheard of. */
export async function expectDescribed(
  of: { readonly method: string; readonly path: string; readonly isCompressed?: boolean },
  response: Response,
): Promise<void> {
  const description = describedAt(of.method, of.path);
  const isSent = response.status !== 304 && of.method !== "HEAD";
  if (description === null || !isSent || of.isCompressed === true) return;
  const type = response.headers.get("content-type") ?? "";
  const said = `${of.method} ${of.path} answered ${response.status}`;
  if (response.status >= 400) {
    if (!type.startsWith("application/problem+json")) return;
    const problem: unknown = await response.clone().json();
    expect(problemShape.safeParse(problem).error?.issues ?? [], said).toEqual([]);
    return;
  }
  const answer = description.answers[response.status];
  expect(answer, `${said}, which is not described`).toBeDefined();
  if (answer?.json === undefined || !type.startsWith("application/json")) return;
  const result = answer.json.safeParse(await response.clone().json());
  expect(result.error?.issues ?? [], `${said}, not as it is described`).toEqual([]);
}
