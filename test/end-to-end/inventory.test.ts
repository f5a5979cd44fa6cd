import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 10, 23, 12);
const HOUR_MS = 3_600_000;

test("the inventory follows its file while the collector runs, keeps its history, and a mistake changes nothing", async () => {
  await using collector = await startCollector({
    nowMs: START_MS,
    systemsText: "version: 1\nsystems:\n  - { id: credit, owner: team, risk_tier: limited }\n",
  });
  const file = join(dirname(collector.controls), "systems.yaml");
  const declare = async (...lines: readonly string[]): Promise<void> => {
    await writeFile(file, `version: 1\nsystems:\n${lines.map((line) => `  - ${line}\n`).join("")}`);
    await collector.app.reloadControls();
  };
  const send = async (system: string, id: string): Promise<void> => {
    const time = new Date(collector.clock.nowMs).toISOString();
    await collector.api("/predictions", { system, id, label: "yes", time });
    await collector.app.settled();
  };
  const standing = async (): Promise<Readonly<Record<string, unknown>>> => {
    const systems = items(await collector.api("/systems"));
    return Object.fromEntries(systems.map((system) => [system["id"], system["standing"]]));
  };

  await send("credit", "1");
  await send("bot", "1");
  expect(await standing()).toEqual({ credit: "live", bot: "shadow" });

  collector.clock.nowMs += 2 * HOUR_MS;
  await declare("{ id: credit, owner: other, risk_tier: limited }", "{ id: bot, status: planned }");
  expect(await standing()).toEqual({ credit: "silent", bot: "planned" });
  collector.clock.nowMs += 1000;
  await send("bot", "2");
  expect(await standing()).toEqual({ credit: "silent", bot: "stray" });

  await declare("{ id: credit, onwer: other }");
  expect(await standing()).toEqual({ credit: "silent", bot: "stray" });
  expect((await collector.api("/status"))["problems"]).toEqual([
    expect.stringContaining("systems.yaml:3: a system has no key onwer"),
  ]);

  await declare("{ id: bot, status: live, silent_after: 1h }");
  expect(await standing()).toEqual({ credit: "shadow", bot: "live" });
  expect((await collector.api("/status"))["problems"]).toEqual([]);
  const history = items(await collector.api("/systems/credit/history"));
  expect(history.map(({ field, from, to }) => [field, from, to])).toEqual([
    ["system", "declared", null],
    ["owner", "team", "other"],
    ["risk_tier", null, "limited"],
    ["owner", null, "team"],
    ["status", null, "live"],
  ]);
});
