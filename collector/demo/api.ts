/** The collector's JSON API as the demonstration calls it: an address and an admin key. */
export interface Api {
  readonly url: string;
  readonly key: string;
}

/** Calls one route and gives the parsed reply. Throws with the route, the status and the reply's own words. */
export async function callApi(
  api: Api,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  }
  return text === "" ? null : JSON.parse(text);
}

/** The text under a name of a reply. Throws where the reply has none: the collector and this demonstration ship together. */
export function textAt(reply: unknown, name: string): string {
  const found = memberOf(reply, name);
  if (typeof found === "string") return found;
  throw new Error(`a reply of the collector has a text under ${JSON.stringify(name)}, got none`);
}

/** The items of a page of a list. Throws where the reply has none. */
export function itemsAt(reply: unknown): readonly unknown[] {
  const found = memberOf(reply, "items");
  if (Array.isArray(found)) return found;
  throw new Error("a list of the collector has items, got none");
}

function memberOf(reply: unknown, name: string): unknown {
  return Object.entries(reply ?? {}).find(([key]) => key === name)?.[1];
}
