/** Which requests a route is about. */
export interface RequestPattern {
  /** In capitals; `*`: any. */
  readonly method: string;
  /** As it was written: `/models/{name}/score`, `/v1/**`. */
  readonly path: string;
}

/**
 * The named parts of a path where it fits, else null.
 *
 * `{name}` stands for one part, `*` too, `**` at the end for any number of them. A query does not matter, nor does a
 * slash at the end. Percent-encoded parts are decoded.
 */
export function matchRequest(
  pattern: RequestPattern,
  method: string,
  path: string,
): Readonly<Record<string, string>> | null {
  if (pattern.method !== "*" && pattern.method !== method.toUpperCase()) return null;
  const wanted = partsOf(pattern.path);
  const given = partsOf(path.split(/[?#]/, 1)[0] ?? "");
  const isOpen = wanted.at(-1) === "**";
  if (isOpen) wanted.pop();
  if (isOpen ? given.length < wanted.length : given.length !== wanted.length) return null;
  const named = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const got = decoded(given[index] ?? "");
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name !== undefined) named.set(name, got);
    else if (part !== "*" && part !== got) return null;
  }
  return Object.fromEntries(named);
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
