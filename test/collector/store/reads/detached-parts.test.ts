import { randomUUID } from "node:crypto";
import { readdir, truncate } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { batches, prediction, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a part that a power cut truncated is reported, and applying its range again heals it", async () => {
  const folder = await temporaryFolder();
  const range = batches(1, [telemetry(prediction("a"), { system: "cut" })]);
  const options = { journal: randomUUID(), uncertain: false };

  const before = await openStore({ folder });
  await before.apply(range, options);
  expect(await before.detachedParts()).toEqual([]);
  await before.close();

  const files = await readdir(join(folder, "engine", "store"), { recursive: true });
  const data = files.filter((file) => /202611_1_1_0\/data\.bin$/.test(file));
  expect(data.length).toBeGreaterThan(0);
  for (const file of data) await truncate(join(folder, "engine", "store", file), 1);

  const after = await openStore({ folder });
  const detached = await after.detachedParts();
  expect(detached.map(({ table }) => table)).toContain("predictions_v1");
  expect(detached[0]?.reason).toContain("broken");
  expect(await after.apply(range, { ...options, uncertain: true })).toMatchObject({
    predictions: 1,
  });
  expect((await after.systems()).map(({ predictions }) => predictions)).toEqual([1]);
  await after.close();
});
