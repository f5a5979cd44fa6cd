import type { Read } from "../engine/read.ts";
import { asList, asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** One model in use at one system, and since when. */
export interface ModelInUse {
  readonly system: string;
  readonly name: string;
  readonly version: string;
  readonly supplier: string;
  /** First and last prediction of it in the window. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly predictions: number;
}

/** The models of a window, of one system or of all where it is null; at most 10,000, by system. */
export async function readModelsInUse(
  read: Read,
  of: Window & { readonly system: string | null },
): Promise<readonly ModelInUse[]> {
  const rows = await read(
    "models_in_use",
    `SELECT system, model_name, model_version, model_supplier, toUnixTimestamp64Micro(min(window_time)),
       toUnixTimestamp64Micro(max(window_time)), count()
     FROM predictions_v1 WHERE ${within("window_time")}${of.system === null ? "" : " AND system = {system:String}"}
     GROUP BY system, model_name, model_version, model_supplier
     ORDER BY system, model_name, model_version, model_supplier LIMIT 10000`,
    { ...bounds(of), ...(of.system === null ? {} : { system: of.system }) },
  );
  return rows.map(([system, name, version, supplier, first, last, predictions]) => ({
    system: asText(system),
    name: asText(name),
    version: asText(version),
    supplier: asText(supplier),
    firstMs: asNumber(first) / 1000,
    lastMs: asNumber(last) / 1000,
    predictions: asNumber(predictions),
  }));
}

/** Systems that sent any of some features in a window, with those that they sent. */
export async function readSystemsWithFeatures(
  read: Read,
  of: Window & { readonly features: readonly string[] },
): Promise<readonly { readonly system: string; readonly features: readonly string[] }[]> {
  const rows = await read(
    "systems_with_features",
    `SELECT system, arraySort(groupUniqArrayArray(arrayFilter(
       name -> has(num.keys, name) OR has(cat.keys, name) OR has(missing, name), {features:Array(String)}))) AS sent
     FROM features_v1 WHERE ${within("window_time")}
     GROUP BY system HAVING notEmpty(sent) ORDER BY system LIMIT 10000`,
    { ...bounds(of), features: of.features },
  );
  return rows.map(([system, sent]) => ({ system: asText(system), features: asList(sent, asText) }));
}
