import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Collector, items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CONTROLS = `
version: 1
set: planned
owner: team
defaults: { data_delay: 0s }
controls:
  - id: error-rate
    title: The model fails too often
    requirement: At most 5 % of predictions shall fail.
    severity: high
    measure: error_rate
    by: [system]
    window: 1h
    every: 1h
    min_sample: 5
    limit: { max: 5% }
    then: [{ raise: nonconformity }]
`;

/** Ten predictions of an hour, all of which failed, and what was judged of them. */
async function failing(collector: Collector, hour: number): Promise<void> {
  const at = START_MS + hour * HOUR_MS + MINUTE_MS;
  collector.clock.nowMs = at;
  await collector.api(
    "/predictions",
    Array.from({ length: 10 }, (_, i) => ({
      ...{ system: "s", id: `${hour}-${i}`, time: new Date(at).toISOString() },
      ...{ model: { name: "m", version: "1" }, status: "error" },
    })),
  );
  await collector.app.settled();
  collector.clock.nowMs = START_MS + (hour + 1) * HOUR_MS;
  await collector.app.tick(collector.clock.nowMs);
}

const raised = async (of: Collector): Promise<readonly unknown[]> =>
  items(await of.api("/nonconformities")).map(({ id }) => id);

test("in a maintenance that somebody began all is judged and nothing raised; what fires on is raised at its end", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-maintenance-"));
  try {
    const of = { nowMs: START_MS, data, controls: CONTROLS };
    let admin = "";
    {
      await using collector = await startCollector(of);
      admin = collector.admin;
      const begun = await collector.api("/maintenance", {
        ...{ systems: ["s"], reason: "a move of the feature store", minutes: 150 },
      });
      expect(begun).toMatchObject({ id: "MNT-2026-0001", standing: "under way" });
      await failing(collector, 0);
      expect(await raised(collector)).toEqual([]);
      await collector.api("/maintenance", { reason: "upgrade of the collector", minutes: 1000 });
    }
    await using collector = await startCollector({ ...of, admin, nowMs: START_MS + HOUR_MS * 1.5 });
    await failing(collector, 1);
    expect(await raised(collector)).toEqual([]);
    expect(await collector.api("/ledger")).toMatchObject({
      silences: [{ maintenance: "MNT-2026-0002" }],
    });
    await collector.api("/maintenance/MNT-2026-0002/end", {});
    expect(items(await collector.api("/maintenance"))).toMatchObject([
      { id: "MNT-2026-0002", standing: "over", reason: "upgrade of the collector" },
      { id: "MNT-2026-0001", standing: "under way", endedBy: null },
    ]);
    await failing(collector, 2);
    expect(await raised(collector)).toEqual(["NC-2026-0001"]);
    expect(JSON.stringify(await collector.api("/nonconformities/NC-2026-0001"))).toContain(
      "It fired during MNT-2026-0001 and went on after it.",
    );
    const found = items(
      await collector.api(
        `/controls/error-rate/evaluations?from=${new Date(START_MS).toISOString()}&to=${new Date(START_MS + 4 * HOUR_MS).toISOString()}`,
      ),
    );
    expect(found.map(({ verdict }) => verdict)).toMatchObject([
      { kind: "breach" },
      { kind: "breach" },
      { kind: "breach" },
    ]);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
