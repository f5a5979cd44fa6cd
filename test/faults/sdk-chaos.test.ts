import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { type Numbers, readNumbers } from "tiltmeter/store/reads/completeness";
import { readExampleIds } from "tiltmeter/store/reads/example-ids";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Application, Collector, pause, seeded } from "./chaos-world.ts";
import { type Outage, OutageProxy } from "./outage-proxy.ts";

// Applications, the network and the collector, killed and cut at random moments. The oracle is this process: it notes each
// record before it asks an application for it, and again once the application says that it is recorded.

const SEEDS = Number(process.env["TILTMETER_CHAOS_SEEDS"] ?? 8);
const FIRST_SEED = Number(process.env["TILTMETER_SEED"] ?? Date.now() % 1_000_000);
/** Worlds beside each other, which share the collector and its kills. */
const WORLDS = 4;
const STEPS = 14;
const CLASSES = ["prediction", "outcome", "oversight"] as const;
const OUTAGES: readonly Outage[] = ["none", "none", "refuse", "hang", "reset", "mute"];

const key = `tm_adm_chaostst_${randomBytes(60)
  .toString("base64")
  .replace(/[^A-Za-z0-9]/g, "")
  .slice(0, 43)}`;
let folder = "";
let collector: Collector;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-chaos-"));
  const config = join(folder, "tiltmeter.yaml");
  await writeFile(config, "evaluate_every: 5\n");
  collector = new Collector({ config, data: join(folder, "data"), key });
});
afterAll(async () => {
  await collector.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** What the oracle knows of one run: `CLASS ID`, as it was asked for. */
interface Run {
  readonly seed: number;
  readonly system: string;
  readonly asked: Set<string>;
  readonly recorded: Set<string>;
  kills: number;
}

/** One run: two applications that share a spool, killed and started anew, behind a network of their own. */
async function live(run: Run, proxy: OutageProxy): Promise<void> {
  const random = seeded(run.seed);
  const spool = join(folder, `spool-${run.seed}`);
  const start = (): Application =>
    new Application({
      system: run.system,
      url: proxy.url,
      key,
      spool,
      onRecorded: (line) => run.recorded.add(line),
    });
  const apps = [start(), start()];
  for (let step = 0; step < STEPS; step += 1) {
    const until = performance.now() + 40 + random() * 220;
    while (performance.now() < until) {
      for (const app of apps) {
        const lines = Array.from({ length: Math.floor(random() * 6) }, () => nextLine(run, random));
        app.ask(lines);
      }
      await pause(5);
    }
    const chance = random();
    if (chance < 0.35) {
      const at = random() < 0.5 ? 0 : 1;
      run.kills += 1;
      await apps[at]?.kill();
      apps[at] = start();
    } else if (chance < 0.85) {
      await proxy.set(OUTAGES[Math.floor(random() * OUTAGES.length)] ?? "none");
    }
  }
  // One of both is killed in the end, too: what it leaves is for another one.
  await apps[0]?.kill();
  run.kills += 1;
  await proxy.set("none");
  await apps[1]?.close();
  // Heirs come until nothing is left; each looks for what the dead have left, and sends it before it ends.
  while ((await readdir(spool)).some((name) => !name.startsWith("."))) await start().close();
}

function nextLine(run: Run, random: () => number): string {
  const chance = random();
  const of = chance < 0.7 ? "prediction" : chance < 0.85 ? "outcome" : "oversight";
  const line = `${of} ${run.seed}-${run.asked.size}`;
  run.asked.add(line);
  return line;
}

/** What is wrong with a run, in words; nothing where all is accounted for. */
function faultsOf(run: Run, numbers: Numbers, ids: readonly string[]): string[] {
  const faults: string[] = [];
  const stored = new Set(ids.map((id) => `prediction ${id}`));
  if (stored.size !== ids.length) faults.push(`${ids.length - stored.size} stored twice`);
  const invented = [...stored].filter((line) => !run.asked.has(line));
  if (invented.length > 0) faults.push(`nobody asked for ${invented.slice(0, 3)}`);
  const own = numbers.get(run.system);
  for (const of of CLASSES) {
    const asked = [...run.asked].filter((line) => line.startsWith(of)).length;
    const recorded = [...run.recorded].filter((line) => line.startsWith(of));
    let [held, issued, declared] = [0, 0, 0];
    const producers = new Set([...(own?.held.values() ?? [])].map(({ producer }) => producer));
    for (const producer of own?.declared.keys() ?? []) producers.add(producer);
    for (const producer of producers) {
      const here = own?.held.get(`${producer}\n${of}`);
      const said = own?.declared.get(producer);
      held += here?.held ?? 0;
      issued += Math.max(here?.highest ?? 0, said?.lastSeq[of] ?? 0);
      declared += Object.entries(said?.dropped ?? {}).reduce(
        (sum, [reason, lost]) => sum + (reason.startsWith(`${of}.`) ? lost : 0),
        0,
      );
    }
    // Those that were stored although the application was killed before it could say that it has recorded them.
    const unsaid =
      of === "prediction" ? [...stored].filter((line) => !run.recorded.has(line)).length : 0;
    const gap = issued - held - declared;
    // Issued = stored + declared + gap, by definition; the oracle says how many it must be.
    if (issued < recorded.length + unsaid)
      faults.push(`${of}: ${recorded.length + unsaid - issued} lost without a trace`);
    if (issued > asked) faults.push(`${of}: ${issued - asked} more issued than asked for`);
    if (gap < 0) faults.push(`${of}: ${-gap} stored that were declared lost`);
    if (of === "prediction") {
      const missing = recorded.filter((line) => !stored.has(line)).length;
      if (missing > declared + gap) faults.push(`${missing} missing, ${declared} + ${gap} told`);
      if (held !== ids.length) faults.push(`${held} numbers for ${ids.length} records`);
    }
  }
  return faults;
}

test(`${SEEDS} runs with kills and outages on both sides: each record is stored once, declared lost, or seen to be missing (seeds from ${FIRST_SEED})`, {
  timeout: 60_000 + SEEDS * 15_000,
}, async () => {
  const runs: Run[] = [];
  await collector.start();
  for (let from = 0; from < SEEDS; from += WORLDS) {
    const group = Array.from({ length: Math.min(WORLDS, SEEDS - from) }, (_, i): Run => {
      const seed = FIRST_SEED + from + i;
      const sets = { asked: new Set<string>(), recorded: new Set<string>() };
      return { seed, system: `chaos-${seed}`, ...sets, kills: 0 };
    });
    const proxies = await Promise.all(
      group.map(async () => {
        const proxy = new OutageProxy(collector.port);
        await proxy.listen();
        return proxy;
      }),
    );
    const random = seeded(FIRST_SEED + from);
    const outage = async (): Promise<void> => {
      await pause(500 + random() * 1_500);
      await collector.kill("SIGKILL");
      await collector.start();
      for (const proxy of proxies) proxy.target = collector.port;
    };
    await Promise.all([outage(), ...group.map((run, i) => live(run, proxies[i] ?? fail()))]);
    for (const proxy of proxies) await proxy.close();
    runs.push(...group);
  }
  await collector.caughtUp();
  await collector.kill("SIGTERM");
  const engine = await openEngine({ folder: join(folder, "data", "engine") });
  try {
    const read = createRead(engine);
    const numbers = await readNumbers(read, { where: "1", parameters: {} });
    const faults: string[] = [];
    const sum = { asked: 0, recorded: 0, stored: 0, missing: 0, kills: 0 };
    for (const run of runs) {
      const window = { fromMs: 0, toMs: 4e12, limit: 1_000_000 };
      const ids = await readExampleIds(read, { system: run.system, ...window });
      for (const fault of faultsOf(run, numbers, ids)) faults.push(`seed ${run.seed}: ${fault}`);
      const stored = new Set(ids.map((id) => `prediction ${id}`));
      sum.asked += run.asked.size;
      sum.recorded += run.recorded.size;
      sum.stored += ids.length;
      sum.missing += [...run.recorded].filter(
        (line) => line.startsWith("prediction") && !stored.has(line),
      ).length;
      sum.kills += run.kills;
    }
    console.info(
      `chaos: ${runs.length} runs, ${sum.kills} kills of applications, ${sum.asked} asked for, ${sum.recorded} recorded; of predictions ${sum.stored} stored, ${sum.missing} missing and told`,
    );
    expect(faults).toEqual([]);
    expect(sum.stored).toBeGreaterThan(SEEDS * 10);
  } finally {
    await engine.close();
  }
});

test("without a spool a kill loses what was recorded since the last batch that was answered for, and no more", {
  timeout: 60_000,
}, async () => {
  await collector.start();
  const system = "chaos-without-spool";
  const recordedMs = new Map<string, number>();
  const kills: { readonly atMs: number; readonly lines: readonly string[] }[] = [];
  for (let life = 0; life < 3; life += 1) {
    const lines: string[] = [];
    const app = new Application({
      system,
      url: `http://127.0.0.1:${collector.port}`,
      key,
      spool: null,
      onRecorded: (line) => {
        recordedMs.set(line, performance.now());
        lines.push(line);
      },
    });
    await app.status();
    const until = performance.now() + 2_500 + life * 300;
    for (let n = 0; performance.now() < until; n += 1) {
      app.ask([`prediction ${life}-${n}`]);
      await pause(5);
    }
    const atMs = performance.now();
    await app.kill();
    kills.push({ atMs, lines });
  }
  await collector.caughtUp();
  await collector.kill("SIGTERM");
  const engine = await openEngine({ folder: join(folder, "data", "engine") });
  try {
    const window = { fromMs: 0, toMs: 4e12, limit: 1_000_000 };
    const ids = await readExampleIds(createRead(engine), { system, ...window });
    const stored = new Set(ids.map((id) => `prediction ${id}`));
    expect(stored.size).toBe(ids.length);
    for (const { atMs, lines } of kills) {
      const lost = lines.filter((line) => !stored.has(line));
      const ages = lost.map((line) => atMs - (recordedMs.get(line) ?? 0));
      const oldestMs = Math.round(Math.max(0, ...ages));
      console.info(
        `chaos: a kill without a spool lost ${lost.length} of ${lines.length} records, the oldest ${oldestMs} ms old`,
      );
      // A record waits a second for company; then its batch is on its way. What was lost is the end, in one piece.
      expect(lines.slice(lines.length - lost.length)).toEqual(lost);
      expect(oldestMs).toBeLessThan(1_000 + 2_000);
      expect(lost.length).toBeLessThan(lines.length);
    }
  } finally {
    await engine.close();
  }
});

function fail(): never {
  throw new Error("each run has a network of its own");
}
