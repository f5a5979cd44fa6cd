import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Scratch, scratchName } from "tiltmeter/store/engine/scratch";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

test("bytes lie in a file of their own until it is removed, as they came", async () => {
  const scratch = await Scratch.open(await temporaryFolder(), await temporaryFolder());
  const bytes = Buffer.from([0, 10, 10, 255]);
  for (const values of [bytes, Readable.from([bytes.subarray(0, 1), bytes.subarray(1)])]) {
    const file = await scratch.write(values);
    expect(file.bytes).toBe(4);
    expect(await readFile(file.path)).toEqual(bytes);
    await file.remove();
    expect(existsSync(file.path)).toBe(false);
  }
  await scratch.close();
});

test("what a killed process left is gone when its data folder is opened again", async () => {
  const [data, memory] = [await temporaryFolder(), await temporaryFolder()];
  await Scratch.open(data, memory);
  await writeFile(join(memory, scratchName(data), "left"), "x");
  const again = await Scratch.open(data, memory);
  expect(await readdir(join(memory, scratchName(data)))).toEqual([]);
  await again.close();
});

test("without a file system in memory, the data folder takes the bytes", async () => {
  const data = await temporaryFolder();
  const scratch = await Scratch.open(data, join(data, "absent"));
  const file = await scratch.write("x");
  expect(file.path.startsWith(join(data, "scratch"))).toBe(true);
  await scratch.close();
});

test("a source that fails leaves no file", async () => {
  const [data, memory] = [await temporaryFolder(), await temporaryFolder()];
  const scratch = await Scratch.open(data, memory);
  const failing = Readable.from(
    (function* () {
      yield Buffer.from("x");
      throw new Error("the source failed");
    })(),
  );
  await expect(scratch.write(failing)).rejects.toThrow("the source failed");
  expect(await readdir(join(memory, scratchName(data)))).toEqual([]);
  await scratch.close();
});
