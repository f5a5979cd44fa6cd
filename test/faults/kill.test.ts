import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Webhook } from "standardwebhooks";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { SEED } from "../seed.ts";

// The whole stack, killed at random moments while it takes load. The oracle is this process: it issues the ids, remembers
// which were acknowledged, and knows which nonconformities the errors that it sent must raise.

const KILLS = Number(process.env["TILTMETER_KILLS"] ?? 20);
const bin = fileURLToPath(new URL("../../collector/bin/tiltmeter.cjs", import.meta.url));
const SYSTEMS = ["alpha", "beta", "gamma", "calm"] as const;
const BATCH = 50;

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
    data_delay: 20s   # longer than a kill and a restart: no window is judged before its data are in
    min_sample: 20
    limit: { max: 5% }
    proof: { confidence: 95% }
    recover: { below: 5%, for: 2 windows }
    group_by: [system]
    then: [{ raise: nonconformity }]
`;

let state = SEED;
/** Deterministic from the printed seed: a linear congruential step is enough to choose moments. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
}

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
}

async function serve(config: string, data: string, key: string): Promise<Running> {
  const child = spawn(
    process.execPath,
    [bin, "serve", "--config", config, "--data", data, "--port", "0"],
    {
      env: { ...process.env, TILTMETER_BOOTSTRAP_KEY: key },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const errors: string[] = [];
  child.stderr?.on("data", (text) => errors.push(String(text)));
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  for await (const line of lines) {
    const url = /^listening on (http:\S+)$/.exec(line)?.[1];
    if (url !== undefined) {
      child.stdout?.resume();
      return { child, url };
    }
  }
  throw new Error(`serve ended before it listened: ${errors.join("")}`);
}

test(`${KILLS} kills under load: every acknowledged prediction stored once, every nonconformity raised once and told (seed ${SEED})`, {
  timeout: 600_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-kill-"));
  const data = join(folder, "data");
  const key = `tm_adm_killtest_${randomBytes(40)
    .toString("base64")
    .replace(/[^A-Za-z0-9]/g, "a")
    .slice(0, 43)}`;
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

  const acknowledged = new Set<string>();
  let running = await serve(config, data, key);
  let sending = true;
  const startedMs = Date.now();
  /** Errors come in one phase for each system but the calm one. */
  const failing = (system: (typeof SYSTEMS)[number], nowMs: number): boolean => {
    const phase = SYSTEMS.indexOf(system);
    const at = nowMs - startedMs - phase * 15_000;
    return system !== "calm" && at >= 5_000 && at < 25_000;
  };
  const post = (path: string, body: string, batch: string): Promise<Response> =>
    fetch(`${running.url}${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "tiltmeter-batch-id": batch,
      },
      body,
      signal: AbortSignal.timeout(5_000),
    });
  /** One sender: a batch every tenth of a second, repeated with the same id until it is acknowledged. */
  const sender = async (system: (typeof SYSTEMS)[number]): Promise<void> => {
    for (let n = 0; sending; n += 1) {
      const nowMs = Date.now();
      const predictions = Array.from({ length: BATCH }, (_, i) => ({
        system,
        id: `${system}-${n}-${i}`,
        time: new Date(nowMs + i).toISOString(),
        model: { name: "m", version: "1" },
        ...(failing(system, nowMs) && i % 2 === 0
          ? { status: "error", errorType: "timeout" }
          : { label: "a" }),
        features: { x: n + i },
      }));
      const batch = randomUUID().replaceAll("-", "");
      for (let tries = 0; tries < 600; tries += 1) {
        try {
          const response = await post("/api/v1/predictions", JSON.stringify(predictions), batch);
          if (response.status === 200) {
            for (const { id } of predictions) acknowledged.add(id);
            break;
          }
          await response.arrayBuffer();
        } catch {
          // refused, reset or killed in mid-answer: not acknowledged, so it is sent again
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const senders = SYSTEMS.map(sender);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300 + random() * 3_000));
    running.child.kill("SIGKILL");
    await once(running.child, "exit");
    running = await serve(config, data, key);
  }
  // Long enough after the last phase for its windows to be judged and for two windows of recovery.
  const until = Math.max(Date.now(), startedMs + 55_000) + 10_000;
  while (Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 500));
  sending = false;
  await Promise.all(senders);

  const get = async (path: string): Promise<Record<string, unknown>> => {
    const response = await fetch(`${running.url}${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    return (await response.json()) as Record<string, unknown>; // our own API
  };
  const expected = SYSTEMS.filter((system) => system !== "calm");
  const deadline = Date.now() + 60_000;
  let raised: Record<string, unknown>[] = [];
  while (Date.now() < deadline) {
    raised = (await get("/api/v1/nonconformities"))["items"] as Record<string, unknown>[];
    if (
      raised.length >= expected.length &&
      raised.every((record) => told.has(String(record["id"])))
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  // What is acknowledged is on disk; the store is read below, so it must have caught up first.
  for (;;) {
    const status = await get("/api/v1/status");
    if (JSON.stringify(status["appliedSeq"]) === JSON.stringify(status["lastSeq"])) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  running.child.kill("SIGTERM");
  const [code] = await once(running.child, "exit");
  receiver.close();

  expect(code).toBe(0);
  expect(raised.map((record) => record["system"]).sort()).toEqual([...expected].sort());
  for (const record of raised)
    expect(told.get(String(record["id"])) ?? 0).toBeGreaterThanOrEqual(1);
  const store = await openStore({ folder: join(data, "engine") });
  try {
    const stored = new Map<string, number>();
    for (const system of SYSTEMS) {
      for (const id of await store.exampleIds({
        system,
        fromMs: 0,
        toMs: 4e12,
        limit: 1_000_000,
      })) {
        stored.set(id, (stored.get(id) ?? 0) + 1);
      }
    }
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
    expect([...stored].filter(([, times]) => times !== 1)).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(5_000);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
});
