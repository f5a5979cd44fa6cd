import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Exports,
  type ExportTerms,
  type MakeExport,
  openExports,
} from "tiltmeter/export/exports";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
let nowMs: number;
let ids: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-exports-"));
  [nowMs, ids] = [1_000, 0];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const DAY_MS = 86_400_000;
const terms: ExportTerms = { kind: "register", fromMs: 0, toMs: 1, systems: null, sample: null };
const FILE = { name: "register.csv", bytes: 2, sha256: "ab".repeat(32) };

const writing: MakeExport = async ({ folder: to }) => {
  await writeFile(join(to, FILE.name), "hi");
  return { digest: "cd".repeat(32), files: [FILE], missing: [] };
};

function opened(make: MakeExport = writing): Promise<Exports> {
  const newId = (): string => {
    ids += 1;
    return `e-${ids}`;
  };
  return openExports({ folder, now: () => nowMs, newId, make });
}

/** Everything that was asked for has come to its end. */
async function done(of: Exports): Promise<void> {
  while (of.list().some(({ status }) => status === "waiting" || status === "running")) {
    await new Promise(setImmediate);
  }
}

test("what is made can be fetched, also after a restart", async () => {
  const first = await opened();
  first.start({ by: "p_mara", terms });
  await done(first);
  expect(first.get("e-1")).toMatchObject({ status: "done", by: "p_mara", files: [FILE], terms });
  expect(first.path("e-1", FILE.name)).toBe(join(folder, "e-1", FILE.name));
  await first.close();
  const second = await opened();
  expect(second.list()).toEqual(first.list());
  expect(second.path("e-1", FILE.name)).toBe(join(folder, "e-1", FILE.name));
  await second.close();
});

test("only a file that is listed has a path: a name leads nowhere else", async () => {
  const of = await opened();
  of.start({ by: "p", terms });
  await done(of);
  for (const name of ["export.json", "../e-1/register.csv", "..", "", "/etc/passwd", "other.csv"]) {
    expect(of.path("e-1", name)).toBeNull();
  }
  expect(of.path("../e-1", FILE.name)).toBeNull();
  await of.close();
});

test("a failure leaves nothing, says why, and the next is made all the same", async () => {
  let fails = true;
  const of = await opened(async (asked) => {
    if (!fails) return writing(asked);
    fails = false;
    await writeFile(join(asked.folder, "half"), "x");
    throw new Error("the disk is full");
  });
  of.start({ by: "p", terms });
  of.start({ by: "p", terms });
  await done(of);
  expect(of.get("e-1")).toMatchObject({ status: "failed", reason: "the disk is full" });
  expect(of.get("e-2")).toMatchObject({ status: "done" });
  expect(await readdir(folder)).toEqual(["e-2"]);
  await of.close();
});

test("what a crash left half is removed at the next start", async () => {
  const before = await opened();
  before.start({ by: "p", terms });
  await done(before);
  await before.close();
  await rm(join(folder, "e-1", FILE.name));
  await writeFile(join(folder, ".e-9"), "half");
  const after = await opened();
  expect(after.list()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
  await after.close();
});

test("files go after a week, when ten newer ones are there, and all at once where they must", async () => {
  const of = await opened();
  for (let i = 0; i < 11; i += 1) {
    of.start({ by: "p", terms });
    await done(of);
  }
  // The eleventh end has come; what it leads to is done before the next begins.
  of.start({ by: "p", terms });
  await done(of);
  await of.close();
  expect((await readdir(folder)).length).toBeLessThanOrEqual(11);
  nowMs += 8 * DAY_MS;
  const later = await opened();
  later.start({ by: "p", terms });
  await done(later);
  await later.dropAll();
  expect(later.list()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
  await later.close();
});

test("five wait at most, one that runs can be broken off, and what is done can be deleted", async () => {
  const running: (() => void)[] = [];
  const of = await opened(async ({ signal, ...asked }) => {
    await new Promise<void>((resolve) => {
      running.push(resolve);
      signal.addEventListener("abort", () => resolve());
    });
    if (signal.aborted) throw new Error("it was broken off");
    return writing({ signal, ...asked });
  });
  const started = Array.from({ length: 5 }, () => of.start({ by: "p", terms }));
  expect(started.map((each) => each?.id ?? null)).toEqual(["e-1", "e-2", "e-3", "e-4", null]);
  expect(await of.drop("e-2")).toBe(true);
  while (running.length < 1) await new Promise(setImmediate);
  expect(await of.drop("e-1")).toBe(true);
  while (running.length < 2) await new Promise(setImmediate);
  running[1]?.();
  while (running.length < 3) await new Promise(setImmediate);
  expect(of.list().map(({ status }) => status)).toEqual(["running", "done", "failed", "failed"]);
  expect(await of.drop("e-3")).toBe(true);
  expect(of.get("e-3")).toBeNull();
  expect(await of.drop("nobody's")).toBe(false);
  await of.close();
  expect(await readdir(folder)).toEqual([]);
});
