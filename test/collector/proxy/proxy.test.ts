import { ATTRIBUTE } from "@tiltmeter/sdk/wire/attributes";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { VERSION } from "../../../collector/version.ts";
import { startFakeOpenAi } from "../../clients/fake-openai.ts";
import { eventually } from "../../sdk/receiver.ts";
import {
  json,
  jsonText,
  type ModelServer,
  send,
  startModelServer,
  startSetting,
} from "./setting.ts";

/** A model server that answers every request with this. */
function answering(answer: unknown, status = 200): Promise<ModelServer> {
  return startModelServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on("end", () => {
      outgoing.writeHead(status, { "content-type": "application/json" });
      outgoing.end(JSON.stringify(answer));
    });
  });
}

async function openAi(): Promise<ModelServer> {
  const { url, close } = await startFakeOpenAi();
  return { url, [Symbol.asyncDispose]: close };
}

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

const MAP = `
system: credit
model: { name: xgb-credit, version: "7.10" }
routes:
  - request: POST /models/{market}/score
    task: classification
    id: request.application
    subject: request.person
    features: { income: request.applicant.income, purpose: request.applicant.purpose }
    segment: { market: path.market, tenant: header.X-Tenant }
    label: { from: answer.approved, values: { "true": approve, "false": decline } }
    score: answer.probability
    fallback: { status: 200, body: { approved: null, queue: human } }
  - request: POST /batch
    instances: { request: request.rows, answer: answer.results }
    features: instance
    label: prediction.decision
    model: { version: answer.model }
  - request: POST /admin/**
    record: false
`;

test("a mapping file says what the bodies of a server of one's own mean", async () => {
  await using model = await answering({ approved: true, probability: 0.93 });
  await using setting = await startSetting(model.url, { map: MAP });
  const asked = { application: "a-1", person: "p", applicant: { income: 1200, purpose: "car" } };
  const { headers, body } = json(asked);
  const got = await send(`${setting.url}/models/de/score?x=1`, {
    headers: [...headers, "X-Tenant", "north", "Traceparent", `00-${TRACE}-${SPAN}-01`],
    body,
  });
  expect(got.headers["tiltmeter-prediction-id"]).toBe("a-1");
  const [prediction] = await setting.predictions();
  expect([prediction?.traceId, prediction?.spanId]).toEqual([TRACE, SPAN]);
  expect(prediction?.attributes).toMatchObject({
    "aims.prediction.id": "a-1",
    "aims.model.name": "xgb-credit",
    "aims.model.version": "7.10",
    "aims.prediction.task": "classification",
    "aims.prediction.label": "approve",
    "aims.prediction.score": 0.93,
    "aims.prediction.status": "ok",
    "aims.prediction.subject": "p",
    "aims.prediction.features": { income: 1200, purpose: "car" },
    "aims.prediction.segment": { market: "de", tenant: "north" },
  });
});

test("a batch is a prediction an instance, and what is not recorded is passed", async () => {
  await using model = await answering({
    model: "8",
    results: [{ decision: "a" }, { decision: "b" }],
  });
  await using setting = await startSetting(model.url, { map: MAP });
  const { headers, body } = json({ rows: [{ age: 1 }, { age: 2, nested: {} }] });
  const got = await send(`${setting.url}/batch`, {
    headers: [...headers, "Tiltmeter-Prediction-Id", "mine"],
    body,
  });
  await send(`${setting.url}/admin/reload`, json({}));
  expect(got.headers["tiltmeter-prediction-id"]).toBe("mine");
  const predictions = (await setting.predictions()).map(({ attributes }) => [
    attributes["aims.prediction.id"],
    attributes["aims.prediction.label"],
    attributes["aims.prediction.features"],
    attributes["aims.model.version"],
  ]);
  expect(predictions).toEqual([
    ["mine/0", "a", { age: 1 }, "8"],
    ["mine/1", "b", { age: 2 }, "8"],
  ]);
});

