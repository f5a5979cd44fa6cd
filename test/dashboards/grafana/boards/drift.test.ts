import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "tiltmeter/store/engine/open";
import { expect, onTestFinished, test } from "vitest";
import { boards } from "../../../../dashboards/grafana/boards.ts";
import { declare, items, startCollector } from "../../../end-to-end/collector.ts";
import { expanded } from "../expand.ts";
import { asking, openBoard } from "../open-board.ts";

const START_MS = Date.UTC(2026, 10, 23, 6);
const HOUR_MS = 3_600_000;

test("whatever a feature is called, its index on the board is the number that the API says", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-grafana-"));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const names = ["plain", "it's \\ odd", 'say "x"', "${system} $__fromTime", "a\n-- b", "東京 🗼"];
  const spread = Array.from({ length: 400 }, (_, i) => (i * 0.6180339887498949) % 1);
  const said = await (async () => {
    await using collector = await startCollector({
      ...{ nowMs: START_MS + HOUR_MS, systems: [declare("credit")], data },
    });
    const columns = Object.fromEntries(names.map((name) => [name, spread]));
    const baseline = { system: "credit", name: "validation", columns };
    const { digest } = await collector.api("/baselines", baseline);
    await collector.api(`/baselines/${digest}/approve`, {});
    await collector.api(
      "/predictions",
      spread.map((value, i) => ({
        ...{ system: "credit", id: `c-${i}`, label: "x" },
        time: new Date(START_MS + i * 1000).toISOString(),
        features: Object.fromEntries(names.map((name, k) => [name, value ** (k + 1)])),
      })),
    );
    await collector.app.settled();
    await collector.app.tick(collector.clock.nowMs); // writes what is in force beside the telemetry
    const at = (ms: number): string => new Date(ms).toISOString();
    const query = `system=credit&from=${at(START_MS)}&to=${at(START_MS + HOUR_MS)}`;
    const { features } = await collector.api(`/drift?${query}`);
    return items({ items: features }).map((feature) => [
      String(feature["feature"]),
      Number(/"value":([0-9.e-]+)/.exec(JSON.stringify(feature))?.[1]),
    ]);
  })();
  expect(said.map(([name]) => name).sort()).toEqual([...names].sort());
  const engine = await openEngine({ folder: join(data, "engine") });
  onTestFinished(() => engine.close());
  const board = boards.find(({ uid }) => uid === "tiltmeter-drift");
  if (board === undefined) throw new Error("no such board");
  const panel = board.panels.find(({ title }) => title === "Features, most drifted first");
  const range = { fromMs: START_MS, toMs: START_MS + HOUR_MS, intervalS: 600 };
  const ask = asking(engine);
  const values = await openBoard(board, range, ask);
  const found = await ask(expanded(panel?.targets[0]?.rawSql ?? "", values, range));
  const psi = new Map(found.map((row) => [String(row["feature"]), Number(row["psi"])]));
  expect([...psi.keys()].sort()).toEqual([...names].sort());
  for (const [name, value] of said) expect(psi.get(String(name))).toBeCloseTo(Number(value), 9);
});
