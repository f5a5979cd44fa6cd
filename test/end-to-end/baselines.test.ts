import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { items, startCollector } from "./collector.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Monday, 5 January 2026, 00:00 UTC. */
const START_MS = Date.UTC(2026, 0, 5);

const iso = (ms: number): string => new Date(ms).toISOString();

/** An answer each hour for some days, with the hour of the day as a feature; every other one is right. */
function answers(fromDay: number, days: number): { predictions: object[]; outcomes: object[] } {
  const hours = Array.from({ length: days * 24 }, (_, i) => fromDay * 24 + i);
  const of = (hour: number) => ({
    system: "s",
    id: `h${hour}`,
    time: iso(START_MS + hour * HOUR_MS),
  });
  return {
    predictions: hours.map((hour) => ({
      ...of(hour),
      model: { name: "m", version: "1" },
      label: "yes",
      score: 0.75,
      features: { hour: hour % 24 },
    })),
    outcomes: hours.map((hour) => ({ ...of(hour), label: hour % 2 === 0 ? "yes" : "no" })),
  };
}

test("a baseline of a past window knows its scores and its hours, and one that rolls renews itself", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-baselines-"));
  try {
    await using collector = await startCollector({ nowMs: START_MS + 7 * DAY_MS, data });
    const send = async (fromDay: number, days: number): Promise<void> => {
      const { predictions, outcomes } = answers(fromDay, days);
      await collector.api("/predictions", predictions);
      await collector.api("/outcomes", outcomes);
      await collector.app.settled();
    };
    await send(0, 7);
    const made = await collector.api("/baselines", {
      ...{ system: "s", name: "weekly", seasonal: "hour_of_week" },
      rolling: { days: 7, everyDays: 7 },
    });
    expect(made).toMatchObject({ rows: 168, rolling: { days: 7, everyDays: 7 }, version: 1 });
    const digest = String(made["digest"]);
    await collector.api(`/baselines/${digest}/approve`, {});

    const content = JSON.parse(await contentOf(data, digest));
    expect(content.seasonal).toBe("hour_of_week");
    expect(content.features.hour.hourly[9], "Monday 09:00–10:00 has one answer").toHaveLength(1);
    expect(content.scores.yes.yes[150]).toBe(84);
    expect(content.scores.yes.no[150]).toBe(84);

    await send(7, 7);
    collector.clock.nowMs = START_MS + 14 * DAY_MS;
    await collector.app.tick(collector.clock.nowMs);
    const [second, first] = items(await collector.api("/baselines?system=s"));
    expect(second).toMatchObject({
      ...{ version: 2, rows: 168, createdAt: iso(START_MS + 14 * DAY_MS) },
      approvedBy: first?.["approvedBy"],
      rolling: { days: 7, everyDays: 7, rule: digest },
    });
    expect(collector.log).toEqual([]);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

/** The distributions of a baseline, as they are on disk. */
async function contentOf(data: string, digest: string): Promise<string> {
  const folder = join(data, "content");
  const names = await readdir(folder, { recursive: true });
  const name = names.find((each) => each.replaceAll("/", "").includes(digest));
  if (name === undefined) throw new Error(`${digest} is not among ${names.join(", ")}`);
  return readFile(join(folder, name), "utf8");
}
