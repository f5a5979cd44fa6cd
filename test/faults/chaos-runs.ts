import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Numbers } from "tiltmeter/store/reads/completeness";
import { Application, pause, seeded } from "./chaos-world.ts";
import type { Outage, OutageProxy } from "./outage-proxy.ts";

const STEPS = 12;
const CLASSES = ["prediction", "outcome", "oversight"] as const;
const OUTAGES: readonly Outage[] = ["none", "none", "refuse", "hang", "reset", "mute"];

/** What the oracle knows of one run: `CLASS ID`, as it was asked for. */
export interface Run {
  readonly seed: number;
  readonly system: string;
  readonly asked: Set<string>;
  readonly recorded: Set<string>;
  /** Of those whose application was killed: how long before that they were recorded, in milliseconds. */
  readonly ageMs: Map<string, number>;
  kills: number;
}

/** An application, and when each of its records was recorded. */
interface Life {
  readonly app: Application;
  readonly recordedMs: ReadonlyMap<string, number>;
}

/** Two applications that share a spool, killed and started anew, behind a network of their own. */
export async function live(
  run: Run,
  of: { readonly proxy: OutageProxy; readonly folder: string; readonly key: string },
): Promise<void> {
  const { proxy, folder, key } = of;
  const random = seeded(run.seed);
  const spool = join(folder, `spool-${run.seed}`);
  const start = (): Life => {
    const recordedMs = new Map<string, number>();
    const onRecorded = (line: string): void => {
      run.recorded.add(line);
      recordedMs.set(line, performance.now());
    };
    return {
      app: new Application({ system: run.system, url: proxy.url, key, spool, onRecorded }),
      recordedMs,
    };
  };
  const kill = async ({ app, recordedMs }: Life): Promise<void> => {
    run.kills += 1;
    const killedMs = performance.now();
    await app.kill();
    for (const [line, atMs] of recordedMs) run.ageMs.set(line, killedMs - atMs);
  };
  let [left, right] = [start(), start()];
  // The first two are waited for; those that come after a kill may be killed while they start.
  await Promise.all([left, right].map(({ app }) => app.status()));
  for (let step = 0; step < STEPS; step += 1) {
    const until = performance.now() + 80 + random() * 400;
    while (performance.now() < until) {
      for (const { app } of [left, right]) {
        const lines = Array.from({ length: Math.floor(random() * 6) }, () => nextLine(run, random));
        app.ask(lines);
      }
      await pause(5);
    }
    const chance = random();
    if (chance < 0.35) {
      await kill(left);
      [left, right] = [right, start()];
    } else if (chance < 0.85) {
      await proxy.set(OUTAGES[Math.floor(random() * OUTAGES.length)] ?? "none");
    }
  }
  // One of both is killed in the end, too: what it leaves is for another one.
  await kill(left);
  await proxy.set("none");
  await right.app.close();
  // Heirs come until nothing is left; each looks for what the dead have left, and sends it before it ends.
  while ((await readdir(spool)).some((name) => !name.startsWith("."))) await start().app.close();
}

function nextLine(run: Run, random: () => number): string {
  const chance = random();
  const of = chance < 0.7 ? "prediction" : chance < 0.85 ? "outcome" : "oversight";
  const line = `${of} ${run.seed}-${run.asked.size}`;
  run.asked.add(line);
  return line;
}

/** What is wrong with a run, in words; nothing where all is accounted for. */
export function faultsOf(run: Run, numbers: Numbers, ids: readonly string[]): string[] {
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

/** What an application without a spool said that it had recorded when it was killed. */
export interface PlainLife {
  /** Milliseconds of a clock that never steps. */
  readonly killedMs: number;
  readonly recordedMs: ReadonlyMap<string, number>;
}

/** A life of an application without a spool, whose collector is there all the time. */
export async function livePlainly(of: {
  readonly system: string;
  readonly url: string;
  readonly key: string;
  readonly lifeMs: number;
}): Promise<PlainLife> {
  const recordedMs = new Map<string, number>();
  const app = new Application({
    ...of,
    spool: null,
    onRecorded: (line) => recordedMs.set(line, performance.now()),
  });
  await app.status();
  const until = performance.now() + of.lifeMs;
  for (let n = 0; performance.now() < until; n += 1) {
    app.ask([`prediction ${of.lifeMs}-${n}`]);
    await pause(5);
  }
  const killedMs = performance.now();
  await app.kill();
  return { killedMs, recordedMs };
}