test("an answer of refusal is a failed prediction, with what was asked", async () => {
  await using model = await answering({ error: "no" }, 503);
  await using setting = await startSetting(model.url, { map: MAP });
  await send(`${setting.url}/models/de/score`, json({ application: 7, applicant: { income: 1 } }));
  await send(`${setting.url}/batch`, json({ rows: [{}, {}] }));
  const predictions = (await setting.predictions()).map(({ attributes }) => [
    attributes["aims.prediction.id"],
    attributes["aims.prediction.status"],
    attributes["error.type"],
  ]);
  expect(predictions[0]).toEqual(["7", "error", "503"]);
  expect(predictions.slice(1).map(([, ...rest]) => rest)).toEqual([
    ["error", "503"],
    ["error", "503"],
  ]);
});

test("the real OpenAI client through the proxy: its answers are its own, and each call is a prediction", async () => {
  await using server = await openAi();
  await using setting = await startSetting(server.url, { provider: "openai" });
  const client = new OpenAI({ baseURL: `${setting.url}/v1`, apiKey: "k", maxRetries: 0 });
  const messages = [{ role: "user", content: "hello" }] as const;
  const whole = await client.chat.completions.create({ model: "gpt-4o", messages: [...messages] });
  const stream = await client.chat.completions.create({
    model: "gpt-4o",
    messages: [...messages],
    stream: true,
    stream_options: { include_usage: true },
  });
  const streamed: string[] = [];
  for await (const chunk of stream) streamed.push(chunk.id);
  const response = await client.responses.create({ model: "gpt-4o", input: "hello" });
  const predictions = (await setting.predictions()).map(({ attributes }) => attributes);
  expect(predictions.map((each) => each["aims.prediction.id"])).toEqual([
    whole.id,
    streamed[0],
    response.id,
  ]);
  for (const each of predictions) {
    expect(each).toMatchObject({
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.response.model": "gpt-4o-2026-08-06",
      "gen_ai.usage.input_tokens": 12,
      "gen_ai.usage.output_tokens": 3,
      "aims.prediction.task": "generation",
      "aims.call.model.source": "provider",
    });
    expect(JSON.stringify(each)).not.toContain("hello");
  }
  expect(predictions[1]?.["gen_ai.request.stream"]).toBe(true);
  expect(predictions[1]?.["gen_ai.response.time_to_first_chunk"]).toBeGreaterThan(0);
});

test("a known interface can be enriched: segments beside its own reading", async () => {
  await using server = await openAi();
  const map = `
routes:
  - request: POST /v1/chat/completions
    as: openai.chat
    id: header.x-request-id
    segment: { tenant: header.x-tenant }
`;
  await using setting = await startSetting(server.url, { map });
  const { headers, body } = json({ model: "gpt-4o", messages: [{ role: "user", content: "x" }] });
  const got = await send(`${setting.url}/v1/chat/completions`, {
    headers: [...headers, "X-Tenant", "north", "X-Request-Id", "r-1"],
    body,
  });
  expect(got.headers["tiltmeter-prediction-id"]).toBe("r-1");
  const [prediction] = await setting.predictions();
  expect(prediction?.attributes).toMatchObject({
    "aims.prediction.id": "r-1",
    "aims.prediction.segment": { tenant: "north" },
    "gen_ai.usage.output_tokens": 3,
  });
});

test("KServe and MLflow requests are rows, each a prediction; what of a row is recorded is the mapping's to say", async () => {
  await using kserve = await answering({
    model_name: "iris",
    model_version: "2",
    outputs: [{ name: "class", datatype: "BYTES", shape: [2], data: ["setosa", "virginica"] }],
  });
  const map = `
routes:
  - request: POST /mapped/v2/models/{name}/infer
    as: kserve.infer
    features: instance
    segment: { model: path.name }
`;
  await using setting = await startSetting(kserve.url, { map });
  const asked = {
    id: "req-9",
    inputs: [{ name: "width", datatype: "FP32", shape: [2], data: [1.5, 2.5] }],
  };
  const got = await send(`${setting.url}/v2/models/iris/infer`, json(asked));
  await send(`${setting.url}/mapped/v2/models/iris/infer`, json({ ...asked, id: "req-10" }));
  expect(got.headers["tiltmeter-prediction-id"]).toBe("req-9");
  const rows = (await setting.predictions()).map(({ attributes }) => [
    attributes["aims.prediction.id"],
    attributes["aims.prediction.label"],
    attributes["aims.model.version"],
    attributes["aims.prediction.features"],
    attributes["aims.prediction.segment"],
  ]);
  expect(rows).toEqual([
    ["req-9/0", "setosa", "2", undefined, undefined],
    ["req-9/1", "virginica", "2", undefined, undefined],
    ["req-10/0", "setosa", "2", { width: 1.5 }, { model: "iris" }],
    ["req-10/1", "virginica", "2", { width: 2.5 }, { model: "iris" }],
  ]);
});

