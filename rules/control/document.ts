import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import { DEPTH_MAX } from "./depth.ts";
import type { Report } from "./finding.ts";
import { guard } from "./guard.ts";

/** A YAML document reduced to what a control file may hold. Offsets are in the text. */
export type Tree = Scalar | List | Table;

export interface Scalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As it stands in the file, so that `9.10` is not 9.1. */
  readonly source: string;
  readonly at: number;
  readonly end: number;
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly at: number;
  readonly end: number;
}

export interface Table {
  readonly kind: "table";
  readonly entries: readonly Entry[];
  readonly at: number;
  readonly end: number;
}

export interface Entry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: Tree;
}

/** Reads one YAML document, or null where it is refused; the report says why. */
export function readDocument(text: string, report: Report, tokensMax?: number): Tree | null {
  if (!guard(text, report, tokensMax)) return null;
  // Keys are compared here: the library's own comparison is quadratic in the keys of a map.
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false });
  for (const error of document.errors) {
    report.error(
      error.pos[0],
      "syntax",
      error.message.replace(/^./, (first) => first.toLowerCase()),
      "mend the YAML here or just before",
    );
  }
  if (document.errors.length > 0) return null;
  return convert(document.contents, 0, 1, report);
}

/** `near` is where something missing is reported: an empty value has no place of its own. */
function convert(node: unknown, near: number, depth: number, report: Report): Tree | null {
  if (depth > DEPTH_MAX) {
    report.error(
      near,
      "too-deep",
      `a file nests at most ${DEPTH_MAX} levels deep`,
      "write it flatter",
    );
    return null;
  }
  if (isScalar(node)) {
    const [at, end] = node.range ?? [near, near];
    const value: unknown = node.value;
    if (
      value === null ||
      typeof value === "string" ||
      typeof value === "number" ||
      typeof value === "boolean"
    ) {
      return { kind: "scalar", value, source: node.source ?? String(value), at, end };
    }
  }
  if (isSeq(node)) {
    const [at, end] = node.range ?? [near, near];
    const items = node.items.map((item) => convert(item, at, depth + 1, report));
    return { kind: "list", items: items.filter((item) => item !== null), at, end };
  }
  if (isMap(node)) {
    const [at, end] = node.range ?? [near, near];
    const entries: Entry[] = [];
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? (key.source ?? String(key.value)) : null;
      const keyAt = isScalar(key) ? (key.range?.[0] ?? at) : at;
      if (name === null) {
        report.error(keyAt, "syntax", "a key is one word", "write KEY: VALUE");
        continue;
      }
      if (seen.has(name)) report.error(keyAt, "duplicate-key", `${name} stands twice`, "keep one");
      seen.add(name);
      const child = convert(value, keyAt, depth + 1, report);
      if (child !== null) entries.push({ key: name, keyAt, value: child });
    }
    return { kind: "table", entries, at, end };
  }
  return { kind: "scalar", value: null, source: "", at: near, end: near };
}
