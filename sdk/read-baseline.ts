import type { Derived, FeatureBaseline } from "@tiltmeter/rules/profile/baseline";
import { InputError } from "./input-error.ts";
import { DIMENSIONS_MAX } from "./marked-value.ts";
import { shown } from "./readers.ts";

/** The part of a baseline that counting needs, checked. */
export interface ReadBaseline {
  readonly digest: string;
  readonly system: string;
  readonly features: ReadonlyMap<string, FeatureBaseline>;
  /** Texts and embeddings, which become several features each. */
  readonly derived: ReadonlyMap<string, Derived>;
}

/** Throws a TypeError where it is no baseline. A feature of a kind that is not known here is left out. */
export function readBaseline(value: unknown): ReadBaseline {
  if (!isRecord(value)) {
    throw new InputError(`a baseline must be an object, got ${shown(value)}`);
  }
  const { digest, system, features, derived } = value;
  if (typeof digest !== "string" || !/^[0-9a-f]{64}$/.test(digest)) {
    throw new InputError(
      `a baseline must have a digest of 64 hexadecimal digits, got ${shown(digest)}`,
    );
  }
  if (!isRecord(features)) {
    throw new InputError(
      `a baseline must have features, got ${shown(features)}: the list of baselines is without them, GET /api/v1/baselines/DIGEST has them`,
    );
  }
  const read = new Map<string, FeatureBaseline>();
  for (const [name, feature] of Object.entries(features)) {
    if (isFeature(feature)) read.set(name, feature);
  }
  const made = new Map<string, Derived>();
  for (const [name, recipe] of Object.entries(isRecord(derived) ? derived : {})) {
    if (isRecipe(recipe)) made.set(name, recipe);
  }
  const ofSystem = typeof system === "string" ? system : "";
  return { digest, system: ofSystem, features: read, derived: made };
}

/** What counting relies on: as many counts as cells, edges that ascend. */
function isFeature(value: unknown): value is FeatureBaseline {
  if (!isRecord(value) || !isNumbers(value["counts"])) return false;
  const cells = value["counts"].length;
  const { kind, edges, categories, rare } = value;
  if (kind === "sums") return cells > 1;
  if (kind === "numeric") {
    return isNumbers(edges) && cells === edges.length + 1 && isAscending(edges);
  }
  if (kind !== "categorical" || !isTexts(categories)) return false;
  const isWithRare = rare !== undefined;
  return cells === categories.length + (isWithRare ? 2 : 1) && (!isWithRare || isTexts(rare));
}

function isRecipe(value: unknown): value is Derived {
  if (!isRecord(value)) return false;
  const { kind, dimensions, seed, bandwidth } = value;
  if (kind === "text") return true;
  return (
    kind === "embedding" &&
    Number.isSafeInteger(dimensions) &&
    Number(dimensions) >= 1 &&
    Number(dimensions) <= DIMENSIONS_MAX &&
    Number.isSafeInteger(seed) &&
    Number.isFinite(bandwidth) &&
    Number(bandwidth) > 0
  );
}

function isAscending(edges: readonly number[]): boolean {
  return edges.every((edge, i) => i === 0 || (edges[i - 1] ?? 0) < edge);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isFinite(item));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
