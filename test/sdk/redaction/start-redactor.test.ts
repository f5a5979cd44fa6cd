import { createHmac } from "node:crypto";
import { createMonitor, type MonitorOptions } from "@tiltmeter/sdk";
import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import { expect, test } from "vitest";
import { internalsOf } from "../../../sdk/internals.ts";
import { FAST, type Receiver, startReceiver } from "../receiver.ts";

const HASH_KEY = "a secret of the test, long enough";
const hashed = (value: string): string =>
  createHmac("sha256", HASH_KEY).update(value).digest("hex").slice(0, 32);

const monitorFor = (receiver: Receiver, options: MonitorOptions) => {
  const told: string[] = [];
  const ai = createMonitor({
    system: "credit",
    url: receiver.url,
    limits: FAST,
    log: (line) => told.push(line),
    ...options,
  });
  return { ai, told };
};

const ofEvent = (
  receiver: Receiver,
  event: string,
): readonly Readonly<Record<string, AttributeValue>>[] =>
  receiver
    .records()
    .filter(({ eventName }) => eventName === event)
    .map(({ attributes }) => attributes);

test("each field leaves by its policy, and what was missing stays missing", async () => {
  await using receiver = await startReceiver();
  const { ai, told } = monitorFor(receiver, {
    redaction: {
      hashKey: HASH_KEY,
      features: {
        income: { bucket: [20_000, 50_000] },
        purpose: { bucket: ["car", "house"] },
        email: "hash",
        note: "mask",
        name: "drop",
        postcode: (value) => String(value).slice(0, 2),
        "*": "keep",
      },
      segment: { branch: "hash", "*": "drop" },
      subject: "hash",
      label: { bucket: ["approve", "decline"] },
      actor: "hash",
      reason: "drop",
    },
  });
  ai.record({
    label: "approve, but call jane@example.org",
    subject: "jane",
    segment: { branch: "north", teller: "Ann" },
    features: {
      income: 31_000,
      purpose: "a boat for Jane",
      email: "jane@example.org",
      note: "call +49 30 901820",
      name: "Jane",
      postcode: 10_115,
      age: 41,
      debt: null,
    },
  });
  ai.review("a", {
    action: "override",
    from: "approve",
    to: "decline",
    by: "ann",
    reason: "she lied",
  });
  await ai.flush();
  expect(ofEvent(receiver, "aims.prediction")).toMatchObject([
    {
      "aims.prediction.label": "other",
      "aims.prediction.subject": hashed("jane"),
      "aims.prediction.segment": { branch: hashed("north") },
      "aims.prediction.features": {
        income: "20000..50000",
        purpose: "other",
        email: hashed("jane@example.org"),
        note: "call [phone]",
        postcode: "10",
        age: 41,
        debt: null,
      },
    },
  ]);
  const [review] = ofEvent(receiver, "aims.oversight.decision");
  expect(review).toMatchObject({ "aims.oversight.actor.id": hashed("ann") });
  expect(review).not.toHaveProperty("aims.oversight.reason.code");
  expect(ai.status().dropped).toEqual({});
  expect(told).toEqual([]);
  await ai.close();
});

test("hashed ids join as ids do: what is said by the host's own id is about the same prediction", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver, { redaction: { id: "hash", hashKey: HASH_KEY } });
  const heard: string[] = [];
  ai.onPrediction(({ id }) => heard.push(id));
  ai.watch(() => ["a", "b"], { id: () => "case 7", output: (said) => said })();
  expect(ai.lastPredictionId()).toBe("case 7");
  ai.outcome("case 7/1", { label: "b" });
  for (const id of heard) ai.review(id, { action: "confirm" });
  ai.score("case 7/0", { name: "faithful", passed: true });
  ai.record({ id: "r", call: { responseId: "r" } });
  await ai.flush();
  expect(heard).toEqual(["case 7/0", "case 7/1", "r"]);
  const ids = (event: string): readonly unknown[] =>
    ofEvent(receiver, event).map((attributes) => attributes["aims.prediction.id"]);
  expect(ids("aims.prediction")).toEqual(["case 7/0", "case 7/1", "r"].map(hashed));
  expect(ids("aims.outcome")).toEqual([hashed("case 7/1")]);
  expect(ids("aims.oversight.decision")).toEqual([hashed("case 7/0"), hashed("case 7/1")]);
  expect(ids("aims.score")).toEqual([hashed("case 7/0")]);
  expect(ofEvent(receiver, "aims.prediction").at(-1)).toMatchObject({
    "gen_ai.response.id": hashed("r"),
  });
  await ai.close();
});