test("while the system is suspended calls are kept from the model, and told why", async () => {
  let calls = 0;
  await using model = await startModelServer((incoming, outgoing) => {
    calls += 1;
    incoming.resume();
    incoming.on("end", () => outgoing.end("{}"));
  });
  await using setting = await startSetting(model.url, { map: MAP });
  setting.collector.say({
    directive: "suspend",
    since: "2026-11-23T10:00:00Z",
    reason: "approved",
    record: "NC-2026-0001",
  });
  await eventually("the suspension", () => setting.ai.directive().state === "suspend");
  // By the known interfaces: 503. By the map: its answer. Unknown writes: 503. Reads, and what is no call: they pass.
  const refused = await send(`${setting.url}/v1/chat/completions`, json({ model: "m" }));
  const given = await send(`${setting.url}/models/de/score`, json({ application: "a-2" }));
  const unknown = await send(`${setting.url}/anything`, json({}));
  const read = await send(`${setting.url}/v1/models`);
  const admin = await send(`${setting.url}/admin/reload`, json({}));
  expect([refused.status, given.status, unknown.status, read.status, admin.status]).toEqual([
    ...[503, 200, 503, 200, 200],
  ]);
  expect(calls).toBe(2);
  expect(refused.headers["retry-after"]).toBe("30");
  expect(JSON.parse(refused.body.toString())).toMatchObject({
    code: "system_suspended",
    suspension: { system: "credit", record: "NC-2026-0001", since: "2026-11-23T10:00:00Z" },
  });
  expect(JSON.parse(given.body.toString())).toEqual({ approved: null, queue: "human" });
  const stops = (await setting.stops()).map(({ attributes }) => [
    attributes["aims.prediction.id"],
    attributes["aims.oversight.action"],
    attributes["aims.oversight.reason.code"],
    attributes["aims.oversight.actor.role"],
  ]);
  expect(stops).toEqual([
    [refused.headers["tiltmeter-prediction-id"], "stop", "suspended", "directive"],
    ["a-2", "stop", "suspended", "directive"],
  ]);
  expect(await setting.predictions()).toEqual([]);
  setting.collector.say({ directive: "run", reason: "resumed" });
  await eventually("the resumption", () => setting.ai.directive().state === "run");
  expect((await send(`${setting.url}/v1/completions`, json({}))).status).toBe(200);
});

test("the real OpenAI client shows why a call was kept from the model", async () => {
  await using server = await openAi();
  await using setting = await startSetting(server.url);
  setting.collector.say({ directive: "suspend", reason: "person" });
  await eventually("the suspension", () => setting.ai.directive().state === "suspend");
  const client = new OpenAI({ baseURL: `${setting.url}/v1`, apiKey: "k", maxRetries: 0 });
  const asked = client.chat.completions.create({ model: "gpt-4o", messages: [] });
  await expect(asked).rejects.toThrow("503 the system credit is suspended");
});

test("a fault in recording reaches neither client nor server", async () => {
  await using model = await answering({ predictions: ["spam"] });
  await using setting = await startSetting(model.url, {}, (ai) => ({
    ...ai,
    record: () => {
      throw new Error("a fault of ours");
    },
  }));
  for (let call = 0; call < 3; call += 1) {
    const got = await send(`${setting.url}/invocations`, json({ instances: [[1]] }));
    expect([got.status, got.isWhole]).toEqual([200, true]);
  }
  await setting.proxy.settled();
  expect(setting.proxy.status()).toMatchObject({ unread: { fault: 3 }, copiedBytes: 0 });
  expect(setting.log).toEqual([
    "an exchange passed and could not be recorded: a fault of ours; told once, counted under unread",
  ]);
});

