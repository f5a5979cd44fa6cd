import { createPages, type Reads } from "@tiltmeter/dashboards";
import type { EvidenceRequest } from "@tiltmeter/rules";
import { fetchEvidence } from "tiltmeter/store/evidence/fetch-evidence";
import { readSegments } from "tiltmeter/store/reads/segments";
import { NOTHING_ROLLED, withRoll } from "tiltmeter/store/rollups/rolled";
import { expect, test } from "vitest";
import { actsOn } from "../../dashboards/fixture-acts.ts";
import { CALLER, callsOverTime } from "../../dashboards/fixture-calls.ts";
import { busyReads } from "../../dashboards/fixture-reads.ts";
import { loanReads } from "./loans.ts";

// A page that draws a series from single records is quick in every test and takes seconds over ten million: what
// pages ask is put into the questions of the store, and each may look at records only as far as they are not
// summed up by minute.

/** Questions that look at records all the same, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  "evidence.reviews":
    "reviews are not summed up: finds the model version or segment of those of the window",
  "evidence.reviews.known": "looks up the truth of reviewed predictions by their ids",
  "evidence.reviews.decisions": "looks up what was answered, of reviewed predictions alone",
  "evidence.checks":
    "scores are not summed up: finds the model that gave the answers of the window",
};

/** Everything up to a batch is rolled. */
const rolled = withRoll(NOTHING_ROLLED, {
  ...{ opened: "00000000-0000-4000-8000-000000000001", roll: 1, depth: 1, high: 9 },
  ...{ journal: "00000000-0000-4000-8000-000000000002", fromMicros: 0, toMicros: 9e15 },
  parent: { opened: "00000000-0000-4000-8000-000000000003", roll: 0 },
});

const { reads, asked } = loanReads();
const [system] = await busyReads().systems();
const windows: Parameters<Reads["segments"]>[0][] = [];
const pages = createPages(
  {
    ...busyReads(),
    // Nobody looks at a page on the minute.
    nowMs: () => reads.nowMs() + 12_345,
    systems: async () => (system === undefined ? [] : [{ ...system, id: "loans" }]),
    system: async () => (system === undefined ? null : { ...system, id: "loans" }),
    series: reads.series,
    volumes: reads.volumes,
    measures: reads.measures,
    computed: reads.computed,
    // As if there were calls: what is asked of them then.
    calls: async (of) => {
      await reads.calls(of);
      return callsOverTime({ ...of, system: CALLER });
    },
    checks: reads.checks,
    drift: reads.drift,
    featureDrift: reads.featureDrift,
    driftSeries: reads.driftSeries,
    segments: (of) => {
      windows.push(of);
      return reads.segments(of);
    },
  },
  { assetsBase: "/assets", actor: () => "mara", decider: () => "mara", act: actsOn([]) },
);

/** The raw tables that a question looks at beyond what is not rolled. */
function looksAtRecords(sql: string): readonly string[] {
  return [
    ...sql.matchAll(
      /FROM (predictions_v1|features_v1|calls_v1)\b([\s\S]*?)(?=UNION ALL|\bFROM\b|$)/g,
    ),
  ]
    .filter(([, , where = ""]) => !where.includes("NOT (_journal"))
    .map(([, table = ""]) => table);
}

test("no page reads single records to draw a series or to show a number of a range", async () => {
  for (const path of [
    "/",
    "/systems/loans?range=24h",
    "/systems/loans?range=7d",
    "/systems/loans/how?metric=accuracy&by=segment.region&range=24h",
    "/systems/loans/features/income?range=24h",
  ]) {
    expect((await pages.request(path)).status, path).toBe(200);
  }
  const looked: { name: string; sql: string }[] = [];
  const read = async (name: string, sql: string): Promise<readonly never[]> => {
    looked.push({ name, sql });
    return [];
  };
  const requests: readonly EvidenceRequest[] = asked;
  for (const request of requests) await fetchEvidence(read, request, { rolled: () => rolled });
  for (const { system: of, range } of windows) {
    await readSegments(read, { system: of, window: range }, rolled);
  }
  expect(new Set(requests.map(({ kind }) => kind)).size).toBeGreaterThan(4);
  expect(windows.length).toBeGreaterThan(0);
  const found = looked.flatMap(({ name, sql }) =>
    looksAtRecords(sql).map((table) => `${name} reads ${table}`),
  );
  const unexplained = found.filter((each) => !Object.hasOwn(ALLOWED, each.split(" ")[0] ?? ""));
  expect([...new Set(unexplained)]).toEqual([]);
});
