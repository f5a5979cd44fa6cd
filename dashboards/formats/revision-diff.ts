/** One term that differs between two revisions of a control. */
export interface TermChange {
  /** Its place in the file: `limit.max`, `applies_to.risk_tier`. */
  readonly term: string;
  /** Null: it was not there. */
  readonly from: string | null;
  /** Null: it is gone. */
  readonly to: string | null;
}

/**
 * What changed between two canonical texts of one control, term by term in the order of their names.
 * Null where a text is not canonical JSON, so that nothing is said to be the same that cannot be told.
 */
export function revisionDiff(before: string, after: string): readonly TermChange[] | null {
  const [from, to] = [termsOf(before), termsOf(after)];
  if (from === null || to === null) return null;
  return [...new Set([...from.keys(), ...to.keys()])]
    .sort()
    .map((term) => ({ term, from: from.get(term) ?? null, to: to.get(term) ?? null }))
    .filter((change) => change.from !== change.to);
}

/** Every term of a canonical text as a line: `limit.max: 0.2`. Null as above. */
export function termLines(text: string): readonly string[] | null {
  const terms = termsOf(text);
  return terms === null ? null : [...terms].map(([term, value]) => `${term}: ${value}`);
}

function termsOf(text: string): ReadonlyMap<string, string> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isTable(value)) return null;
  const { controls, ...file } = value;
  const [control] = Array.isArray(controls) ? controls : [];
  const terms = new Map<string, string>();
  collect({ ...file, ...(isTable(control) ? control : {}) }, "", terms);
  return terms;
}

function collect(value: unknown, path: string, terms: Map<string, string>): void {
  if (isTable(value)) {
    const entries = Object.entries(value);
    for (const [key, inner] of entries) collect(inner, path === "" ? key : `${path}.${key}`, terms);
    return;
  }
  const isList = Array.isArray(value) && value.some((item) => typeof item === "object");
  if (Array.isArray(value) && isList) {
    for (const [i, item] of value.entries()) {
      collect(item, value.length === 1 ? path : `${path} ${i + 1}`, terms);
    }
    return;
  }
  terms.set(path, Array.isArray(value) ? value.map(String).join(", ") : String(value));
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
