import { mkdtemp, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBallast } from "tiltmeter/pressure/ballast";
import { afterEach, beforeEach, expect, test } from "vitest";

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), "tiltmeter-ballast-")), "ballast");
});
afterEach(() => rm(join(path, ".."), { recursive: true, force: true }));

const BYTES = 3_000_000;

test("the ballast takes real blocks of the disk, and gives them back", async () => {
  const ballast = await openBallast({ path, bytes: BYTES });
  expect(ballast.heldBytes()).toBe(0);
  await ballast.take();
  expect(ballast.heldBytes()).toBe(BYTES);
  // A sparse file has its size without them.
  expect((await stat(path)).blocks * 512).toBeGreaterThanOrEqual(BYTES);
  await Promise.all([ballast.take(), ballast.release(), ballast.release()]);
  expect(ballast.heldBytes()).toBe(0);
  await expect(stat(path)).rejects.toThrow("ENOENT");
});

test("what a process left is taken as it is; what it left half done, or of another size, is not", async () => {
  await (await openBallast({ path, bytes: BYTES })).take();
  await writeFile(`${path}.new`, "half");
  const again = await openBallast({ path, bytes: BYTES });
  expect(again.heldBytes()).toBe(BYTES);
  await expect(stat(`${path}.new`)).rejects.toThrow("ENOENT");
  await truncate(path, 10);
  expect((await openBallast({ path, bytes: BYTES })).heldBytes()).toBe(0);
  await expect(stat(path)).rejects.toThrow("ENOENT");
  await (await openBallast({ path, bytes: BYTES })).take();
  expect((await openBallast({ path, bytes: 0 })).heldBytes()).toBe(0);
  await expect(stat(path)).rejects.toThrow("ENOENT");
});
