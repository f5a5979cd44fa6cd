/** Framework → clauses. */
export type Cited = Readonly<Record<string, readonly string[]>>;

/**
 * Reads citations as people write them, `iso42001: 10.2, A.6.2.6; iso9001: 10.2`; a line each will do,
 * too. Null where a part has no framework or no clause.
 */
export function readCitations(text: string): Cited | null {
  const cited = new Map<string, readonly string[]>();
  for (const part of text.split(/[;\n]/)) {
    if (part.trim() === "") continue;
    const [framework = "", ids, ...more] = part.split(":").map((each) => each.trim());
    const clauses = (ids ?? "").split(",").map((each) => each.trim());
    if (framework === "" || more.length > 0 || clauses.some((each) => each === "")) return null;
    cited.set(framework, [...(cited.get(framework) ?? []), ...clauses]);
  }
  return Object.fromEntries(cited);
}
