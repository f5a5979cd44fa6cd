import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** What the predictions of a window came with. */
export interface FeaturesSeen {
  readonly predictions: number;
  /** By name, at most 10,000. */
  readonly features: readonly {
    readonly name: string;
    /** Predictions that sent it as a number, as a word, and that said it was missing. */
    readonly numbers: number;
    readonly words: number;
    readonly missing: number;
  }[];
}

/** The features of a system's predictions. Cost: a look at the names of every prediction of the window. */
export async function readFeaturesSeen(
  read: Read,
  of: { readonly system: string; readonly window: Window },
): Promise<FeaturesSeen> {
  const where = `system = {system:String} AND ${within("window_time")}`;
  const named = (names: string, counted: string): string =>
    `SELECT toString(name) AS name, ${counted} FROM features_v1 ARRAY JOIN ${names} AS name
     WHERE ${where} GROUP BY name`;
  const parameters = { ...bounds(of.window), system: of.system };
  const [[counted], rows] = await Promise.all([
    read("features_seen.predictions", `SELECT count() FROM predictions_v1 WHERE ${where}`, {
      ...parameters,
    }),
    read(
      "features_seen",
      `SELECT name, sum(numbers), sum(words), sum(lacking) FROM (
         ${named("mapKeys(num)", "count() AS numbers, 0 AS words, 0 AS lacking")}
         UNION ALL ${named("mapKeys(cat)", "0 AS numbers, count() AS words, 0 AS lacking")}
         UNION ALL ${named("missing", "0 AS numbers, 0 AS words, count() AS lacking")}
       ) GROUP BY name ORDER BY name LIMIT 10000`,
      parameters,
    ),
  ]);
  return {
    predictions: asNumber(counted?.[0] ?? 0),
    features: rows.map(([name, numbers, words, missing]) => ({
      name: asText(name),
      numbers: asNumber(numbers),
      words: asNumber(words),
      missing: asNumber(missing),
    })),
  };
}
