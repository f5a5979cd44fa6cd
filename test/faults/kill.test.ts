import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { seeded } from "../collector/log/seeded.ts";
import { SEED } from "../seed.ts";
import { sizeOf, tellFigures } from "./figures.ts";
import { Load, type Sent } from "./load.ts";
import { Stack } from "./stack.ts";

// The whole stack, killed at random moments while it takes load: while it runs, while it starts and recovers from the kill
// before; and stopped for a while, as a machine that sleeps or swaps does. The oracle is this process: it issues the ids,
// remembers what was acknowledged, and knows which nonconformities the errors that it sent must raise.

const KILLS = sizeOf("TILTMETER_KILLS", 14);
/** Longer than a kill and a restart: no window is judged before its data are in. */
const DELAY_SECONDS = KILLS > 100 ? 60 : 20;
const NAMES = ["alpha", "beta", "gamma"] as const;
/** Predictions that are compared field by field; all are compared by their ids. */
const COMPARED = 300;

const CONTROLS = `
version: 1
set: kill
owner: team
controls:
  - id: error-rate
    title: The model fails too often
    requirement: At most 5 % of predictions shall fail.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: error_rate
    by: [system]
    window: 5s
    every: 5s
    data_delay: ${DELAY_SECONDS}s
    min_sample: 20
    limit: { max: 5% }
    proof: { confidence: 95% }
    recover: { below: 5%, for: 2 windows }
    group_by: [system]
    then: [{ raise: nonconformity }]
`;

test(`${KILLS} kills under load: every acknowledged prediction stored once, every nonconformity raised once and told (seed ${SEED})`, {
  timeout: 600_000 + KILLS * 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-kill-"));
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const told = new Map<string, number>();
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const message = new Webhook(secret).verify(Buffer.concat(chunks).toString(), headers) as {
        data: { id: string };
      };
      told.set(message.data.id, (told.get(message.data.id) ?? 0) + 1);
      response.end();
    });
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const address = receiver.address();
  const port = typeof address === "object" ? address?.port : 0;
  await writeFile(join(folder, "controls.yaml"), CONTROLS);
  const config = join(folder, "tiltmeter.yaml");
  await writeFile(
    config,
    `controls: [controls.yaml]\nevaluate_every: 0.5\nchannels:\n  compliance: { webhook: { url: "http://127.0.0.1:${port}/hook", secret: "${secret}" } }\n`,
  );
  const stack = new Stack({ config, data: join(folder, "data") });
  try {
    await stack.start();
    const load = new Load(stack, NAMES);
    const disturbed = await disturb(stack, seeded(SEED));
    await load.end();
    // Until every window that a failure lies in has been judged, and another tick has passed.
    const judgedMs = load.lastFailureMs + (DELAY_SECONDS + 5 + 2) * 1_000;
    await expect.poll(() => Date.now() > judgedMs, { timeout: 300_000, interval: 500 }).toBe(true);
    await expect
      .poll(() => raisedAndTold(stack, told), { timeout: 120_000, interval: 500 })
      .toEqual([...load.failed].sort());
    // What is acknowledged is on disk; the store is read below, so it must have caught up first.
    await expect.poll(() => behind(stack), { timeout: 120_000, interval: 100 }).toBe("");
    expect(await stack.end()).toBe(0);
    expect(load.wrong).toEqual([]);
    const stored = await compare(join(folder, "data", "engine"), load);
    tellFigures({ ...disturbed, acknowledged: load.acknowledged.size, stored });
    tellFigures({ nonconformities: load.failed.size, told: sum(told.values()) });
    expect(load.acknowledged.size).toBeGreaterThan(KILLS * 50);
    expect(load.failed.size).toBeGreaterThanOrEqual(NAMES.length);
  } finally {
    await stack.kill();
    receiver.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Kills, and stops for a while; ends with a collector that listens. */
async function disturb(
  stack: Stack,
  random: () => number,
): Promise<Readonly<Record<"kills" | "while starting" | "stops", number>>> {
  const done = { kills: 0, "while starting": 0, stops: 0 };
  let startMs = 2_000;
  while (done.kills < KILLS) {
    await pause(20 + random() * 1_500);
    if (random() < 0.2) {
      stack.send("SIGSTOP");
      await pause(100 + random() * 1_500);
      stack.send("SIGCONT");
      done.stops += 1;
      await pause(random() * 500);
    }
    await stack.kill();
    done.kills += 1;
    while (done.kills < KILLS && random() < 0.5) {
      stack.begin();
      await pause(random() * startMs);
      await stack.kill();
      done.kills += 1;
      done["while starting"] += 1;
    }
    const begunMs = performance.now();
    await stack.start();
    startMs = performance.now() - begunMs;
  }
  return done;
}

/** The systems of all nonconformities that were told, in order: each as often as it was raised. */
async function raisedAndTold(
  stack: Stack,
  told: ReadonlyMap<string, number>,
): Promise<readonly string[]> {
  const found: Readonly<Record<string, unknown>>[] = [];
  for (let next = ""; ; ) {
    const page = await stack.get(`/nonconformities?limit=1000${next}`);
    found.push(...(page["items"] as Readonly<Record<string, unknown>>[])); // our own API
    if (typeof page["next"] !== "string") break;
    next = `&cursor=${encodeURIComponent(page["next"])}`;
  }
  return found
    .map((record) => `${record["system"]}${told.has(String(record["id"])) ? "" : ", not told"}`)
    .sort();
}

/** What of the journal the store does not have; empty: nothing. */
async function behind(stack: Stack): Promise<string> {
  const { appliedSeq, lastSeq } = await stack.get("/status");
  const [applied, last] = [JSON.stringify(appliedSeq), JSON.stringify(lastSeq)];
  return applied === last ? "" : `${applied} of ${last}`;
}

/** Rows of the store beside what was acknowledged; how many there are. */
async function compare(engine: string, load: Load): Promise<number> {
  const store = await openStore({ folder: engine });
  try {
    const stored = new Map<string, number>();
    for (const system of load.systems) {
      const all = { system, fromMs: 0, toMs: 4e12, limit: 1_000_000 };
      for (const id of await store.exampleIds(all)) stored.set(id, (stored.get(id) ?? 0) + 1);
    }
    expect([...load.acknowledged.keys()].filter((id) => !stored.has(id))).toEqual([]);
    expect([...stored].filter(([, times]) => times !== 1)).toEqual([]);
    const every = Math.max(1, Math.floor(load.acknowledged.size / COMPARED));
    const some = [...load.acknowledged.values()].filter((_, at) => at % every === 0);
    for (const sent of some) {
      const found = await store.prediction(sent.system, sent.id);
      expect(found).toMatchObject(asStored(sent));
    }
    return stored.size;
  } finally {
    await store.close();
  }
}

function asStored(sent: Sent): Readonly<Record<string, unknown>> {
  return {
    system: sent.system,
    id: sent.id,
    timeMs: Date.parse(sent.time),
    model: { ...sent.model, supplier: "" },
    status: sent.status ?? "ok",
    errorType: sent.errorType ?? "",
    label: sent.label ?? "",
    numericFeatures: { x: sent.features.x },
    categoricalFeatures: { word: sent.features.word },
  };
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, each) => total + each, 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
