import { isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { nearestName } from "../tables/choose-columns.ts";

/** One key of a YAML map, and where it stands: `3:9`. */
export interface YamlEntry {
  readonly key: string;
  readonly at: string;
  readonly value: unknown;
}

/** Something wrong in a file: `3:9` and what, with the next step. */
export interface YamlFinding {
  readonly at: string;
  readonly message: string;
}

/** Walks a YAML document whose findings name lines and columns, and unknown keys the nearest known one. */
export class YamlEntries {
  readonly findings: YamlFinding[] = [];
  readonly #lines = new LineCounter();
  /** The document's value; null where it is no YAML, which is found. */
  readonly root: unknown;

  constructor(text: string) {
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    for (const error of document.errors) this.wrong(this.#place(error.pos[0]), error.message);
    this.root = document.errors.length > 0 ? null : document.contents;
  }

  /** The entries of a map whose keys are all known; what is no map, and what is not known, is found. */
  of(value: unknown, name: string, at: string, known: readonly string[] | null): YamlEntry[] {
    if (!isMap(value)) {
      this.wrong(at, `${name} must be a map of keys to values`);
      return [];
    }
    const entries = value.items.map(({ key, value: inner }) => ({
      key: isScalar(key) ? String(key.source ?? key.value) : String(key),
      at: isScalar(key) ? this.placeOf(key, at) : at,
      value: inner,
    }));
    if (known === null) return entries;
    return entries.filter((entry) => known.includes(entry.key) || this.#unknown(entry, known));
  }

  placeOf(value: unknown, otherwise: string): string {
    const { range } = Object(value) as Partial<Node>; // what has no range stands nowhere
    return range ? this.#place(range[0]) : otherwise;
  }

  wrong(at: string, message: string): void {
    this.findings.push({ at, message: message.replace(/^./, (first) => first.toLowerCase()) });
  }

  /** As text; null, and found, where it is none. */
  text({ key, at, value }: YamlEntry): string | null {
    if (isScalar(value) && ["string", "number", "boolean"].includes(typeof value.value)) {
      // As it stands: version 7.10 is not 7.1.
      return String(value.source ?? value.value);
    }
    this.wrong(this.placeOf(value, at), `${key} must be text`);
    return null;
  }

  /** The value as plain data, whatever it is. */
  plain(value: unknown): unknown {
    return isNode(value) ? value.toJSON() : value;
  }

  #unknown({ key, at }: YamlEntry, known: readonly string[]): false {
    const near = nearestName(key, known);
    const hint = near === null ? `known: ${known.join(", ")}` : `did you mean ${near}?`;
    this.wrong(at, `unknown key ${key}; ${hint}`);
    return false;
  }

  #place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${line}:${col}`;
  }
}

function isNode(value: unknown): value is { readonly toJSON: () => unknown } {
  return typeof value === "object" && value !== null && "toJSON" in value;
}
