// Ingest through the whole collector, measured from outside: acknowledged after fdatasync, then stored, counted and queryable, with
// merges, seals and rolled minutes going on. Beside it, in the same run, a naive service and the engine alone. See `--help`.
import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { cpuSeconds, memoryMiB } from "./ingest/process-cost.mjs";
import { createRequests } from "./ingest/requests.mjs";
import { send } from "./ingest/send.mjs";
import { startServed } from "./served.mjs";
import { isMain, report } from "./table.mjs";

const HELP = `node test/bench/ingest.mjs [OPTIONS]

Predictions with 20 features (12 numbers, 8 words), 28 attributes as our SDK sends them, 512 a request, over loopback.

  --seconds N   of the run at full rate (default 60); the one at half rate takes a third of it
  --front       the store is a ClickHouse HTTP interface in a process of its own, over the same engine
  --help        this

Processor time is that of the collector with the engine in it, and of the front where there is one; the sender is another process. It
counts from the first request until everything that was acknowledged is stored, and again until nothing goes on any more
(seals, rolled minutes, merges).`;

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const run = promisify(execFile);

export async function measureIngest({ seconds = 60, front = null } = {}) {
  const files = front === null ? {} : { "tiltmeter.yaml": `store: ${front.url}\n` };
  const served = await startServed(files);
  const idleMiB = await memoryMiB(served.pid, "VmRSS");
  const pids = [served.pid, ...(front === null ? [] : [front.pid])];
  const cpu = async () => {
    const all = await Promise.all(pids.map(cpuSeconds));
    return all.reduce((sum, each) => sum + each, 0);
  };
  const requests = createRequests();
  const to = {
    url: served.url,
    path: "/v1/logs",
    headers: { authorization: `Bearer ${served.key}` },
    requests,
  };
  // Code is compiled and caches are filled, as in a service that runs for some time.
  let acknowledged = (await send({ ...to, seconds: Math.min(5, seconds / 4) })).acknowledged;
  await stored(served);
  const before = { cpu: await cpu(), at: performance.now(), acknowledged };
  const memory = [];
  const sampling = setInterval(async () => memory.push(await memoryMiB(served.pid, "VmRSS")), 1000);
  const full = await send({ ...to, seconds });
  acknowledged += full.acknowledged;
  await stored(served);
  clearInterval(sampling);
  const took = (performance.now() - before.at) / 1000;
  const beforeRest = await cpu();
  const used = beforeRest - before.cpu;
  // What full rate leaves over is no part of half rate.
  const rest = (await quiet(cpu)) - beforeRest;
  const half = await send({ ...to, seconds: seconds / 3, rate: full.acknowledged / took / 2 });
  acknowledged += half.acknowledged;
  await stored(served);
  const found = (await served.api(`/systems/${requests.system}`)).predictions;
  const peakMiB = await memoryMiB(served.pid, "VmHWM");
  await served.stop();
  if (found !== acknowledged)
    throw new Error(`${acknowledged} were acknowledged, ${found} are stored`);
  const third = Math.floor(memory.length / 3);
  return {
    readyMs: served.readyMs,
    idleMiB,
    predictions: full.acknowledged,
    rate: full.acknowledged / took,
    acknowledgedRate: full.acknowledged / full.seconds,
    refused: full.refused,
    cpuMicros: (used / full.acknowledged) * 1e6,
    restMicros: (rest / full.acknowledged) * 1e6,
    p99: full.p99,
    half: { p50: half.p50, p99: half.p99, rate: half.acknowledged / half.seconds },
    memory: {
      peakMiB,
      middle: mean(memory.slice(third, 2 * third)),
      end: mean(memory.slice(2 * third)),
    },
  };
}

