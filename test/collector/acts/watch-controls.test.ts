import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { watchControls } from "../../../collector/acts/watch-controls.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-watch-"));
});
afterEach(() => rm(folder, { recursive: true }));

const EVERY_MS = 10;

/** A file, watched; `reloads` counts, and each of them may fail. */
async function watched(fails = 0): Promise<{
  readonly path: string;
  readonly reloads: () => number;
  readonly errors: unknown[];
  readonly watching: ReturnType<typeof watchControls>;
}> {
  const path = join(folder, "a.yaml");
  await writeFile(path, "1");
  let reloads = 0;
  const errors: unknown[] = [];
  const watching = watchControls({
    files: [path],
    everyMs: EVERY_MS,
    hash: (text) => text,
    reload: async () => {
      reloads += 1;
      if (reloads <= fails) throw new Error("disk");
    },
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => watching.stop());
  // The turn of the first look.
  await watching.reload();
  reloads = 0;
  return { path, reloads: () => reloads, errors, watching };
}

test("a file that changed is read anew once, and one that did not is not", async () => {
  const { path, reloads } = await watched();
  await writeFile(path, "2");
  await vi.waitFor(() => expect(reloads()).toBe(1), 5000);
  await writeFile(path, "2");
  await writeFile(path, "3");
  await vi.waitFor(() => expect(reloads()).toBe(2), 5000);
  await rm(path);
  await vi.waitFor(() => expect(reloads()).toBe(3), 5000);
});

test("what failed is told and tried again", async () => {
  const { path, reloads, errors } = await watched(2);
  errors.length = 0;
  await writeFile(path, "2");
  await vi.waitFor(() => expect(reloads()).toBeGreaterThanOrEqual(2), 5000);
  expect(errors.length).toBeGreaterThan(0);
});

test("the end waits for what is being read", async () => {
  let finish = (): void => undefined;
  let isDone = false;
  const watching = watchControls({
    files: [],
    everyMs: EVERY_MS,
    hash: (text) => text,
    reload: () =>
      new Promise<void>((resolve) => {
        finish = () => {
          isDone = true;
          resolve();
        };
      }),
    onError: () => undefined,
  });
  void watching.reload();
  await vi.waitFor(() => expect(finish).not.toBe(undefined));
  const stopped = watching.stop();
  await vi.waitFor(() => {
    finish();
    expect(isDone).toBe(true);
  }, 5000);
  await stopped;
});
