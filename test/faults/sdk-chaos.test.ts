import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { type Numbers, readNumbers } from "tiltmeter/store/reads/completeness";
import { readExampleIds } from "tiltmeter/store/reads/example-ids";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SEED } from "../seed.ts";
import { faultsOf, live, livePlainly, type PlainLife, type Run } from "./chaos-runs.ts";
import { Collector, pause, seeded } from "./chaos-world.ts";
import { OutageProxy } from "./outage-proxy.ts";

// Applications, the network and the collector, killed and cut at random moments. The oracle is this process: it notes each
// record before it asks an application for it, and again once the application says that it is recorded.

const SEEDS = Number(process.env["TILTMETER_CHAOS_SEEDS"] ?? 8);
/** Runs beside each other, which share the collector and its kills. */
const BESIDE = 4;
const PLAIN = "chaos-without-spool";

const key = `tm_adm_chaostst_${randomBytes(60)
  .toString("base64")
  .replace(/[^A-Za-z0-9]/g, "")
  .slice(0, 43)}`;
let folder = "";
let collector: Collector | null = null;
const runs: Run[] = [];
let plain: readonly PlainLife[] = [];
/** Of each system, the ids of its predictions as they are stored. */
const stored = new Map<string, readonly string[]>();
let numbers: Numbers = new Map();

// One store for all, since a process can open one only: first everything happens, then it is read.
beforeAll(
  async () => {
    folder = await mkdtemp(join(tmpdir(), "tiltmeter-chaos-"));
    const config = join(folder, "tiltmeter.yaml");
    await writeFile(config, "evaluate_every: 5\n");
    const data = join(folder, "data");
    const alive = new Collector({ config, data, key });
    collector = alive;
    await alive.start();
    const url = `http://127.0.0.1:${alive.port}`;
    plain = await Promise.all(
      [1_500, 2_000, 2_700].map((lifeMs) => livePlainly({ system: PLAIN, url, key, lifeMs })),
    );
    for (let from = 0; from < SEEDS; from += BESIDE) await liveBeside(alive, from);
    await alive.caughtUp();
    await alive.kill("SIGTERM");
    const engine = await openEngine({ folder: join(data, "engine") });
    try {
      const read = createRead(engine);
      numbers = await readNumbers(read, { where: "1", parameters: {} });
      for (const system of [PLAIN, ...runs.map((run) => run.system)]) {
        const window = { fromMs: 0, toMs: 4e12, limit: 1_000_000 };
        stored.set(system, await readExampleIds(read, { system, ...window }));
      }
    } finally {
      await engine.close();
    }
  },
  120_000 + SEEDS * 15_000,
);
afterAll(async () => {
  await collector?.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

const nothingYet = (): Omit<Run, "seed" | "system"> => ({
  asked: new Set(),
  recorded: new Set(),
  ageMs: new Map(),
  kills: 0,
});

async function liveBeside(alive: Collector, from: number): Promise<void> {
  const group = Array.from({ length: Math.min(BESIDE, SEEDS - from) }, (_, i): Run => {
    const seed = SEED + from + i;
    return { seed, system: `chaos-${seed}`, ...nothingYet() };
  });
  runs.push(...group);
  const proxies = group.map(() => new OutageProxy(alive.port));
  for (const proxy of proxies) await proxy.listen();
  const random = seeded(SEED + from);
  const killCollector = async (): Promise<void> => {
    await pause(500 + random() * 1_500);
    await alive.kill("SIGKILL");
    await alive.start();
    for (const proxy of proxies) proxy.target = alive.port;
  };
  const lives = group.map(async (run, i) => {
    const proxy = proxies[i];
    if (proxy !== undefined) await live(run, { proxy, folder, key });
  });
  await Promise.all([killCollector(), ...lives]);
  for (const proxy of proxies) await proxy.close();
}

test(`${SEEDS} runs with kills and outages on both sides: each record is stored once, declared lost, or seen to be missing (seeds from ${SEED})`, () => {
  const sum = { asked: 0, recorded: 0, stored: 0, missing: 0, kills: 0 };
  const faults: string[] = [];
  let oldestMs = 0;
  for (const run of runs) {
    const ids = stored.get(run.system) ?? [];
    for (const fault of faultsOf(run, numbers, ids)) faults.push(`seed ${run.seed}: ${fault}`);
    const there = new Set(ids.map((id) => `prediction ${id}`));
    const isMissing = (line: string) => line.startsWith("prediction") && !there.has(line);
    sum.asked += run.asked.size;
    sum.recorded += run.recorded.size;
    sum.stored += ids.length;
    const missing = [...run.recorded].filter(isMissing);
    sum.missing += missing.length;
    oldestMs = Math.max(oldestMs, ...missing.map((line) => run.ageMs.get(line) ?? 0));
    sum.kills += run.kills;
  }
  console.info(
    `chaos: ${runs.length} runs, ${sum.kills} kills of applications, ${sum.asked} asked for, ${sum.recorded} recorded; of predictions ${sum.stored} stored, ${sum.missing} missing and told, the oldest recorded ${Math.round(oldestMs)} ms before the kill`,
  );
  expect(faults).toEqual([]);
  expect(sum.stored).toBeGreaterThan(SEEDS * 10);
});

test("without a spool a kill loses what was recorded since the last batch that was answered for, and no more", () => {
  const ids = stored.get(PLAIN) ?? [];
  const there = new Set(ids.map((id) => `prediction ${id}`));
  expect(there.size).toBe(ids.length);
  for (const { killedMs, recordedMs } of plain) {
    const lines = [...recordedMs.keys()];
    const lost = lines.filter((line) => !there.has(line));
    const oldestMs = Math.max(0, ...lost.map((line) => killedMs - (recordedMs.get(line) ?? 0)));
    console.info(
      `chaos: a kill without a spool lost ${lost.length} of ${lines.length} records, the oldest ${Math.round(oldestMs)} ms old`,
    );
    // What was lost is the end, in one piece. A record waits a second for company; then its batch is on its way,
    // which takes as long as the machine is busy with other things.
    expect(lines.slice(lines.length - lost.length)).toEqual(lost);
    expect(oldestMs).toBeLessThan(1_000 + 10_000);
  }
});
