import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);

test("an end right after the acknowledgements loses nothing and stores nothing twice", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-restart-"));
  try {
    const of = { nowMs: START_MS + 60_000, data };
    let admin: string | undefined;
    for (let run = 1; run <= 3; run += 1) {
      await using collector = await startCollector({
        ...of,
        ...(admin === undefined ? {} : { admin }),
      });
      admin = collector.admin;
      for (let i = 0; i < 20; i += 1) {
        const id = `${run}-${i}`;
        await collector.api("/predictions", [
          { system: "s", id, label: "yes", time: new Date(START_MS).toISOString() },
        ]);
      }
    }
    await using last = await startCollector({ ...of, ...(admin === undefined ? {} : { admin }) });
    await last.app.settled();
    expect(await last.api("/systems/s")).toMatchObject({ predictions: 60 });
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