test("without a key nothing is hashed: fields are left out, told once and counted, on the wire too", async () => {
  await using receiver = await startReceiver();
  const { ai, told } = monitorFor(receiver, {
    redaction: { id: "hash", features: { email: "hash" }, hashKey: "short" },
  });
  ai.record({ id: "a-1", label: "yes", features: { email: "jane@example.org", amount: 3 } });
  ai.outcome("a-1", { label: "no" });
  await ai.flush();
  const [prediction] = ofEvent(receiver, "aims.prediction");
  expect(prediction).toMatchObject({
    "aims.prediction.label": "yes",
    "aims.prediction.features": { amount: 3 },
  });
  // A generated one: nothing can be said about it, but that it was made is known.
  expect(prediction?.["aims.prediction.id"]).not.toBe("a-1");
  expect(ofEvent(receiver, "aims.outcome")).toEqual([]);
  const dropped = { "redaction.failed": 3, "outcome.invalid": 1 };
  expect(ai.status().dropped).toEqual(dropped);
  expect(ofEvent(receiver, "aims.heartbeat").at(-1)).toMatchObject({ "aims.dropped": dropped });
  expect(told.filter((line) => line.includes("TILTMETER_HASH_KEY"))).toHaveLength(2);
  await ai.close();
});

test("the key may come from the environment", async () => {
  process.env["TILTMETER_HASH_KEY"] = HASH_KEY;
  try {
    await using receiver = await startReceiver();
    const { ai } = monitorFor(receiver, { redaction: { subject: "hash" } });
    ai.record({ subject: "jane" });
    await ai.flush();
    expect(ofEvent(receiver, "aims.prediction")).toMatchObject([
      { "aims.prediction.subject": hashed("jane") },
    ]);
    await ai.close();
  } finally {
    delete process.env["TILTMETER_HASH_KEY"];
  }
});

test("what is counted is counted as it is, but for what is dropped; its segments leave by their policy", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver, {
    capture: "profiles",
    redaction: {
      hashKey: HASH_KEY,
      features: { income: "hash", name: "drop" },
      segment: { branch: "hash" },
    },
  });
  ai.record({ features: { income: 7, name: "Jane" }, segment: { branch: "north" } });
  await ai.flush();
  expect(
    ofEvent(receiver, "aims.profile").map((attributes) => [
      attributes["aims.profile.feature"],
      attributes["aims.prediction.segment"],
    ]),
  ).toEqual([["income", { branch: hashed("north") }]]);
  expect(ai.status().dropped).toEqual({});
  await ai.close();
});

test("a name that is made of data does not leave where names are not named", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver, { redaction: { features: { "*": "mask" } } });
  ai.record({ features: { "jane@example.org": 1, amount: 3 } });
  await ai.flush();
  expect(ofEvent(receiver, "aims.prediction")).toMatchObject([
    { "aims.prediction.features": { amount: 3 } },
  ]);
  expect(ai.status().dropped).toEqual({ "redaction.failed": 1 });
  await ai.close();
});

test("content is none unless it is asked for, and then masked, with patterns of one's own", () => {
  const contentOf = (options: MonitorOptions) =>
    internalsOf(createMonitor({ url: "nonsense", log: () => undefined, ...options }))?.contentOf;
  const said = "I am C-17, write to jane@example.org";
  expect(contentOf({})?.(said)).toBeNull();
  expect(contentOf({ content: "none" })?.(said)).toBeNull();
  expect(contentOf(Object({ content: "all" }))?.(said)).toBeNull();
  expect(contentOf({ content: "redacted" })?.(said)).toBe("I am C-17, write to [email]");
  const patterns = [{ name: "customer", pattern: /C-\d+/ }];
  expect(contentOf({ content: "redacted", redaction: { patterns } })?.(said)).toBe(
    "I am [customer], write to [email]",
  );
});

test("a policy of one's own is asked once a value and hears nothing that is missing", async () => {
  await using receiver = await startReceiver();
  const asked: unknown[] = [];
  const { ai } = monitorFor(receiver, {
    redaction: {
      features: {
        "*": (value) => {
          asked.push(value);
          return value;
        },
      },
    },
  });
  ai.record({ features: { a: 1, b: null, c: undefined, d: "x", e: Object({ nested: 1 }) } });
  await ai.flush();
  expect(asked).toEqual([1, "x"]);
  await ai.close();
});
