import { createServer } from "node:http";
import { createMonitor } from "@tiltmeter/sdk";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { recordsInOrder } from "tiltmeter/columns/records-in-order";
import { featuresOf } from "tiltmeter/demo/features";
import { classify, trainFilter } from "tiltmeter/demo/filter";
import { replay } from "tiltmeter/demo/replay";
import { schedule } from "tiltmeter/demo/schedule";
import { simulateCorpus } from "tiltmeter/demo/simulated-corpus";
import { type Letter, splitCorpus } from "tiltmeter/demo/split";
import { receive } from "tiltmeter/ingest/receive";
import { expect, onTestFinished, test } from "vitest";

const START_MS = Date.UTC(2026, 10, 23, 10);
const split = splitCorpus(simulateCorpus());
const filter = trainFilter(split.training);
const letters = [...split.heldOut, ...split.later];

/** Takes telemetry over HTTP as the collector does, and keeps it in memory. */
async function listen(): Promise<{ readonly url: string; readonly taken: Telemetry[] }> {
  const taken: Telemetry[] = [];
  const take = receive({
    append: async ({ reply, ...kept }) => {
      taken.push(...recordsInOrder(kept));
      return { journal: "test", seq: 1, reply };
    },
    now: () => START_MS,
    quarantine: (entries) => expect(entries).toEqual([]),
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    await take({
      key: { id: "test", systems: null },
      batchId: null,
      form: { otlp: "protobuf" },
      body: Buffer.concat(chunks),
    });
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return { url: `http://127.0.0.1:${address.port}`, taken };
}

async function play(
  url: string,
  of: { readonly now: () => number; readonly isStopped: () => boolean },
): Promise<readonly string[]> {
  const monitor = createMonitor({ system: "mail-filter", environment: "demo", url, key: "k" });
  onTestFinished(() => monitor.close());
  const answered: string[] = [];
  await replay({
    steps: schedule(split, 1),
    filter,
    monitor,
    startMs: START_MS,
    wait: () => new Promise((resolve) => void setImmediate(resolve)),
    onMail: ({ letter }) => answered.push(letter.id),
    ...of,
  });
  await monitor.flush();
  return answered;
}

test("every mail goes through the watched filter once and arrives with its features, its scheduled time, its review and its truth", async () => {
  const { url, taken } = await listen();
  const answered = await play(url, { now: () => START_MS + 3_600_000, isStopped: () => false });
  expect(answered).toHaveLength(letters.length);

  const statements = taken.map(({ statement }) => statement);
  const predictions = new Map(
    statements.flatMap((each) => (each.kind === "prediction" ? [[each.id, each] as const] : [])),
  );
  const outcomes = new Map(
    statements.flatMap((each) => (each.kind === "outcome" ? [[each.id, each.label] as const] : [])),
  );
  const reviews = statements.flatMap((each) => (each.kind === "oversight" ? [each] : []));
  expect(predictions.size).toBe(letters.length);
  expect(statements.filter(({ kind }) => kind === "prediction")).toHaveLength(letters.length);
  expect(outcomes.size).toBeGreaterThan(0.95 * letters.length);
  expect(reviews.length).toBeGreaterThan(0.47 * letters.length);

  const times = new Map(
    schedule(split, 1).flatMap(({ act, atMs, letter }) =>
      act === "mail" ? [[letter.id, START_MS + atMs] as const] : [],
    ),
  );
  const byId = new Map<string, Letter>(letters.map((letter) => [letter.id, letter]));
  for (const [id, prediction] of predictions) {
    const letter = byId.get(id);
    if (letter === undefined) throw new Error(`nobody wrote ${id}`);
    const { label, score } = classify(filter, letter.mail);
    expect(prediction).toMatchObject({ label, score, status: "ok", timeMs: times.get(id) });
    const missing = prediction.missingFeatures.map((name) => [name, null] as const);
    expect({
      ...prediction.numericFeatures,
      ...prediction.categoricalFeatures,
      ...Object.fromEntries(missing),
    }).toEqual(featuresOf(letter.mail));
    expect(outcomes.get(id) ?? letter.label).toBe(letter.label);
  }
  for (const { id, action, from, to, by } of reviews) {
    const truth = byId.get(id)?.label;
    expect({ action, from, to }).toEqual({
      action: predictions.get(id)?.label === truth ? "confirm" : "override",
      from: predictions.get(id)?.label,
      to: truth,
    });
    expect(by).toMatch(/^reviewer-[123]$/);
  }
});

test("nothing is played before its time, and a stop ends the replay", async () => {
  const { url } = await listen();
  let turns = 0;
  const answered = await play(url, {
    now: () => START_MS,
    isStopped: () => {
      turns += 1;
      return turns > 100;
    },
  });
  const past = schedule(split, 1).filter(({ act, atMs }) => act === "mail" && atMs <= 0);
  expect(answered).toEqual(past.map(({ letter }) => letter.id));
});
