import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

// Public data sets that tests read but the repository does not carry: US Census employment predictions
// (folktables, Massachusetts) and COMPAS scores. `TILTMETER_TEST_DATA` names their folder; the default is
// `shared/data` beside the checkout.

const folder =
  process.env["TILTMETER_TEST_DATA"] ??
  fileURLToPath(new URL("../../shared/data", import.meta.url));

/** Said in the name of a test that cannot run without its data, so that a skip is never silent. */
export function dataSet(name: string): {
  readonly path: string;
  readonly absent: boolean;
  readonly note: string;
} {
  const path = join(folder, name);
  const absent = !existsSync(path);
  return {
    path,
    absent,
    note: absent ? ` [skipped: ${name} is absent; set TILTMETER_TEST_DATA to its folder]` : "",
  };
}

export interface CensusRow {
  readonly id: string;
  readonly year: number;
  readonly prediction: number;
  readonly probability: number;
  /** The sixteen inputs: AGEP is a number, all others are codes. */
  readonly features: Readonly<Record<string, number | string>>;
}

const FEATURES =
  "AGEP SCHL MAR RELP DIS ESP CIT MIG MIL ANC NATIVITY DEAR DEYE DREM SEX RAC1P".split(" ");

async function parquet(file: string): Promise<readonly Record<string, unknown>[]> {
  return parquetReadObjects({ file: await asyncBufferFromFile(file), compressors });
}

/** Rows of `reference`, `analysis`; in file order, which is by year. */
export async function censusRows(part: "reference" | "analysis"): Promise<readonly CensusRow[]> {
  const rows = await parquet(join(dataSet("acs-employment-ma").path, `${part}.parquet`));
  return rows.map((row) => ({
    id: String(row["id"]),
    year: Number(row["year"]),
    prediction: Number(row["prediction"]),
    probability: Number(row["predicted_probability"]),
    features: Object.fromEntries(
      FEATURES.map((name) => [name, name === "AGEP" ? Number(row[name]) : String(row[name])]),
    ),
  }));
}

/** Prediction id → whether the person was employed; of the analysis rows where no part is named. */
export async function censusOutcomes(
  part: "reference" | "analysis" = "analysis",
): Promise<ReadonlyMap<string, number>> {
  // The reference carries its own truth; the analysis has it in a file of its own.
  const file = part === "reference" ? "reference.parquet" : "analysis-target.parquet";
  const rows = await parquet(join(dataSet("acs-employment-ma").path, file));
  return new Map(rows.map((row) => [String(row["id"]), Number(row["employed"])]));
}

/** COMPAS scores as published by ProPublica; no cell of this file holds a comma or a quote. */
export function compasRows(): readonly Readonly<Record<string, string>>[] {
  const [header = "", ...lines] = readFileSync(dataSet("compas.csv").path, "utf8")
    .trim()
    .split("\n");
  const names = header.trim().split(",");
  return lines.map((line) => {
    const cells = line.trim().split(",");
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]));
  });
}
