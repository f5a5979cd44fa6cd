import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleSdk } from "../sdk/bundled.ts";
import { eventually, type Receiver, startReceiver } from "../sdk/receiver.ts";

let folder = "";
beforeAll(async () => {
  folder = await bundleSdk();
});
afterAll(() => rm(folder, { recursive: true }));

let scripts = 0;
/** A process that runs this, with `ai` watching `script`, `pause(ms)`, and `say(line)` to the test. */
async function start(url: string, body: string, options = ""): Promise<ChildProcess> {
  scripts += 1;
  const file = join(folder, `script-${scripts}.mjs`);
  await writeFile(
    file,
    `import { createMonitor } from "./sdk.mjs";
import { writeSync } from "node:fs";
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const say = (line) => writeSync(1, line + "\\n");
const options = { system: "script", limits: { sendEveryMs: 60000, exitFlushMs: 3000 } };
const ai = createMonitor({ ...options, ${options} });
${body}`,
  );
  return spawn(process.execPath, [file], {
    env: { ...process.env, TILTMETER_URL: url },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function ended(child: ChildProcess): Promise<{
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}> {
  const stderr: string[] = [];
  child.stderr?.on("data", (text) => stderr.push(String(text)));
  child.stdout?.resume();
  await once(child, "close");
  return { code: child.exitCode, signal: child.signalCode, stderr: stderr.join("") };
}

async function heard(child: ChildProcess, line: string): Promise<void> {
  for await (const text of child.stdout ?? []) if (String(text).includes(line)) return;
}

const predictions = (receiver: Receiver): readonly unknown[] =>
  receiver
    .records()
    .filter(({ eventName }) => eventName === "aims.prediction")
    .map(({ attributes }) => attributes["aims.prediction.id"]);
/** Of each producer, the numbers of its predictions. */
function numbers(receiver: Receiver): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { resource, records } of receiver.decoded()) {
    const producer = String(resource["aims.producer.id"]);
    const seqs = records
      .filter(({ eventName }) => eventName === "aims.prediction")
      .map(({ attributes }) => Number(attributes["aims.seq"]));
    found.set(producer, [...(found.get(producer) ?? []), ...seqs]);
  }
  return found;
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "with flushOnSignal a process that gets a %s sends what it has, and dies of it all the same",
  async (signal) => {
    await using receiver = await startReceiver();
    const body = `ai.record({ id: "a" }); say("ready"); setInterval(() => {}, 1000);`;
    const child = await start(receiver.url, body, "flushOnSignal: true");
    await heard(child, "ready");
    child.kill(signal);
    expect(await ended(child)).toMatchObject({ code: null, signal });
    expect(predictions(receiver)).toEqual(["a"]);
  },
);

test("a second signal ends a process whose collector hangs, at once", async () => {
  await using receiver = await startReceiver(() => ({ instead: "hang" }));
  const body = `ai.record({ id: "a" }); say("ready"); setInterval(() => {}, 1000);`;
  const options = "flushOnSignal: true, limits: { exitFlushMs: 60000 }";
  const child = await start(receiver.url, body, options);
  await heard(child, "ready");
  child.kill("SIGTERM");
  await eventually("an attempt", () => receiver.received.length > 0);
  child.kill("SIGTERM");
  expect(await ended(child)).toMatchObject({ signal: "SIGTERM" });
});

test("where the host listens itself the signal is the host's; without the option it ends the process at once", async () => {
  await using receiver = await startReceiver();
  const own = await start(
    receiver.url,
    `process.on("SIGTERM", async () => { await pause(300); process.exit(7); });
ai.record({ id: "a" }); say("ready"); setInterval(() => {}, 1000);`,
    "flushOnSignal: true",
  );
  await heard(own, "ready");
  own.kill("SIGTERM");
  expect(await ended(own)).toMatchObject({ code: 7, signal: null });
  expect(predictions(receiver)).toEqual(["a"]);
  const plain = await start(
    receiver.url,
    `ai.record({ id: "b" }); say("ready"); setInterval(() => {}, 1000);`,
  );
  await heard(plain, "ready");
  plain.kill("SIGTERM");
  expect(await ended(plain)).toMatchObject({ signal: "SIGTERM" });
  expect(predictions(receiver)).toEqual(["a"]);
});

test("with a spool a process that calls process.exit leaves its records on disk, and the next one sends them", async () => {
  await using receiver = await startReceiver();
  const spool = `spool: { folder: ${JSON.stringify(join(folder, "exit-spool"))} }`;
  const first = await start(
    receiver.url,
    `for (let i = 0; i < 3000; i += 1) ai.record({ id: i });
ai.outcome("x", { label: "a" });
process.exit(3);`,
    spool,
  );
  expect(await ended(first)).toMatchObject({ code: 3 });
  expect(receiver.received).toEqual([]);
  const second = await start(receiver.url, "", spool);
  expect(await ended(second)).toMatchObject({ code: 0 });
  expect(new Set(predictions(receiver)).size).toBe(3_000);
  expect(predictions(receiver)).toHaveLength(3_000);
  expect(await readdir(join(folder, "exit-spool"))).toEqual([]);
});

test("forked processes, workers of a cluster and threads are producers of their own, whose numbers all arrive", async () => {
  await using receiver = await startReceiver();
  const child = await start(
    receiver.url,
    `import cluster from "node:cluster";
import { fork } from "node:child_process";
import { once } from "node:events";
import { isMainThread, Worker } from "node:worker_threads";
for (let i = 0; i < 10; i += 1) ai.record({ id: process.pid + "-" + Math.random() });
if (process.argv[2] === undefined && cluster.isPrimary && isMainThread) {
  const ends = [once(fork(process.argv[1], ["child"]), "exit"), once(cluster.fork(), "exit")];
  for (let i = 0; i < 2; i += 1) ends.push(once(new Worker(process.argv[1]), "exit"));
  await Promise.all(ends);
} else if (cluster.isWorker) cluster.worker.disconnect();`,
  );
  expect(await ended(child)).toMatchObject({ code: 0, stderr: "" });
  const found = [...numbers(receiver).values()];
  expect(found).toHaveLength(5);
  for (const seqs of found) expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("two copies of the package, and two monitors of one system, share no numbers; the copies are told of once", async () => {
  await using receiver = await startReceiver();
  const child = await start(
    receiver.url,
    `import { createRequire } from "node:module";
const copy = createRequire(import.meta.url)("./sdk.cjs");
const all = [ai, createMonitor(options), copy.createMonitor(options), copy.createMonitor(options)];
for (const each of all) for (let i = 0; i < 3; i += 1) each.record({ id: Math.random() });`,
  );
  const { code, stderr } = await ended(child);
  expect(code).toBe(0);
  expect(stderr.trim().split("\n")).toEqual([
    expect.stringContaining("two copies of @tiltmeter/sdk are loaded"),
  ]);
  const found = [...numbers(receiver).values()];
  expect(found).toHaveLength(4);
  for (const seqs of found) expect(seqs).toEqual([1, 2, 3]);
});
