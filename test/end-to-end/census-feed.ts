import { type CensusRow, censusOutcomes, censusRows } from "../data.ts";
import type { Collector } from "./collector.ts";

const HOUR_MS = 3_600_000;
/** Inputs that are sent: enough to tell what drifted from what did not. */
const INPUTS = ["AGEP", "SCHL", "MAR", "SEX", "MIL", "DIS"];
const REFERENCE_ROWS = 6_000;
export const PER_HOUR = 400;

/** An hour of the employment model at work. */
export interface FeedHour {
  /** When it begins. */
  readonly startMs: number;
  readonly version: string;
  /** The fault: the pipeline hands the model ages in months instead of years. */
  readonly isFaulty: boolean;
}

/** People of the US Census (folktables, Massachusetts) who come hour after hour. */
export interface CensusFeed {
  /** Registers the people of 2015 as the reference, and approves it. */
  readonly approveReference: (collector: Collector, system: string) => Promise<void>;
  /** Sends an hour; ids, truths and reviews go with it. Returns the ids. */
  readonly send: (collector: Collector, system: string, hour: FeedHour) => Promise<string[]>;
}

export async function censusFeed(): Promise<CensusFeed> {
  files ??= Promise.all([censusRows("reference"), censusRows("analysis"), censusOutcomes()]);
  const [reference, analysis, truth] = await files;
  // The file is ordered by year and place: every so-manieth row is a sample of all of it.
  const known = everyNth(reference, REFERENCE_ROWS);
  const people = everyNth(analysis, 40 * PER_HOUR);
  let next = 0;
  return {
    approveReference: async (collector, system) => {
      const columns = Object.fromEntries(
        INPUTS.map((name) => [name, known.map((row) => row.features[name] ?? null)]),
      );
      const baseline = await collector.api("/baselines", { system, name: "census-2015", columns });
      await collector.api(`/baselines/${baseline["digest"]}/approve`, {});
    },
    send: async (collector, system, { startMs, version, isFaulty }) => {
      const rows = Array.from({ length: PER_HOUR }, (_, i) => people[(next + i) % people.length]);
      next += PER_HOUR;
      const sent = rows.filter((row) => row !== undefined);
      const at = (i: number): string =>
        new Date(startMs + Math.floor((i / PER_HOUR) * HOUR_MS)).toISOString();
      await collector.api(
        "/predictions",
        sent.map((row, i) => ({
          ...{ system, id: row.id, time: at(i), model: { name: "employment", version } },
          ...{ label: String(row.prediction), score: row.probability },
          features: inputs(row, isFaulty),
          segment: { sex: row.features["SEX"] },
          subject: `person-${row.id}`,
        })),
      );
      await collector.api(
        "/outcomes",
        sent.slice(0, PER_HOUR / 4).map(({ id }, i) => ({
          ...{ system, id, time: at(i), label: String(truth.get(id)) },
        })),
      );
      await collector.api(
        "/oversight",
        sent.slice(0, 12).map(({ id, prediction }, i) => ({
          ...{ system, id, time: at(i), action: i % 4 === 0 ? "override" : "confirm" },
          ...{ from: String(prediction), to: String(i % 4 === 0 ? 1 - prediction : prediction) },
          by: `reviewer-${i % 3}`,
        })),
      );
      await collector.app.settled();
      return sent.map(({ id }) => id);
    },
  };
}

/** Read once: nobody changes them, and they are 280,000 rows. */
let files:
  | Promise<readonly [readonly CensusRow[], readonly CensusRow[], ReadonlyMap<string, number>]>
  | undefined;

function inputs(row: CensusRow, isFaulty: boolean): Record<string, number | string | undefined> {
  const features = Object.fromEntries(INPUTS.map((name) => [name, row.features[name]]));
  return isFaulty ? { ...features, AGEP: Number(row.features["AGEP"]) * 12 } : features;
}

function everyNth<T>(rows: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(rows.length / count));
  return rows.filter((_, i) => i % step === 0).slice(0, count);
}
