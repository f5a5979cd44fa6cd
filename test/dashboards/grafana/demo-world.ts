import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMonitor, type Monitor } from "@tiltmeter/sdk";
import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import { open } from "tiltmeter/app";
import { type Api, callApi } from "tiltmeter/demo/api";
import { createAssistant } from "tiltmeter/demo/assistant";
import { approveBaseline } from "tiltmeter/demo/baseline";
import { loadCorpus } from "tiltmeter/demo/corpus";
import { ASSISTANT_SYSTEM, DEMO_SYSTEM, demoConfig } from "tiltmeter/demo/demo-config";
import { trainFilter } from "tiltmeter/demo/filter";
import { createModelServer } from "tiltmeter/demo/model-server";
import { openAIClient } from "tiltmeter/demo/openai-client";
import { createReceiver } from "tiltmeter/demo/receiver";
import { replay } from "tiltmeter/demo/replay";
import { schedule } from "tiltmeter/demo/schedule";
import { simulateCorpus } from "tiltmeter/demo/simulated-corpus";
import { type Letter, splitCorpus } from "tiltmeter/demo/split";
import { listen } from "tiltmeter/http/server";
import { openStore } from "tiltmeter/store/store";

// The demonstration as `tiltmeter demo` plays it, its configuration, its mail, its people and the SDK, on a clock that is
// moved on instead of waited for.

/** A control's window, and the delay of the slowest after it. */
const WINDOW_MS = 15_000;
const JUDGED_MS = 7_000;
/** How far what is to come reaches: the calm, the later mail and the last outcome. */
const REPLAY_MS = 210_000;

export interface DemoWorld {
  /** A data folder that a collector has lived in. */
  readonly data: string;
  /** What the replay spans. */
  readonly fromMs: number;
  readonly toMs: number;
  /** An hour later: a sender went wrong here. */
  readonly mishap: { readonly fromMs: number; readonly toMs: number };
  /** Feature → PSI over the whole range, as the API says. */
  readonly psi: Readonly<Record<string, number>>;
}

const HOUR_MS = 3_600_000;

/** Plays it from `startMs`, which is about now by the machine's clock: the SDK's signs of life carry that. */
export async function playDemo(startMs: number): Promise<DemoWorld> {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-grafana-"));
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  const receiver = await createReceiver({ secret, onMessage: () => undefined });
  const config = demoConfig({
    ...{ host: "127.0.0.1", port: 0, data },
    webhook: { url: receiver.url, secret },
    hasAssistant: true,
  });
  let nowMs = startMs;
  const app = await open(
    { ...config, evaluateEveryMs: 0 },
    { clock: { now: () => nowMs }, log: () => undefined },
  );
  const server = await listen({ fetch: app.fetch, ...config.listen });
  const api = { url: server.url, key: app.firstKeys?.admin ?? "" };
  const split = splitCorpus(loadCorpus() ?? simulateCorpus());
  await approveBaseline({ api, system: DEMO_SYSTEM, training: split.training });
  const monitor = createMonitor({
    system: DEMO_SYSTEM,
    model: { name: "naive-bayes", version: "1", supplier: "in-house" },
    environment: "demo",
    url: server.url,
    key: app.firstKeys?.ingest ?? "",
  });
  const assistant = await askAssistant({
    ...{ letters: split.later.slice(0, ASKED), url: server.url, key: app.firstKeys?.ingest ?? "" },
  });
  monitor.change({
    ...{ kind: "deployment", summary: "spam filter put into service", to: "1" },
    time: startMs - 60_000,
  });
  assistant.change({ kind: "deployment", summary: "assistant put into service", time: startMs });
  if (!(await assistant.flush())) throw new Error("what the assistant asked was not delivered");
  const judge = async (): Promise<void> => {
    if (!(await monitor.flush())) throw new Error(`not delivered: ${monitor.status().lastError}`);
    await app.settled();
    const { errors } = await app.tick(nowMs);
    if (errors.length > 0) throw new Error("a tick failed", { cause: errors[0]?.error });
  };
  await replay({
    ...{ steps: schedule(split, 1), filter: trainFilter(split.training), monitor, startMs },
    now: () => nowMs,
    wait: async (ms) => {
      if (ms === 0) return;
      // Everything that is due was played: the windows that ended meanwhile are judged.
      await judge();
      nowMs += 2 * WINDOW_MS;
    },
    isStopped: () => nowMs > startMs + 2 * REPLAY_MS,
    onMail: () => undefined,
  });
  nowMs = startMs + REPLAY_MS + WINDOW_MS + JUDGED_MS;
  await judge();
  await Promise.all([monitor.close(), assistant.close()]);
  const fromMs = startMs - 2 * 60_000;
  const at = (ms: number): string => new Date(ms).toISOString();
  const query = `system=${DEMO_SYSTEM}&from=${at(fromMs)}&to=${at(nowMs)}`;
  const drift = await callApi(api, "GET", `/api/v1/drift?${query}`);
  const { features } = drift as { readonly features: readonly Feature[] };
  const toMs = nowMs;
  nowMs += HOUR_MS;
  const mishap = { fromMs: nowMs - 60_000, toMs: nowMs + 60_000 };
  await goWrong(api, at(nowMs));
  await app.settled();
  const status = (await callApi(api, "GET", "/api/v1/status")) as Status;
  app.release();
  await server.close();
  await app.close();
  await receiver.close();
  await rollUp(join(data, "engine"), status);
  return {
    ...{ data, fromMs, toMs, mishap },
    psi: Object.fromEntries(features.map((feature) => [feature.feature, psiOf(feature)])),
  };
}

