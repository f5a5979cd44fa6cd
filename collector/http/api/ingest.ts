import { z } from "zod";
import type { Described, RouteDescription } from "../described.ts";
import type { Routes } from "../environment.ts";
import type { IngestDeps, IngestPath } from "../ingest-request.ts";
import { otlpIngest } from "../otlp-ingest.ts";
import { plainJson } from "../plain-json.ts";
import { receiptShape } from "../shapes/receipt.ts";

const PATHS = ["predictions", "outcomes", "oversight", "scores", "concerns", "changes"] as const;

const SIGNALS = ["logs", "traces", "metrics"] as const;

/** Everything that appends. */
export function ingestRoutes(app: Routes, deps: IngestDeps): void {
  for (const signal of SIGNALS) app.post(`/v1/${signal}`, (c) => otlpIngest(c, signal, deps));
  for (const path of PATHS) app.post(`/api/v1/${path}`, (c) => plainJson(c, path, deps));
}

const WORDS: Readonly<
  Record<IngestPath, Pick<RouteDescription, "summary" | "example"> & { readonly id: string }>
> = {
  predictions: {
    id: "Prediction",
    summary: "Send predictions",
    example: {
      system: "credit-scoring",
      id: "a-1",
      time: "2026-11-23T10:00:00Z",
      model: { name: "xgb", version: "7", supplier: "in-house" },
      label: "approve",
      score: 0.81,
      latency: 0.012,
      status: "ok",
      features: { income: 52000, purpose: "car" },
      segment: { ageBand: "25-45" },
    },
  },
  outcomes: {
    id: "Outcome",
    summary: "Send outcomes: what turned out to be true of a prediction",
    example: { system: "credit-scoring", id: "a-1", label: "repaid", source: "ledger of loans" },
  },
  oversight: {
    id: "OversightDecision",
    summary: "Send oversight decisions: what people did about a prediction",
    example: {
      ...{ system: "credit-scoring", id: "a-1", action: "override" },
      ...{ from: "approve", to: "refuse", role: "underwriter", reviewSeconds: 41 },
    },
  },
  scores: {
    id: "Score",
    summary: "Send scores: what a check said of an answer",
    example: { system: "assistant", id: "a-2", name: "faithfulness", value: 0.92 },
  },
  concerns: {
    id: "ReportedConcern",
    summary: "Send concerns: what somebody said of a system",
    example: { system: "credit-scoring", id: "c-1", kind: "bias", summary: "refused twice" },
  },
  changes: {
    id: "ReportedChange",
    summary: "Send changes: what was deployed or reconfigured",
    example: { system: "credit-scoring", kind: "deployment", summary: "release 41" },
  },
};

const BATCH = {
  "Tiltmeter-Batch-Id":
    "16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once.",
};
const RECEIPT = { "Tiltmeter-Receipt": "`<journal>/<seq>`, as in the answer." };

/** `items`: the schema of one item of each path, which the routes of ingestion check with. */
export function ingestDescribed(items: Readonly<Record<IngestPath, z.ZodType>>): Described {
  const json = PATHS.map((path): [string, RouteDescription] => {
    const { id, ...words } = WORDS[path];
    const item = items[path].meta({ id });
    return [
      `POST /api/v1/${path}`,
      {
        tag: "Ingest",
        ...words,
        detail:
          "One object, or an array of up to 16 MiB; gzip is welcome. What is refused is told by its index and kept in quarantine; the rest is stored.",
        headers: BATCH,
        body: z.union([item, z.array(item)]),
        answers: {
          200: { of: "It is on disk.", json: receiptShape, headers: RECEIPT },
        },
        problems: {
          409: "The batch id was used for something else.",
          422: "Nothing of it was accepted; `rejected` says why.",
        },
      },
    ];
  });
  const otlp = SIGNALS.map((signal): [string, RouteDescription] => {
    const { message, ...words } = OTLP[signal];
    return [
      `POST /v1/${signal}`,
      {
        tag: "Ingest",
        ...words,
        headers: BATCH,
        upload: {
          "application/x-protobuf": `An \`Export${message}Request\`.`,
          "application/json": "The same in its JSON encoding.",
        },
        answers: {
          200: {
            of: "What was accepted is on disk; `partialSuccess` says what was refused.",
            text: {
              "application/x-protobuf": `An \`Export${message}Response\`.`,
              "application/json": "The same in its JSON encoding.",
            },
            headers: RECEIPT,
          },
        },
      },
    ];
  });
  return { ...Object.fromEntries(json), ...Object.fromEntries(otlp) };
}

const OTLP = {
  logs: {
    message: "LogsService",
    summary: "Send OpenTelemetry logs (OTLP over HTTP)",
    detail: "What the SDK and stock exporters send. Errors are `google.rpc.Status`.",
  },
  traces: {
    message: "TraceService",
    summary: "Send OpenTelemetry spans of generative models (OTLP over HTTP)",
    detail:
      "Calls of models become predictions, each once however many spans tell of it; other spans are counted and left. Errors are `google.rpc.Status`.",
  },
  metrics: {
    message: "MetricsService",
    summary: "Send OpenTelemetry metrics of generative models (OTLP over HTTP)",
    detail:
      "`gen_ai.client.*` as clients count it, unsampled; other metrics are counted and left. Errors are `google.rpc.Status`.",
  },
} as const;
