import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createMonitor, type Monitor, type MonitorOptions } from "@tiltmeter/sdk";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { bundleSdk } from "../bundled.ts";
import { eventually, FAST, type Receiver, startReceiver } from "../receiver.ts";

const run = promisify(execFile);
let bundle = "";
let folder = "";

beforeAll(async () => {
  bundle = await bundleSdk();
});
afterAll(() => rm(bundle, { recursive: true }));
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "tiltmeter-spool-")), "spool");
});
afterEach(() => rm(join(folder, ".."), { recursive: true }));

const open = (
  url: string,
  options: MonitorOptions = {},
): { readonly ai: Monitor; readonly told: string[] } => {
  const told: string[] = [];
  const ai = createMonitor({
    system: "credit",
    url,
    spool: { folder },
    limits: { ...FAST, retryMinMs: 5, requestTimeoutMs: 200 },
    log: (message) => told.push(message),
    // What is watched would be told in a file of its own, in its time.
    findClients: false,
    ...options,
  });
  return { ai, told };
};

/** A process that records, has it on disk, records `late` ones more, and is killed at once. */
async function killed(url: string, records: number, late: number): Promise<void> {
  const file = join(bundle, `killed-${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(
    file,
    `import { createMonitor } from "./sdk.mjs";
const ai = createMonitor({ system: "credit", url: ${JSON.stringify(url)}, spool: { folder: ${JSON.stringify(folder)} },
  limits: { sendEveryMs: 5 }, log() {} });
for (let i = 0; i < ${records}; i += 1) ai.record({ id: "a-" + i });
while (ai.status().spool.records < ${records}) await new Promise((resolve) => setTimeout(resolve, 5));
for (let i = 0; i < ${late}; i += 1) ai.outcome("a-" + i, { label: "x" });
process.kill(process.pid, "SIGKILL");`,
  );
  await run(process.execPath, [file]).catch(() => undefined);
}

const idsOf = (receiver: Receiver): readonly unknown[] =>
  receiver
    .records()
    .filter(({ eventName }) => eventName === "aims.prediction")
    .map(({ attributes }) => attributes["aims.prediction.id"]);
const batchIds = (receiver: Receiver): readonly string[] =>
  receiver.received.map(({ headers }) => String(headers["tiltmeter-batch-id"]));
const filesOf = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".batch"));

const NOBODY = "http://127.0.0.1:9";

test("what a killed process had on disk the next one sends, under the ids of its files, and says what is missing", async () => {
  let isDown = true;
  await using receiver = await startReceiver(() => (isDown ? { status: 503 } : {}));
  await killed(receiver.url, 20, 3);
  const [kept = ""] = await filesOf();
  isDown = false;
  const { ai } = open(receiver.url);
  await eventually("the last word", () =>
    receiver
      .records()
      .some(
        ({ attributes }) =>
          JSON.stringify(attributes["aims.seq.last"]) ===
          JSON.stringify({ prediction: 20, outcome: 3 }),
      ),
  );
  expect(idsOf(receiver)).toEqual(Array.from({ length: 20 }, (_, i) => `a-${i}`));
  expect(batchIds(receiver)).toContain(/-([0-9a-f]{32})\.batch$/.exec(kept)?.[1]);
  await eventually("an empty spool", () => ai.status().spool?.files === 0);
  expect(ai.status()).toMatchObject({ sent: 0, dropped: {}, spool: { bytes: 0 } });
  await ai.close();
  expect(await readdir(folder)).toEqual([]);
});

/** The name of a folder of a dead process, as one with this address would have made it. */
function scoped(url: string): string {
  const scope = createHash("sha256").update(`credit\n${url}`).digest("hex").slice(0, 12);
  return `${scope}-dead`;
}

/** Dead processes' folders for this address, with so many batches of one record. */
async function orphans(url: string, folders: number, each: number): Promise<void> {
  for (let n = 0; n < folders; n += 1) {
    const { ai } = open(NOBODY, { limits: { ...FAST, batchRecordsMax: 1 } });
    for (let i = 0; i < each; i += 1) ai.record({ id: `${n}-${i}` });
    await eventually("the files", () => ai.status().spool?.records === each);
    await ai.close({ timeoutMs: 1 });
    const made = (await readdir(folder)).find((name) => !name.endsWith("-orphan"));
    await rename(join(folder, made ?? ""), join(folder, `${scoped(url)}-${n}-orphan`));
  }
}

test("files are the owner's alone", async () => {
  const { ai } = open(NOBODY);
  ai.record({ id: "a" });
  await eventually("the file", () => ai.status().spool?.files === 1);
  for (const name of ["", ...(await readdir(folder, { recursive: true }))]) {
    const found = await stat(join(folder, name));
    expect([name, found.mode & 0o777]).toEqual([name, found.isDirectory() ? 0o700 : 0o600]);
  }
  await ai.close({ timeoutMs: 1 });
});

test("of eight that look at once each orphan is adopted by one", async () => {
  await using receiver = await startReceiver();
  await orphans(receiver.url, 6, 10);
  const heirs = Array.from({ length: 8 }, () => open(receiver.url).ai);
  await eventually("all records", () => idsOf(receiver).length >= 60);
  await Promise.all(heirs.map((ai) => ai.close()));
  expect(new Set(idsOf(receiver)).size).toBe(60);
  expect(idsOf(receiver)).toHaveLength(60);
  expect(new Set(batchIds(receiver)).size).toBe(batchIds(receiver).length);
  expect(await readdir(folder)).toEqual([]);
});

test("damaged and foreign files are set aside and told once; the others are sent", async () => {
  await using receiver = await startReceiver();
  await orphans(receiver.url, 1, 5);
  const place = join(folder, `${scoped(receiver.url)}-0-orphan`);
  const names = (await readdir(place)).sort();
  const [first = "", second = ""] = names;
  const bytes = await readFile(join(place, first));
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  await writeFile(join(place, first), bytes);
  await writeFile(join(place, second), bytes.subarray(0, 10));
  await writeFile(join(place, "notes.txt"), "not ours");
  // Killed between writing and syncing, and while writing.
  const last = names.at(-1) ?? "";
  await rename(join(place, last), join(place, `${last}.tmp`));
  const torn = `000000000009-${"0".repeat(32)}.batch.tmp`;
  await writeFile(join(place, torn), bytes.subarray(0, 20));
  const { ai, told } = open(receiver.url);
  await eventually("the rest", () => idsOf(receiver).length === 3);
  await eventually("an end", () => ai.status().spool?.files === 0);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("was set aside");
  await ai.close();
  expect(await readdir(folder)).toEqual(["aside"]);
  expect(await readdir(join(folder, "aside"))).toHaveLength(3);
});

test.each([
  ["in another container, with a sign of life", 0, true],
  ["in another container, silent for long", 60, false],
])("the folder of a process %s", async (_, silentS, isLeft) => {
  await using receiver = await startReceiver();
  await orphans(receiver.url, 1, 1);
  const place = join(folder, `${scoped(receiver.url)}-0-orphan`);
  const owner = {
    pid: process.pid,
    start: "1",
    boot: "b",
    namespace: "pid:[1]",
    host: "elsewhere",
  };
  const rest = { origin: { producer: "p" }, resource: {}, classes: [], isMainThread: true };
  await writeFile(join(place, "owner.json"), JSON.stringify({ ...owner, ...rest }));
  await writeFile(join(place, "lease"), "0\n");
  const seen = new Date(Date.now() - silentS * 1_000);
  await utimes(join(place, "lease"), seen, seen);
  const { ai } = open(receiver.url);
  ai.record({ id: "own" });
  await ai.close();
  expect(idsOf(receiver)).toEqual(isLeft ? ["own"] : expect.arrayContaining(["own", "0-0"]));
  expect((await readdir(folder)).length).toBe(isLeft ? 1 : 0);
});

test("a process whose folder was taken from it makes another one, and loses nothing", async () => {
  let isDown = true;
  await using receiver = await startReceiver(() => (isDown ? { status: 503 } : {}));
  const { ai } = open(receiver.url);
  ai.record({ id: "before" });
  await eventually("the file", () => ai.status().spool?.records === 1);
  const [own = ""] = await readdir(folder);
  await rename(join(folder, own), join(folder, "..", "taken"));
  ai.record({ id: "after" });
  await eventually("memory", () => ai.status().queued >= 2);
  isDown = false;
  await ai.flush();
  expect(idsOf(receiver)).toContain("after");
  ai.record({ id: "later" });
  await ai.close();
  expect(idsOf(receiver)).toEqual(expect.arrayContaining(["after", "later"]));
  expect(ai.status().dropped).toEqual({});
});

test("a disk that fails means memory alone, told once; when it works again files are written again", async () => {
  let isDown = true;
  await using receiver = await startReceiver(() => (isDown ? { status: 503 } : {}));
  const { ai, told } = open(receiver.url);
  await eventually("the folder", () => ai.status().spool !== null);
  const [own = ""] = await readdir(folder);
  // In one turn: the process makes itself another folder as soon as it misses its own.
  rmSync(join(folder, own), { recursive: true });
  writeFileSync(join(folder, own), "no folder");
  for (let i = 0; i < 50; i += 1) ai.record({ id: `m-${i}` });
  await eventually("the failure", () => ai.status().spool?.lastError !== null);
  expect(told.filter((line) => line.includes("cannot be written to"))).toHaveLength(1);
  isDown = false;
  expect(await ai.flush()).toBe(true);
  expect(ai.status()).toMatchObject({ sent: 50, queued: 0, dropped: {} });
  expect(told.filter((line) => line.includes("the spool at"))).toHaveLength(1);
  await ai.close();
});

/** Whether this process may mount a disk of its own: a small one is soon full. */
async function mounted(): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  return run("mount", ["-t", "tmpfs", "-o", "size=100k", "tmpfs", folder]).then(
    () => true,
    () => false,
  );
}

test("on a disk that is full nothing is lost, torn or set aside: what has no room waits in memory", async (context) => {
  if (!(await mounted())) context.skip("this process may not mount a small disk");
  try {
    let isDown = true;
    await using receiver = await startReceiver(() => (isDown ? { status: 503 } : {}));
    const { ai, told } = open(receiver.url);
    for (let i = 0; i < 2_000; i += 1) {
      ai.record({ id: `d-${i}`, label: "x".repeat(100) });
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually("a full disk", () => ai.status().spool?.lastError !== null);
    expect(told.filter((line) => line.includes("cannot be written to (ENOSPC"))).toHaveLength(1);
    isDown = false;
    expect(await ai.flush()).toBe(true);
    expect(ai.status()).toMatchObject({ sent: 2_000, queued: 0, dropped: {} });
    await ai.close();
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await run("umount", [folder]);
  }
});

test("a folder that cannot be made means memory alone, and says so", async () => {
  await mkdir(join(folder, ".."), { recursive: true });
  await writeFile(folder, "a file");
  await chmod(folder, 0o600);
  await using receiver = await startReceiver();
  const { ai, told } = open(receiver.url);
  ai.record({ id: "a" });
  expect(await ai.flush()).toBe(true);
  expect(ai.status()).toMatchObject({ sent: 1, spool: null });
  expect(told).toEqual([expect.stringContaining("cannot be opened")]);
  await ai.close();
});

test("when its space is used up records wait in memory, and nothing is lost once the collector is back", async () => {
  let isDown = true;
  await using receiver = await startReceiver(() => (isDown ? { status: 503 } : {}));
  const { ai, told } = open(receiver.url, {
    spool: { folder, bytesMax: 20_000 },
    limits: { ...FAST, batchRecordsMax: 10 },
  });
  for (let i = 0; i < 500; i += 1) {
    ai.record({ id: `f-${i}` });
    if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await eventually("a full spool", () => told.some((line) => line.includes("is full")));
  expect(ai.status().spool?.bytes).toBeLessThanOrEqual(20_000);
  expect(ai.status().queued).toBe(500);
  isDown = false;
  expect(await ai.flush()).toBe(true);
  expect(ai.status()).toMatchObject({ sent: 500, queued: 0, dropped: {} });
  expect(new Set(idsOf(receiver)).size).toBe(500);
  await ai.close();
});

test("what could not be sent before the end is left on disk, and not counted as lost", async () => {
  const { ai } = open(NOBODY);
  for (let i = 0; i < 100; i += 1) ai.record({ id: i });
  await ai.close({ timeoutMs: 30 });
  expect(ai.status()).toMatchObject({ queued: 100, dropped: {} });
  expect((await filesOf()).length).toBeGreaterThan(0);
});

test("what had no room at the end is counted as lost, and the next process says how many there were", async () => {
  let isDown = true;
  await using receiver = await startReceiver(() => (isDown ? { status: 503 } : {}));
  const options = { spool: { folder, bytesMax: 10_000 }, limits: { ...FAST, batchRecordsMax: 10 } };
  const { ai } = open(receiver.url, options);
  for (let i = 0; i < 200; i += 1) ai.record({ id: `e-${i}` });
  await ai.close({ timeoutMs: 100 });
  const lost = ai.status().dropped["prediction.closed"] ?? 0;
  expect(lost).toBeGreaterThan(100);
  expect(ai.status().queued).toBe(200 - lost);
  // This process lives on; as if it had ended:
  const [place = ""] = await readdir(folder);
  const owner: unknown = JSON.parse(await readFile(join(folder, place, "owner.json"), "utf8"));
  const ended = JSON.stringify({ ...Object(owner), start: "1" });
  await writeFile(join(folder, place, "owner.json"), ended);
  await mkdir(join(folder, ".unfinished-0"));
  await utimes(join(folder, ".unfinished-0"), 1, 1);
  isDown = false;
  const heir = open(receiver.url).ai;
  await heir.close();
  expect(idsOf(receiver)).toHaveLength(200 - lost);
  const told = receiver.records().map(({ attributes }) => attributes["aims.seq.last"]);
  expect(told).toContainEqual({ prediction: 200 });
  expect(await readdir(folder)).toEqual([]);
});
