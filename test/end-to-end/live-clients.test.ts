import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeAnthropic } from "../clients/fake-anthropic.ts";
import { startFakeOpenAi } from "../clients/fake-openai.ts";
import type { FakeServer } from "../clients/fake-server.ts";
import { type Collector, startCollector } from "./collector.ts";

// Real clients with real instrumentations and real exporters, unmodified and pointed here by environment alone, against
// providers that are faked down to the socket. Each of them asks four times: what fails, a chat, a streamed one, one with
// a tool.

const CLIENTS = ["otel-openai", "openllmetry", "openinference", "anthropic", "ai-sdk"] as const;
const SYSTEMS = [...CLIENTS, "ai-sdk-legacy", "beside-ours"] as const;
type System = (typeof SYSTEMS)[number];
const PROGRAMS: Readonly<Record<System, string>> = {
  "otel-openai": "otel-openai/client",
  openllmetry: "openllmetry/client",
  openinference: "openinference/client",
  anthropic: "anthropic/client",
  "ai-sdk": "ai-sdk/client",
  "ai-sdk-legacy": "ai-sdk/client",
  "beside-ours": "otel-openai/beside-ours",
};

let folder: string;
let told: readonly (Call & { readonly system: string })[];
let counted: readonly (readonly unknown[])[];

