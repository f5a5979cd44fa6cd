import { doubleValue, keyValue, textValue } from "./byte-string.ts";
import { type Scalar, type Scalars, TEXT_LENGTH_SAFE } from "./scalars.ts";
import { TextColumn } from "./text-column.ts";

/** What a feature is on the wire: a boolean is text, a bigint a number. */
export const NUMBER = 0;
export const TEXT = 1;
export const MISSING = 2;

/**
 * The names of features in their order, with what each is: of a model that is watched it is the same call
 * after call. What repeats is written once, here: the bytes around the numbers, and the texts seen lately.
 */
export class FeatureSchema {
  readonly names: readonly string[];
  readonly kinds: Uint8Array;
  readonly numbers: number;
  readonly texts: readonly TextColumn[];
  /** Entries of all numbers, to be filled in at `holes`, and of what is missing. */
  readonly block: Uint8Array;
  readonly holes: readonly number[];

  constructor(names: readonly string[], kinds: Uint8Array) {
    this.names = names;
    this.kinds = kinds;
    let block = "";
    const holes: number[] = [];
    const texts: TextColumn[] = [];
    names.forEach((name, index) => {
      if (kinds[index] === TEXT) {
        texts.push(new TextColumn(0x0a, name));
        return;
      }
      const isNumber = kinds[index] === NUMBER;
      block += keyValue(0x0a, name, isNumber ? doubleValue(0) : "");
      if (isNumber) holes.push(block.length - 8);
    });
    this.numbers = holes.length;
    this.holes = holes;
    this.texts = texts;
    this.block = Buffer.from(block, "latin1");
  }
}

/** What kind of value it is; undefined where it is no scalar, or a text that is too long. */
export function kindOf(value: unknown): 0 | 1 | 2 | undefined {
  switch (typeof value) {
    case "number":
    case "bigint":
      return NUMBER;
    case "string":
      return value.length > TEXT_LENGTH_SAFE ? undefined : TEXT;
    case "boolean":
      return TEXT;
    case "undefined":
      return MISSING;
    default:
      return value === null ? MISSING : undefined;
  }
}

/** Most kinds of features that are known at once; beyond it all are forgotten, and learnt again. */
const SCHEMAS_MAX = 64;
const NAMES_MAX = 8_192;
/** Seen so often, features are worth a schema of their own: those that never repeat are not. */
const SIGHTINGS = 3;

/** The schemas of what is watched here. Bounded; records keep the one that they were written with. */
export class FeatureSchemas {
  readonly #sightings = new Map<string, number>();
  readonly #known = new Map<string, FeatureSchema>();
  #names = 0;
  /** Latest first: a process has few models, and asks for the same again and again. */
  recent: readonly FeatureSchema[] = [];

  /** The schema of these values, made where they were seen before; undefined where one is not worth it. */
  of(features: Scalars): FeatureSchema | undefined {
    const names = Object.keys(features);
    const kinds = new Uint8Array(names.length);
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index];
      const kind = name === undefined ? undefined : kindOf(features[name] as Scalar);
      if (kind === undefined) return undefined;
      kinds[index] = kind;
    }
    const key = `${kinds.join("")}${JSON.stringify(names)}`;
    const schema = this.#known.get(key) ?? this.#learn(key, names, kinds);
    if (schema !== undefined) this.#remember(schema);
    return schema;
  }

  #learn(key: string, names: readonly string[], kinds: Uint8Array): FeatureSchema | undefined {
    const sightings = (this.#sightings.get(key) ?? 0) + 1;
    if (this.#sightings.size >= SCHEMAS_MAX * SIGHTINGS) this.#sightings.clear();
    this.#sightings.set(key, sightings);
    if (sightings < SIGHTINGS) return undefined;
    if (this.#known.size >= SCHEMAS_MAX || this.#names + names.length > NAMES_MAX) {
      this.#known.clear();
      this.#names = 0;
      this.recent = [];
    }
    const schema = new FeatureSchema(names, kinds);
    this.#known.set(key, schema);
    this.#names += names.length;
    return schema;
  }

  #remember(schema: FeatureSchema): void {
    this.recent = [schema, ...this.recent.filter((other) => other !== schema)].slice(0, 4);
  }
}

/** Features that have no schema, since they are not seen again and again. */
export function entriesOf(features: Scalars): string {
  let entries = "";
  for (const name of Object.keys(features)) {
    const value = features[name];
    if (value === null || value === undefined) entries += keyValue(0x0a, name, "");
    else if (typeof value === "number" || typeof value === "bigint") {
      entries += keyValue(0x0a, name, doubleValue(Number(value)));
    } else entries += keyValue(0x0a, name, textValue(String(value)));
  }
  return entries;
}