test("a fallback server answers in the model's place, and in shadow the model is asked too", async () => {
  const bodies: string[] = [];
  await using model = await startModelServer((incoming, outgoing) => {
    let text = "";
    incoming.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    incoming.on("end", () => {
      bodies.push(text);
      outgoing.setHeader("content-type", "application/json");
      outgoing.end('{"approved":false,"probability":0.2}');
    });
  });
  await using human = await answering({ queue: "human" });
  const map = MAP.replace(/ +fallback: .*\n/, "");
  await using setting = await startSetting(model.url, { map, fallback: human.url, isShadow: true });
  setting.collector.say({ directive: "suspend", reason: "person" });
  await eventually("the suspension", () => setting.ai.directive().state === "suspend");
  const asked = { application: "a-3", applicant: { income: 5 } };
  const got = await send(`${setting.url}/models/de/score`, json(asked));
  expect([got.status, got.body.toString()]).toEqual([200, '{"queue":"human"}']);
  expect(got.headers["tiltmeter-prediction-id"]).toBe("a-3");
  const [prediction] = await setting.predictions();
  expect(prediction?.attributes).toMatchObject({
    "aims.prediction.id": "a-3",
    "aims.prediction.label": "decline",
    "aims.prediction.status": "ok",
  });
  expect(bodies).toEqual([JSON.stringify(asked)]);
  expect((await setting.stops())[0]?.attributes["aims.prediction.id"]).toBe("a-3");
});

test("policies of the mapping file hold: what may not leave does not", async () => {
  await using model = await answering({ approved: true });
  const map = `
system: credit
capture: { default: values, features: { salary: none } }
redaction:
  features: { name: drop, income: { bucket: [1000, 2000] } }
  patterns: [{ name: customer, pattern: "C-[0-9]+" }]
  label: mask
routes:
  - request: POST /score
    features: [request]
    label: request.note
`;
  await using setting = await startSetting(model.url, { map });
  const asked = { name: "Ada", income: 1500, salary: 7, note: "for C-123 of ada@example.org" };
  await send(`${setting.url}/score`, json(asked));
  const [prediction] = await setting.predictions();
  expect(prediction?.attributes["aims.prediction.label"]).toBe("for [customer] of [email]");
  expect(prediction?.attributes["aims.prediction.features"]).toEqual({
    income: "1000..2000",
    note: "for C-123 of ada@example.org",
  });
});

test("whatever bodies are, the traffic passes and what is known is recorded", async () => {
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    outgoing.end("no gzip at all");
  });
  await using setting = await startSetting(model.url, { map: MAP, showsId: false });
  for (const body of ["{", "[]", "null", '{"rows":{"length":1e9}}', '{"inputs":7}', "\u0000"]) {
    for (const path of [
      "/models/x/score",
      "/batch",
      "/v2/models/m/infer",
      "/invocations",
      "/v1/responses",
    ]) {
      const got = await send(`${setting.url}${path}`, jsonText(body));
      expect([got.status, got.body.toString()]).toEqual([200, "no gzip at all"]);
      expect(got.headers["tiltmeter-prediction-id"]).toBeUndefined();
    }
  }
  expect((await setting.predictions()).length).toBeGreaterThanOrEqual(24);
  expect(setting.proxy.status().unread["fault"]).toBeUndefined();
});

test("health is answered by the proxy where a path is given for it, and passed on elsewhere", async () => {
  await using model = await answering({ from: "model" });
  await using setting = await startSetting(model.url, { healthPath: "/proxy-health" });
  const ours = await send(`${setting.url}/proxy-health`);
  expect(JSON.parse(ours.body.toString())).toMatchObject({
    status: "ok",
    system: "credit",
    target: model.url,
    directive: { state: "run" },
    recorded: 0,
  });
  const theirs = await send(`${setting.url}/health`);
  expect(JSON.parse(theirs.body.toString())).toEqual({ from: "model" });
});

test("its heartbeats name the proxy as what is watched, at its version, and no client as unwatched", async () => {
  await using model = await openAi();
  await using setting = await startSetting(model.url);
  const { headers, body } = json({ model: "gpt-4o", messages: [] });
  await send(`${setting.url}/v1/chat/completions`, { headers, body });
  await setting.predictions();
  await setting.ai.close();
  const beats = setting.collector
    .records()
    .filter(({ eventName }) => eventName === "aims.heartbeat");
  expect(beats.length).toBeGreaterThan(0);
  for (const { attributes } of beats) {
    expect(attributes[ATTRIBUTE.instrumented]).toEqual([`proxy@${VERSION}`]);
    expect(attributes[ATTRIBUTE.uninstrumented]).toBeUndefined();
  }
});
