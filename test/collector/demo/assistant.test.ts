import { createAssistant, isAskedAbout } from "tiltmeter/demo/assistant";
import { loadCorpus } from "tiltmeter/demo/corpus";
import { createModelServer, type ModelServer } from "tiltmeter/demo/model-server";
import { openAIClient } from "tiltmeter/demo/openai-client";
import { simulateCorpus } from "tiltmeter/demo/simulated-corpus";
import { type Letter, splitCorpus } from "tiltmeter/demo/split";
import { APPROVED_MODEL, ASKED_MODEL, answerOf, OTHER_MODEL } from "tiltmeter/demo/supplier";
import { beforeAll, expect, onTestFinished, test } from "vitest";

let letters: readonly Letter[];
beforeAll(() => {
  letters = splitCorpus(loadCorpus() ?? simulateCorpus()).later.filter(({ id }) =>
    isAskedAbout(id),
  );
});

async function supplier(): Promise<ModelServer> {
  const server = await createModelServer();
  onTestFinished(() => server.close());
  return server;
}

type Client = Exclude<Awaited<ReturnType<typeof openAIClient>>, null>;

async function clientOf(server: ModelServer): Promise<Client> {
  const client = await openAIClient(server.url);
  if (client === null) throw new Error("openai is a development dependency of the collector");
  return client;
}

const ask = (
  content: string,
): { model: string; messages: { role: "user"; content: string }[] } => ({
  model: ASKED_MODEL,
  messages: [{ role: "user", content }],
});

/** A question that the approved model simply answers. */
const plainly = (): string => {
  const found = Array.from({ length: 50 }, (_, i) => `Why ${i}?`).find((question) => {
    const given = answerOf({ question, tools: [], isOther: false });
    return given.kind === "answered" && given.finishReason === "stop" && given.refusal === null;
  });
  return found ?? "";
};

test("the real client reads an answer, its usage and the model that answered", async () => {
  const client = await clientOf(await supplier());
  const answer = await client.chat.completions.create(ask(plainly()));
  expect(answer.model).toBe(APPROVED_MODEL);
  expect(answer.choices[0]).toMatchObject({ finish_reason: "stop", message: { refusal: null } });
  const usage = answer.usage;
  expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
});

test("a streamed answer has the words of the whole one, and its usage where it was asked for", async () => {
  const client = await clientOf(await supplier());
  const whole = await client.chat.completions.create(ask(plainly()));
  for (const include_usage of [true, false]) {
    const chunks = [];
    const stream = { stream: true, stream_options: { include_usage } } as const;
    for await (const chunk of await client.chat.completions.create({
      ...ask(plainly()),
      ...stream,
    }))
      chunks.push(chunk);
    const words = chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
    expect(words.trim()).toBe(whole.choices[0]?.message.content);
    expect(chunks.at(-1)?.usage ?? null).toEqual(include_usage ? whole.usage : null);
  }
});

test("the supplier changes its model without a word, under the name that is asked for", async () => {
  const server = await supplier();
  const client = await clientOf(server);
  server.changeAfter(1);
  const models = [];
  for (let i = 0; i < 2; i += 1) {
    models.push((await client.chat.completions.create(ask(plainly()))).model);
  }
  expect(models).toEqual([APPROVED_MODEL, OTHER_MODEL]);
});

test("whatever comes of a call of a model comes of some of the questions that are asked", () => {
  const tools = ["look_up_sender", "release_mail"];
  for (const isOther of [false, true]) {
    const given = letters.map(({ id }) => answerOf({ question: id, tools, isOther }));
    expect(given.filter(({ kind }) => kind === "failed")).not.toEqual([]);
    const answered = given.filter((each) => each.kind === "answered");
    const reasons = new Set(answered.map(({ finishReason }) => finishReason));
    expect([...reasons].sort()).toEqual(["content_filter", "length", "stop", "tool_calls"]);
    expect(new Set(answered.map(({ tool }) => tool))).toEqual(new Set([null, ...tools]));
    expect(answered.some(({ refusal }) => refusal !== null)).toBe(true);
    expect(new Set(answered.map(({ cachedTokens }) => cachedTokens > 0)).size).toBe(2);
    expect(answered.every(({ cachedTokens, inputTokens }) => cachedTokens < inputTokens)).toBe(
      true,
    );
  }
});

test("the other model answers at greater length and takes more time", () => {
  const mean = (of: "outputTokens" | "afterMs", isOther: boolean): number => {
    const given = letters.map(({ id }) => answerOf({ question: id, tools: [], isOther }));
    const values = given.flatMap((each) => (each.kind === "answered" ? [each[of]] : []));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  expect(mean("outputTokens", true)).toBeGreaterThan(1.2 * mean("outputTokens", false));
  expect(mean("afterMs", true)).toBeGreaterThan(1.2 * mean("afterMs", false));
});

test("every question is answered or fails, people decide on what the assistant may not do alone, and some say whether it helped", async () => {
  const asked = letters.slice(0, 120);
  const reviewed: string[] = [];
  const scored: (boolean | null | undefined)[] = [];
  const assistant = createAssistant({
    client: await clientOf(await supplier()),
    monitor: {
      review: (id) => void reviewed.push(String(id)),
      score: (_, { passed }) => void scored.push(passed),
    },
    now: () => 0,
  });
  for (const letter of asked) assistant.ask(letter, { label: "spam", score: 0.9 });
  await assistant.settled();
  const { answered, failed } = assistant.counts();
  expect(answered + failed).toBe(asked.length);
  expect(answered).toBeGreaterThan(0.9 * asked.length);
  expect(reviewed.length).toBeGreaterThan(3);
  expect(reviewed.every((id) => id.startsWith("chatcmpl-"))).toBe(true);
  expect(new Set(scored)).toEqual(new Set([true, false]));
});

test("an address that answers something else fails the question, and nothing more", async () => {
  const client = await openAIClient("http://127.0.0.1:1/v1");
  if (client === null) return;
  const assistant = createAssistant({
    ...{ client, now: () => 0 },
    monitor: { review: () => undefined, score: () => undefined },
  });
  const [letter] = letters;
  if (letter !== undefined) assistant.ask(letter, { label: "spam", score: 0.9 });
  await assistant.settled();
  expect(assistant.counts()).toEqual({ answered: 0, failed: 1 });
});
