import type { Baseline, CategoricalBaseline, FeatureBaseline } from "./baseline.ts";
import { categoricalBaseline } from "./categorical-baseline.ts";
import { numericBaseline } from "./numeric-baseline.ts";
import type { Profile } from "./profile.ts";
import { ProfileBuilder } from "./profile-builder.ts";
import { TOKEN_BUCKETS, textFeatures } from "./text.ts";

/** The features that a text called `name` becomes. */
export function textBaseline(
  name: string,
  values: readonly (string | null)[],
): [name: string, feature: FeatureBaseline][] {
  const texts = values.filter((value) => value !== null).map(textFeatures);
  const missing = values.length - texts.length;
  const numbers = (of: readonly number[]): FeatureBaseline =>
    of.length === 0 ? categoricalBaseline([], missing) : numericBaseline(of, missing);
  const languages = texts.map(({ language }) => language);
  return [
    [`${name}:length`, numbers(texts.map(({ length }) => length))],
    [`${name}:non_letters`, numbers(texts.map(({ nonLetters }) => nonLetters))],
    [`${name}:language`, categoricalBaseline(languages, missing)],
    [
      `${name}:tokens`,
      tokens(
        texts.flatMap((text) => text.tokens),
        missing,
      ),
    ],
  ];
}

/** Every bucket is a category, also an empty one: a word that is new is not a category that is new. */
function tokens(of: readonly number[], missing: number): CategoricalBaseline {
  const counts = new Array<number>(TOKEN_BUCKETS).fill(0);
  for (const bucket of of) counts[bucket] = (counts[bucket] ?? 0) + 1;
  const ranked = counts
    .map((count, bucket) => ({ count, bucket }))
    .sort((a, b) => b.count - a.count || a.bucket - b.bucket);
  return {
    kind: "categorical",
    categories: ranked.map(({ bucket }) => String(bucket)),
    rare: [],
    counts: [...ranked.map(({ count }) => count), 0, 0],
    missing,
  };
}

/**
 * Gathers the profiles of one text's features in one window. `tokens` counts words, not predictions:
 * the words of one text hang together, so that tests on them are less sure than they say.
 */
export class TextProfiler {
  readonly #builders: ReadonlyMap<string, ProfileBuilder>;

  /** Throws where the baseline has no features of a text of this name. */
  constructor(name: string, baseline: Baseline) {
    this.#builders = new Map(
      ["length", "non_letters", "language", "tokens"].map((part) => {
        const feature = baseline.features[`${name}:${part}`];
        if (feature === undefined) throw new Error(`the baseline has no ${name}:${part}`);
        return [`${name}:${part}`, new ProfileBuilder(feature)];
      }),
    );
  }

  /** One prediction's text; anything but a string is missing. */
  add(text: unknown): void {
    const [length, nonLetters, language, tokens] = [...this.#builders.values()];
    if (typeof text !== "string") {
      // No feature has a place for an object: as good as any value of the wrong kind.
      const wrong = text === null || text === undefined ? null : {};
      for (const builder of this.#builders.values()) builder.add(wrong);
      return;
    }
    const found = textFeatures(text);
    length?.add(found.length);
    nonLetters?.add(found.nonLetters);
    language?.add(found.language);
    for (const token of found.tokens) tokens?.add(String(token));
  }

  /** Feature → its profile. */
  build(): Readonly<Record<string, Profile>> {
    return Object.fromEntries([...this.#builders].map(([name, each]) => [name, each.build()]));
  }
}
