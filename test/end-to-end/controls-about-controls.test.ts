import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ATTRIBUTE } from "@tiltmeter/sdk/wire/attributes";
import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Collector, declare, items, startCollector } from "./collector.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 23);

/** A control over the predictions of an hour. */
const subject = (
  id: string,
  max: number,
  of: { severity?: string; status?: string } = {},
): string =>
  `  - { id: ${id}, requirement: r, severity: ${of.severity ?? "medium"}, status: ${of.status ?? "enforce"}, measure: count, by: [system], window: 1h, every: 1h, limit: { max: ${max} }, proof: measured }`;
/** A control about controls, with hours in place of the library's months. */
const about = (id: string, measure: string, limit: string, by = "system"): string =>
  `  - { id: ${id}, requirement: r, severity: low, measure: ${measure}, by: [${by}], window: 1h, every: 1h, limit: { max: ${limit} }, proof: measured }`;

const ABOUT = [
  about("never-fired", "never_fired", "3h", "system, control"),
  about("always-firing", "always_firing", "3h", "system, control"),
  about("never-conclusive", "never_conclusive", "3h", "system, control"),
  about("stale-baseline", "baseline_age", "3h"),
  about("missed-evaluations", "missed_evaluations", "0", "system, control"),
  about("weakened", "weakened_controls", "0"),
  about("would-have-raised", "would_have_raised", "0", "system, control"),
  about("disabled", "disabled", "0s", "system, control"),
  about("overdue", "overdue_actions", "0"),
  about("unverified", "verification_failures", "0"),
  about("lost", "unexplained_loss", "1%"),
];
const SOUND = [
  subject("calm", 1000),
  // Critical: acknowledged within an hour, which nobody does here.
  subject("alarmed", 1, { severity: "critical" }),
  "  - { id: blind, requirement: r, measure: error_rate, by: [system], window: 1h, every: 1h, limit: { max: 5% }, min_sample: 1000000 }",
];
const FORMER = [subject("loosened", 15), subject("dropped", 15)];
const LATER = [subject("loosened", 100), subject("dropped", 15, { status: "shadow" })];
const OFTEN =
  "  - { id: often, requirement: r, severity: low, measure: count, by: [system], window: 1s, every: 1s, limit: { max: 1000 }, proof: measured }";
const file = (...controls: readonly string[]): string =>
  ["version: 1", "set: s", "owner: team", "defaults: { data_delay: 0s }", "controls:"]
    .concat(controls)
    .join("\n");

let data: string;
let collector: Collector;
/** The last number that the producer of each system gave. */
const lastSeq = new Map<string, number>();

