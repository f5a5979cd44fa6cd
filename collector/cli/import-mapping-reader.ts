import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { nearestName } from "../tables/choose-columns.ts";
import { type FieldType, fieldsOf, type ImportKind } from "./import-fields.ts";
import type { Mapping, MappingFinding, NamedColumn, Source, TimeFormat } from "./import-mapping.ts";

/** Reads a mapping file. All findings at once; the mapping only where there is none. */
export function parseMapping(
  text: string,
  kind: ImportKind,
): { readonly mapping: Mapping | null; readonly findings: readonly MappingFinding[] } {
  const reader = new MappingReader(text, kind);
  const mapping = reader.read();
  return { mapping: reader.findings.length === 0 ? mapping : null, findings: reader.findings };
}

type Entry = { readonly key: string; readonly at: string; readonly value: unknown };

class MappingReader {
  readonly findings: MappingFinding[] = [];
  readonly #lines = new LineCounter();
  readonly #kind: ImportKind;
  readonly #text: string;

  constructor(text: string, kind: ImportKind) {
    this.#text = text;
    this.#kind = kind;
  }

  read(): Mapping | null {
    const document = parseDocument(this.#text, {
      lineCounter: this.#lines,
      prettyErrors: false,
    });
    for (const error of document.errors) this.#wrong(this.#place(error.pos[0]), error.message);
    if (document.errors.length > 0) return null;
    const fields = new Map<string, Source>();
    let features: Mapping["features"] = [];
    let exclude: readonly NamedColumn[] = [];
    let text: readonly NamedColumn[] = [];
    let segment: readonly NamedColumn[] = [];
    const types = fieldsOf(this.#kind);
    const entries = this.#entries(document.contents, "the file", "1:1");
    for (const entry of entries.flatMap((each) => this.#opened(each))) {
      const type = types.get(entry.key);
      if (type !== undefined) {
        const source = this.#source(entry, type);
        if (source !== null) fields.set(entry.key, source);
      } else if (entry.key === "features" && this.#kind === "predictions") {
        ({ features, exclude, text } = this.#features(entry));
      } else if (entry.key === "segment" && this.#kind === "predictions") {
        segment = this.#named(entry);
      } else this.#unknown(entry, [...types.keys(), ...this.#further()]);
    }
    this.#require(fields);
    return {
      kind: this.#kind,
      fields,
      features,
      exclude,
      text: new Set(text.map(({ column }) => column)),
      segment,
    };
  }

  #further(): readonly string[] {
    return this.#kind === "predictions" ? ["features", "segment"] : [];
  }

  /** `model: { name, version }` is the fields `model.name` and `model.version`. */
  #opened(entry: Entry): readonly Entry[] {
    if (entry.key !== "model" || this.#kind !== "predictions") return [entry];
    return this.#entries(entry.value, "model", entry.at).map((each) => ({
      ...each,
      key: `model.${each.key}`,
    }));
  }

  #require(fields: ReadonlyMap<string, Source>): void {
    const need = (name: string, example: string): void => {
      if (!fields.has(name)) {
        this.#wrong("1:1", `${name} is needed for ${this.#kind}; add a line such as ${example}`);
      }
    };
    need("system", "system: credit-scoring");
    if (this.#kind === "predictions") {
      need("time", "time: { column: created_at }");
    } else {
      need("id", "id: { column: application_id } (the id of the prediction)");
      if (!fields.has("label") && !fields.has("value")) {
        this.#wrong("1:1", "an outcome has a label or a value; add label: { column: defaulted }");
      }
    }
  }

  #source(entry: Entry, type: FieldType): Source | null {
    const { value, at, key } = entry;
    if (isScalar(value)) {
      const constant = value.value;
      const isUsable = typeof constant === "string" || typeof constant === "number";
      if (isUsable && type === "constant or column") {
        // As it stands: version 7.10 is not 7.1.
        return { kind: "constant", value: String(value.source ?? constant) };
      }
      this.#wrong(
        this.#placeOf(value, at),
        isUsable
          ? `${key} differs from row to row: write ${key}: { column: ${constant} }`
          : `${key} must be text or { column: NAME }, got ${String(constant)}`,
      );
      return null;
    }
    return this.#column(entry, type);
  }

  #column({ key, at, value }: Entry, type: FieldType): Source | null {
    let column: { readonly name: string; readonly at: string } | null = null;
    let [scale, format, zone] = [1, "iso" as TimeFormat, "UTC"];
    let values: ReadonlyMap<string, string> = new Map();
    const known = ["column", ...OPTIONS[type]];
    for (const entry of this.#entries(value, key, at)) {
      if (!known.includes(entry.key)) this.#unknown(entry, known);
      else if (entry.key === "column") column = this.#name(entry);
      else if (entry.key === "scale") scale = this.#scale(entry);
      else if (entry.key === "format") format = this.#format(entry);
      else if (entry.key === "zone") zone = this.#zone(entry);
      else values = this.#values(entry);
    }
    if (column === null) {
      if (isMap(value)) this.#wrong(at, `${key} must name a column: ${key}: { column: NAME }`);
      return null;
    }
    return { kind: "column", column: column.name, at: column.at, scale, values, format, zone };
  }

  #name(entry: Entry): { readonly name: string; readonly at: string } | null {
    const { value } = entry;
    if (isScalar(value) && (typeof value.value === "string" || typeof value.value === "number")) {
      return { name: String(value.source ?? value.value), at: this.#placeOf(value, entry.at) };
    }
    this.#wrong(entry.at, `${entry.key} must be the name of a column`);
    return null;
  }

  #scale({ value, at }: Entry): number {
    const scale = isScalar(value) ? value.value : null;
    if (typeof scale === "number" && Number.isFinite(scale) && scale !== 0) return scale;
    this.#wrong(at, `scale must be a number other than 0, such as 0.1, got ${String(scale)}`);
    return 1;
  }

  #format({ value, at }: Entry): TimeFormat {
    const text = isScalar(value) ? value.value : null;
    if (text === "iso" || text === "epoch_s" || text === "epoch_ms") return text;
    this.#wrong(at, `format must be one of iso, epoch_s, epoch_ms, got ${String(text)}`);
    return "iso";
  }

  #zone({ value, at }: Entry): string {
    const zone = isScalar(value) ? String(value.value) : "";
    try {
      new Intl.DateTimeFormat("en", { timeZone: zone });
      return zone;
    } catch {
      this.#wrong(at, `zone must be a time zone such as UTC or Europe/Berlin, got ${zone}`);
      return "UTC";
    }
  }

  #values({ value, at }: Entry): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const { key, at: keyAt, value: to } of this.#entries(value, "values", at)) {
      if (isScalar(to)) texts.set(key, String(to.source ?? to.value));
      else this.#wrong(keyAt, `values must give a text for ${key}`);
    }
    return texts;
  }

  /** `"*"`, a list of columns, or `{ columns, exclude, text }`. */
  #features(
    entry: Entry,
  ): Pick<Mapping, "features" | "exclude"> & { text: readonly NamedColumn[] } {
    if (!isMap(entry.value)) {
      return { features: this.#chosen(entry), exclude: [], text: [] };
    }
    let features: Mapping["features"] = "rest";
    let exclude: readonly NamedColumn[] = [];
    let text: readonly NamedColumn[] = [];
    for (const inner of this.#entries(entry.value, "features", entry.at)) {
      if (inner.key === "columns") features = this.#chosen(inner);
      else if (inner.key === "exclude") exclude = this.#named(inner);
      else if (inner.key === "text") text = this.#named(inner);
      else this.#unknown(inner, ["columns", "exclude", "text"]);
    }
    return { features, exclude, text };
  }

  #chosen(entry: Entry): Mapping["features"] {
    return isScalar(entry.value) && entry.value.value === "*" ? "rest" : this.#named(entry);
  }

  /** A list of columns, or a map of names to columns. */
  #named(entry: Entry): readonly NamedColumn[] {
    if (isMap(entry.value)) {
      return this.#entries(entry.value, entry.key, entry.at).flatMap((inner) => {
        const column = this.#name(inner);
        return column === null ? [] : [{ name: inner.key, column: column.name, at: column.at }];
      });
    }
    if (!isSeq(entry.value)) {
      this.#wrong(entry.at, `${entry.key} must be a list of columns, as in [age, income]`);
      return [];
    }
    return entry.value.items.flatMap((item) => {
      const column = this.#name({ ...entry, value: item });
      return column === null ? [] : [{ name: column.name, column: column.name, at: column.at }];
    });
  }

  #entries(value: unknown, of: string, at: string): readonly Entry[] {
    if (!isMap(value)) {
      this.#wrong(at, `${of} must be a map of keys to values`);
      return [];
    }
    return value.items.map(({ key, value: inner }) => ({
      key: isScalar(key) ? String(key.source ?? key.value) : String(key),
      at: isScalar(key) ? this.#placeOf(key, at) : at,
      value: inner,
    }));
  }

  #unknown({ key, at }: Entry, known: readonly string[]): void {
    const near = nearestName(key, known);
    const hint = near === null ? `known: ${known.join(", ")}` : `did you mean ${near}?`;
    this.#wrong(at, `unknown key ${key}; ${hint}`);
  }

  #placeOf(node: Node, otherwise: string): string {
    return node.range ? this.#place(node.range[0]) : otherwise;
  }

  #place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${line}:${col}`;
  }

  #wrong(at: string, message: string): void {
    this.findings.push({ at, message: message.replace(/^./, (first) => first.toLowerCase()) });
  }
}

const OPTIONS: Readonly<Record<FieldType, readonly string[]>> = {
  "constant or column": ["values"],
  text: ["values"],
  number: ["scale"],
  time: ["format", "zone"],
};