interface Call {
  readonly supplier: unknown;
  readonly answered: unknown;
  readonly source: unknown;
  readonly status: unknown;
  readonly input: unknown;
  readonly cached: unknown;
  readonly output: unknown;
  readonly ends: unknown;
  readonly tools: unknown;
  readonly streamed: unknown;
  readonly named: string;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-clients-"));
  const fakes = [await startFakeOpenAi(), await startFakeAnthropic()] as const;
  {
    await using collector = await startCollector({ nowMs: Date.now(), data: folder });
    // One after the other: the first request of each is the one that fails.
    for (const system of SYSTEMS) await run(system, collector, fakes);
    await collector.app.settled();
  }
  await Promise.all(fakes.map((fake) => fake.close()));
  const engine = await openEngine({ folder: join(folder, "engine") });
  try {
    const read = createRead(engine);
    const rows = await read(
      "calls",
      `SELECT toString(c.system), c.supplier, c.model_version, c.model_source, c.status, c.input_tokens, c.cached_tokens,
         c.output_tokens, c.finish_reasons, c.tools, c.is_streamed, c.id, p.error_type
       FROM calls_v1 AS c INNER JOIN predictions_v1 AS p ON c.system = p.system AND c.id = p.id
       ORDER BY c.system, c.window_time`,
    );
    told = rows.map(callOf);
    counted = await read(
      "counted",
      `SELECT toString(system), toString(token_type), max(sum) FROM client_metrics_v1
       WHERE metric = 'gen_ai.client.token.usage' GROUP BY system, token_type ORDER BY system, token_type`,
    );
  } finally {
    await engine.close();
  }
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function callOf(row: readonly unknown[]): Call & { readonly system: string } {
  const [system, supplier, answered, source, status, input, cached, output, ends, tools, ...rest] =
    row;
  const [streamed, id, error] = rest;
  const named = String(id)
    .replace(/^[0-9a-f]{32}:/, "")
    .replace(/^[0-9a-f]{16}$/, "(span)")
    .replace(/-?\d+$/, "");
  const end = status === "ok" ? { ends } : { ends: error };
  return {
    system: String(system),
    ...{
      supplier,
      answered,
      source,
      status,
      input,
      cached,
      output,
      ...end,
      tools,
      streamed,
      named,
    },
  };
}

async function run(
  system: System,
  collector: Collector,
  [openai, anthropic]: readonly [FakeServer, FakeServer],
): Promise<void> {
  const failure = { error: { type: "invalid_request_error", message: "no" }, type: "error" };
  const provider = system === "anthropic" ? anthropic : openai;
  provider.next({ status: 400, json: failure });
  const path = fileURLToPath(new URL(`../clients/${PROGRAMS[system]}.cjs`, import.meta.url));
  const child = spawn(process.execPath, [path], {
    env: {
      PATH: process.env["PATH"],
      OTEL_SERVICE_NAME: system,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${collector.ingest}`,
      OTEL_METRICS_EXPORTER: "otlp",
      OTEL_LOGS_EXPORTER: "otlp",
      OPENAI_BASE_URL: `${openai.url}/v1`,
      OPENAI_API_KEY: "sk-none",
      ANTHROPIC_BASE_URL: anthropic.url,
      ANTHROPIC_API_KEY: "sk-none",
      TILTMETER_URL: collector.url,
      TILTMETER_KEY: collector.ingest,
      AI_SDK_TELEMETRY: system === "ai-sdk-legacy" ? "legacy" : "new",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect([system, code, said]).toEqual([system, 0, said]);
}

const OPENAI = "gpt-4o-2026-08-06";
const CLAUDE = "claude-sonnet-4-20260806";

/** A call that was answered, as its client's instrumentation can tell of it. */
const answered = (model: string, more: Partial<Call> = {}): Call => ({
  supplier: model === CLAUDE ? "anthropic" : "openai",
  answered: model,
  source: "provider",
  status: "ok",
  ...(model === CLAUDE ? { input: 20, cached: 4 } : { input: 12, cached: 4 }),
  output: 3,
  ends: [model === CLAUDE ? "end_turn" : "stop"],
  tools: {},
  streamed: null,
  named: model === CLAUDE ? "msg_" : "chatcmpl",
  ...more,
});
const unknown = { input: null, cached: null, output: null };
const failed = (error: string, more: Partial<Call> = {}): Call => ({
  ...answered(OPENAI, unknown),
  ...{ answered: "", source: "unknown", status: "error", ends: error, named: "(span)" },
  ...more,
});
const asked = { ends: ["tool_calls"], tools: { search: 1 } };

test("the official instrumentation of openai tells of each call once, streamed or not", () => {
  // It says nothing of the cache, of streams or of tools, unless content is captured.
  const told = answered(OPENAI, { cached: null });
  const tool = { ...told, ends: ["tool_calls"] };
  expect(of("otel-openai")).toEqual([failed("BadRequestError"), told, told, tool]);
});

test("OpenLLMetry says nothing of a failed call, nor what a stream used: unknown, not 0", () => {
  const told = answered(OPENAI, { cached: null });
  const expected = [told, { ...told, ...unknown }, { ...told, ...asked }];
  expect(of("openllmetry")).toEqual(expected);
});

test("OpenInference says neither, and of a stream not which model answered", () => {
  const told = answered(OPENAI, { streamed: false });
  const copied = { answered: "", source: "copied", named: "(span)" };
  const stream = { ...told, ...unknown, ...copied, streamed: true };
  expect(of("openinference")).toEqual([told, stream, { ...told, ...asked }]);
});

test("Anthropic's own spans count the cache among the input", () => {
  const told = answered(CLAUDE, { streamed: false });
  const supplier = "anthropic";
  expect(of("anthropic")).toEqual([
    failed("invalid_request_error", { supplier, streamed: false }),
    told,
    { ...told, streamed: true },
    { ...told, ends: ["tool_use"] },
  ]);
});

test("the AI SDK's agents and steps repeat what their calls used, and are no calls, in both integrations", () => {
  const told = answered(OPENAI);
  expect(of("ai-sdk")).toEqual([
    failed("AI_APICallError"),
    told,
    { ...told, streamed: true },
    { ...told, ...asked },
    told,
  ]);
  const whole = { ...told, streamed: false };
  expect(of("ai-sdk-legacy")).toEqual([
    failed("AI_APICallError", { streamed: false }),
    whole,
    { ...whole, streamed: true },
    { ...whole, ...asked },
    whole,
  ]);
});

test("our SDK beside an instrumentation tells of each call once, in a trace or not", () => {
  // The fake's host is nobody's: our SDK does not guess the provider.
  const told = answered(OPENAI, { supplier: "", streamed: false });
  const [, , ...whole] = of("beside-ours");
  expect(whole).toEqual([told, { ...told, streamed: true }, { ...told, ...asked }, told]);
  // Without an answer there is no id to know a call by: what failed is told of by both.
  expect(of("beside-ours").map(({ status }) => status)).toEqual([
    ...["error", "error", "ok", "ok", "ok", "ok"],
  ]);
});

test("what a client counts of its calls is what its spans tell of them", () => {
  expect(counted).toEqual([
    ["beside-ours", "input", 48],
    ["beside-ours", "output", 12],
    ["otel-openai", "input", 36],
    ["otel-openai", "output", 9],
  ]);
});

function of(system: System): readonly Call[] {
  return told.filter((call) => call.system === system).map(({ system: _, ...call }) => call);
}