/** Questions that are asked: enough for a failure and a refusal, at once, since their calls take the time they take. */
const ASKED = 120;

/** The second system, before the clock is moved: half of its calls are answered by another model. */
async function askAssistant(of: {
  readonly letters: readonly Letter[];
  readonly url: string;
  readonly key: string;
}): Promise<Monitor> {
  const supplier = await createModelServer();
  supplier.changeAfter(of.letters.length / 2);
  const client = await openAIClient(supplier.url);
  if (client === null) throw new Error("openai is a development dependency of the collector");
  const monitor = createMonitor({
    ...{ system: ASSISTANT_SYSTEM, environment: "demo", url: of.url, key: of.key },
  });
  const assistant = createAssistant({
    client: wrapOpenAI(client, monitor, { provider: "openai" }),
    ...{ monitor, now: Date.now },
  });
  for (const letter of of.letters) assistant.ask(letter, { label: letter.label, score: 0.9 });
  await assistant.settled();
  await supplier.close();
  return monitor;
}

/** The same twice, something else of the same id, and what nobody can read. */
async function goWrong(api: Api, time: string): Promise<void> {
  const answer = { system: DEMO_SYSTEM, environment: "demo", id: "twice", time, label: "ham" };
  for (const body of [answer, answer, { ...answer, label: "spam" }]) {
    await callApi(api, "POST", "/api/v1/predictions", body);
  }
  await callApi(api, "POST", "/api/v1/predictions", [
    { ...answer, id: "good" },
    { ...answer, id: 7 },
  ]);
}

/** What a collector does by itself where ten thousand records wait; the demonstration has a third of that. */
async function rollUp(folder: string, { appliedSeq }: Status): Promise<void> {
  const store = await openStore({ folder });
  for (const [journal, seq] of Object.entries(appliedSeq)) {
    await store.roll({ baselines: [], rowsMax: 1_000_000, applied: { journal, seq } });
  }
  await store.close();
}

/** As OpenAPI describes it. */
interface Status {
  readonly appliedSeq: Readonly<Record<string, number>>;
}

/** As OpenAPI describes it. */
interface Feature {
  readonly feature: string;
}

function psiOf(of: Feature): number {
  const found = JSON.stringify(of).match(/"value":([0-9.e-]+)/)?.[1];
  if (found === undefined) throw new Error(`no value in ${JSON.stringify(of).slice(0, 200)}`);
  return Number(found);
}