/** Waits until everything that was acknowledged is stored. */
async function stored(served) {
  for (;;) {
    const { appliedSeq, lastSeq } = await served.api("/status");
    if (JSON.stringify(appliedSeq) === JSON.stringify(lastSeq)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Processor time once less than a twentieth of a core has been used for three seconds, two minutes at most. */
async function quiet(cpu) {
  let last = await cpu();
  for (let i = 0, calm = 0; i < 120 && calm < 3; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await cpu();
    calm = now - last < 0.05 ? calm + 1 : 0;
    last = now;
  }
  return last;
}

async function measureNaive({ seconds = 15 } = {}) {
  const child = spawn(process.execPath, [path("./ingest/naive-service.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.on("exit", () => child.kill("SIGKILL"));
  const url = await addressOf(child);
  const to = { url, path: "/v1/logs", headers: {}, requests: createRequests() };
  await send({ ...to, seconds: 3 });
  const before = await cpuSeconds(child.pid);
  const sent = await send({ ...to, seconds });
  const cpuMicros = (((await cpuSeconds(child.pid)) - before) / sent.acknowledged) * 1e6;
  child.kill("SIGTERM");
  return { rate: sent.acknowledged / sent.seconds, cpuMicros };
}

async function addressOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^listening on (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("the service ended before it listened");
}

async function engineAlone() {
  const { stdout } = await run(process.execPath, [path("./ingest/engine-alone.mjs")]);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

async function startFront() {
  const child = spawn(process.execPath, [path("./front.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.on("exit", () => child.kill("SIGKILL"));
  return { url: await addressOf(child), pid: child.pid, stop: () => child.kill("SIGTERM") };
}

export async function rows({ seconds = 60, front: behindFront = false } = {}) {
  // Before and after: a machine's speed changes by a fifth within minutes.
  const before = await measureNaive({ seconds: Math.min(15, seconds) });
  const alone = await engineAlone();
  const front = behindFront ? await startFront() : null;
  const ours = await measureIngest({ seconds, front });
  front?.stop();
  const after = await measureNaive({ seconds: Math.min(15, seconds) });
  const naive = {
    rate: mean([before.rate, after.rate]),
    cpuMicros: mean([before.cpuMicros, after.cpuMicros]),
  };
  console.log(
    `the naive service: ${before.rate.toFixed(0)}/s before, ${after.rate.toFixed(0)}/s after`,
  );
  const naiveName = "Hono, protobufjs, client.insert of JSONEachRow";
  const of = behindFront ? "ingest over HTTP to the store" : "ingest";
  return [
    {
      ...{
        what: `${of}: processor time a prediction, all processes`,
        figure: ours.cpuMicros,
        unit: "µs",
      },
      ...{
        peer: naiveName,
        peerFigure: naive.cpuMicros,
        goal: "≤ 15 µs",
        met: ours.cpuMicros <= 15,
      },
    },
    {
      ...{ what: `${of}: acknowledged, stored and verified`, figure: ours.rate, unit: "/s" },
      ...{
        peer: naiveName,
        peerFigure: naive.rate,
        goal: "≥ 4 × the naive",
        met: ours.rate >= 4 * naive.rate,
      },
    },
    {
      ...{
        what: `${of}: acknowledged (some wait for the store)`,
        figure: ours.acknowledgedRate,
        unit: "/s",
      },
      ...{ peer: "the engine alone on ready Native blocks", peerFigure: alone.rate },
    },
    {
      ...{
        what: `${of}: the engine's part, two tables, ready blocks`,
        figure: alone.cpuMicros,
        unit: "µs",
      },
      ...{ peer: "the whole", peerFigure: ours.cpuMicros },
    },
    {
      ...{
        what: `${of}: afterwards (seals, minutes, merges)`,
        figure: ours.restMicros,
        unit: "µs",
      },
    },
    {
      ...{
        what: `${of}: p99 of an acknowledgement at half rate`,
        figure: ours.half.p99,
        unit: "ms",
      },
      ...{
        peer: "at full rate",
        peerFigure: ours.p99,
        goal: "≤ 100 ms",
        met: ours.half.p99 <= 100,
      },
    },
    {
      ...{ what: `${of}: most memory`, figure: ours.memory.peakMiB, unit: "MiB" },
      ...{ goal: "≤ 1,024 MiB", met: ours.memory.peakMiB <= 1024 },
    },
    {
      ...{
        what: `${of}: memory in the last third of the run`,
        figure: ours.memory.end,
        unit: "MiB",
      },
      ...{ peer: "in the middle third", peerFigure: ours.memory.middle, goal: "flat" },
      met: ours.memory.end <= 1.1 * ours.memory.middle,
    },
    {
      ...{ what: "start to ready", figure: ours.readyMs / 1000, unit: "s" },
      ...{ goal: "< 3 s", met: ours.readyMs < 3000 },
    },
    {
      ...{ what: "memory when idle", figure: ours.idleMiB, unit: "MiB" },
      ...{ goal: "< 400 MiB", met: ours.idleMiB < 400 },
    },
  ];
}

function mean(numbers) {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      front: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) console.log(HELP);
  else report(await rows({ seconds: Number(values.seconds), front: values.front }));
}
