import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HttpFront, startHttpFront } from "../collector/store/http-front.ts";
import { type Collector, startCollector } from "./collector.ts";

// A whole collector whose data folder is put back from an older copy, while the server that has its store goes on.

const START_MS = Date.UTC(2026, 0, 5);
let folder: string;
let front: HttpFront;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-put-back-"));
  front = await startHttpFront(join(folder, "server"));
});
afterAll(async () => {
  await front.close();
  await rm(folder, { recursive: true, force: true });
});

async function send(collector: Collector, ids: readonly string[]): Promise<void> {
  const time = new Date(START_MS).toISOString();
  const model = { name: "m", version: "1" };
  for (const id of ids) {
    await collector.api("/predictions", [{ system: "back", id, time, model, label: "yes" }]);
  }
  await collector.app.settled();
}

test("what came after the copy stays, what comes now is stored, and all of it is under seals", async () => {
  const data = join(folder, "data");
  const of = { nowMs: START_MS, store: front.url, data };
  const first = await startCollector(of);
  await send(first, ["a", "b", "c"]);
  await first.app.sealed();
  const { admin } = first;
  await first[Symbol.asyncDispose]();
  await cp(data, join(folder, "copy"), { recursive: true });

  const second = await startCollector({ ...of, admin });
  await send(second, ["d", "e", "f", "g"]);
  await second[Symbol.asyncDispose]();
  await rename(data, join(folder, "lost"));
  await rename(join(folder, "copy"), data);

  await using third = await startCollector({ ...of, admin });
  expect(third.log.join("\n")).toContain("it goes on under a new id");
  // One that the lost folder had acknowledged comes again; the others are new.
  await send(third, ["g", "x", "y"]);
  expect(await third.api("/systems/back")).toMatchObject({ predictions: 9 });
  await third.app.sealed();
  const report = await third.app.checkSeals();
  expect(report.failures).toEqual([]);
  const rows = `SELECT count() FROM tiltmeter.predictions_v1`;
  const kept = `SELECT count() FROM tiltmeter.corrections_v1`;
  const ask = async (sql: string): Promise<number> =>
    Number(await (await fetch(front.url, { method: "POST", body: sql })).text());
  expect([await ask(rows), await ask(kept)]).toEqual([9, 1]);
  expect(report.verified).toBe(10);
}, 120_000);