/** Predictions of one hour, numbered by their producer; `skip` numbers are lost on the way. */
async function send(system: string, hour: number, count: number, skip = 0): Promise<void> {
  const first = (lastSeq.get(system) ?? 0) + skip + 1;
  lastSeq.set(system, first + count - 1);
  const records = Array.from({ length: count }, (_, i) => ({
    eventName: "aims.prediction",
    timeMs: START_MS + hour * HOUR_MS + (i + 1) * 60_000,
    traceId: "",
    spanId: "",
    attributes: {
      [ATTRIBUTE.predictionId]: `${system}-${hour}-${i}`,
      [ATTRIBUTE.label]: "yes",
      [ATTRIBUTE.seq]: first + i,
    },
  }));
  const resource = { "aims.system.id": system, "aims.producer.id": `of-${system}` };
  const answer = await fetch(`${collector.url}/v1/logs`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${collector.ingest}`,
      "content-type": "application/x-protobuf",
    },
    body: Buffer.from(encodeLogs(resource, records)),
  });
  expect(answer.status).toBe(200);
}

/** Lets hours pass, each with its predictions and an evaluation at its end. */
async function pass(
  ...hours: readonly { readonly until: number; readonly credit: number }[]
): Promise<void> {
  for (const { until, credit } of hours) {
    collector.clock.nowMs = START_MS + until * HOUR_MS + 1000;
    await send("credit", until - 1, credit);
    await collector.app.settled();
    expect((await collector.app.tick(collector.clock.nowMs)).errors).toEqual([]);
  }
}

/** What a control about controls has found: the systems, or the controls, that fire. */
async function firing(id: string): Promise<readonly string[]> {
  const controls = items(await collector.api("/controls"));
  const found = controls.find((control) => control["id"] === id);
  const instances = found?.["instances"] as readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly state: { readonly phase: string };
  }[]; // our own API
  return instances
    .filter(({ state }) => state.phase === "firing")
    .map(({ labels }) => `${labels["system"]} ${labels["control"] ?? ""}`.trim())
    .sort();
}

async function everythingThatFires(): Promise<Readonly<Record<string, readonly string[]>>> {
  const ids = ABOUT.map((line) => / id: ([a-z-]+)/.exec(line)?.[1] ?? "");
  const found = await Promise.all(ids.map(async (id) => [id, await firing(id)] as const));
  return Object.fromEntries(found.filter(([, who]) => who.length > 0));
}

async function approve(system: string): Promise<void> {
  const columns = { age: Array.from({ length: 60 }, (_, i) => i) };
  const made = await collector.api("/baselines", { system, name: "validation", columns });
  await collector.api(`/baselines/${made["digest"]}/approve`, {});
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "tiltmeter-about-"));
  collector = await startCollector({
    nowMs: START_MS,
    controls: file(...SOUND, ...FORMER, ...ABOUT),
    systems: [declare("credit"), declare("mail")],
    data,
  });
  await approve("credit");
}, 60_000);
afterAll(async () => {
  await collector[Symbol.asyncDispose]();
  await rm(data, { recursive: true, force: true });
});

test("in the first hours nothing about controls fires", async () => {
  await pass({ until: 1, credit: 10 }, { until: 2, credit: 10 });
  expect(await everythingThatFires()).toEqual({});
  expect(await firing("alarmed")).toEqual(["credit"]);
});

const STANDING = {
  "never-fired": ["credit blind", "credit calm", "credit dropped", "credit loosened"],
  "always-firing": ["credit alarmed"],
  "never-conclusive": ["credit blind"],
  "stale-baseline": ["credit"],
  overdue: ["credit"],
};

test("hours later: what never fired, fires for ever, cannot conclude, has grown old, or nobody took up", async () => {
  await pass({ until: 3, credit: 10 }, { until: 4, credit: 10 }, { until: 5, credit: 10 });
  expect(await everythingThatFires()).toEqual(STANDING);
});

test("a looser limit, what it hid, and a control taken out of force are found, of these alone", async () => {
  await writeFile(collector.controls, file(...SOUND, ...LATER, ...ABOUT));
  await collector.app.reloadControls();
  await pass({ until: 6, credit: 10 });
  expect((await everythingThatFires())["weakened"]).toEqual(["tiltmeter"]);
  // Beyond fifteen, within a hundred: seen as soon as its evaluation is stored.
  await pass({ until: 7, credit: 20 }, { until: 8, credit: 10 });
  expect(await everythingThatFires()).toEqual({
    ...STANDING,
    // In shadow with its old limit, the dropped one has fired now.
    "never-fired": ["credit blind", "credit calm", "credit loosened"],
    disabled: ["tiltmeter dropped"],
    "would-have-raised": ["tiltmeter loosened"],
  });
});

test("numbers that never arrived are a loss, of the system that lost them alone", async () => {
  await send("mail", 8, 50, 10);
  await pass({ until: 9, credit: 10 });
  expect((await everythingThatFires())["lost"]).toEqual(["mail"]);
});

test("windows that nobody judged are missed, of the control that has too many to make up for", async () => {
  await writeFile(collector.controls, file(...SOUND, ...LATER, OFTEN, ...ABOUT));
  await collector.app.reloadControls();
  await pass({ until: 10, credit: 10 });
  expect((await everythingThatFires())["missed-evaluations"]).toBeUndefined();
  await pass({ until: 11, credit: 10 });
  expect((await everythingThatFires())["missed-evaluations"]).toEqual(["tiltmeter often"]);
});

test("a ledger that does not verify any more is found while the collector runs", async () => {
  expect((await everythingThatFires())["unverified"]).toBeUndefined();
  const folder = join(data, "ledger");
  const [segment = ""] = (await readdir(folder)).filter((name) => name.endsWith(".log")).sort();
  const bytes = await readFile(join(folder, segment));
  bytes.write("collector_stopped", bytes.indexOf("collector_started"));
  await writeFile(join(folder, segment), bytes);
  await writeFile(collector.controls, file(...SOUND, ...LATER, ...ABOUT));
  await collector.app.reloadControls();
  await pass({ until: 12, credit: 10 });
  expect((await everythingThatFires())["unverified"]).toEqual(["tiltmeter"]);
});
