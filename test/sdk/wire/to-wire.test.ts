import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import { resourceAttributes } from "@tiltmeter/sdk/wire/resource";
import type { Statement, Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { toWire } from "@tiltmeter/sdk/wire/to-wire";
import { expect, test } from "vitest";
import { decodeRequest } from "./otlp-proto.ts";

const origin = { system: "credit", systemVersion: "2", environment: "prod", producer: "p-1" };
const telemetry = (statement: Statement): Telemetry => ({
  origin,
  seq: 7,
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  statement,
});
const prediction: Prediction = {
  kind: "prediction",
  id: "a-1",
  timeMs: 1_763_856_000_000.5,
  model: { name: "xgb", version: "7", supplier: "", digest: "" },
  task: "classification",
  label: "approve",
  score: 0,
  value: null,
  latency: 0.012,
  status: "ok",
  errorType: "",
  numericFeatures: { income: 52_000, ratio: Number.NaN },
  categoricalFeatures: { purpose: "car" },
  missingFeatures: ["age"],
  segment: { ageBand: "25-45" },
  subject: "",
};

test("a prediction travels under the published names, and what was not said has no attribute", () => {
  expect(toWire(telemetry(prediction))).toEqual({
    eventName: "aims.prediction",
    timeMs: 1_763_856_000_000.5,
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    attributes: {
      "aims.seq": 7,
      "aims.prediction.id": "a-1",
      "aims.model.name": "xgb",
      "aims.model.version": "7",
      "aims.prediction.task": "classification",
      "aims.prediction.label": "approve",
      "aims.prediction.score": 0,
      "aims.prediction.latency": 0.012,
      "aims.prediction.status": "ok",
      "aims.prediction.features": {
        income: 52_000,
        ratio: Number.NaN,
        purpose: "car",
        age: null,
      },
      "aims.prediction.segment": { ageBand: "25-45" },
    },
  });
});

test.each<[string, Statement, object]>([
  [
    "an outcome",
    { kind: "outcome", id: "a-1", timeMs: 1, label: "repaid", value: null, source: "ledger" },
    {
      "aims.prediction.id": "a-1",
      "aims.outcome.label": "repaid",
      "aims.outcome.source": "ledger",
    },
  ],
  [
    "an oversight decision",
    {
      kind: "oversight",
      id: "a-1",
      timeMs: 1,
      action: "override",
      from: "decline",
      to: "approve",
      by: "r-4",
      role: "underwriter",
      reason: "income_verified",
      reviewSeconds: 31.5,
    },
    {
      "aims.prediction.id": "a-1",
      "aims.oversight.action": "override",
      "aims.oversight.original.label": "decline",
      "aims.oversight.final.label": "approve",
      "aims.oversight.actor.id": "r-4",
      "aims.oversight.actor.role": "underwriter",
      "aims.oversight.reason.code": "income_verified",
      "aims.oversight.review.duration": 31.5,
    },
  ],
  [
    "a score",
    {
      kind: "score",
      id: "a-1",
      timeMs: 1,
      name: "faithfulness",
      value: 0.4,
      label: "",
      passed: false,
      source: "llm-judge",
    },
    {
      "aims.prediction.id": "a-1",
      "aims.score.name": "faithfulness",
      "aims.score.value": 0.4,
      "aims.score.passed": false,
      "aims.score.source": "llm-judge",
    },
  ],
  [
    "an anonymous concern",
    {
      kind: "concern",
      id: "c-1",
      timeMs: 1,
      status: "reported",
      concern: "appeal",
      summary: "nobody told me why",
      by: "",
    },
    {
      "aims.concern.id": "c-1",
      "aims.concern.status": "reported",
      "aims.concern.kind": "appeal",
      "aims.concern.summary": "nobody told me why",
    },
  ],
  [
    "a change",
    { kind: "change", timeMs: 1, change: "model", summary: "canary", from: "6", to: "7" },
    {
      "aims.change.kind": "model",
      "aims.change.summary": "canary",
      "aims.change.from": "6",
      "aims.change.to": "7",
    },
  ],
  [
    "a heartbeat",
    {
      kind: "heartbeat",
      timeMs: 1,
      lastSeq: { prediction: 9 },
      dropped: { "prediction.queue_full": 2 },
      queueDepth: 0,
    },
    {
      "aims.seq.last": { prediction: 9 },
      "aims.dropped": { "prediction.queue_full": 2 },
      "aims.queue.depth": 0,
    },
  ],
  [
    "a profile",
    {
      kind: "profile",
      timeMs: 1,
      windowMs: 60_000,
      model: { name: "xgb", version: "7", supplier: "", digest: "" },
      segment: { ageBand: "25-45" },
      feature: "income",
      baseline: "ab".repeat(32),
      predictions: 10,
      missing: 3,
      notANumber: 1,
      wrongType: 1,
      infinite: 0,
      min: null,
      max: null,
      cells: { 3: 5, 17: 2 },
      magnitudes: { 8193: 7 },
      sum: "",
      sumOfSquares: "",
    },
    {
      "aims.model.name": "xgb",
      "aims.model.version": "7",
      "aims.prediction.segment": { ageBand: "25-45" },
      "aims.profile.feature": "income",
      "aims.profile.baseline": "ab".repeat(32),
      "aims.profile.window": 60,
      "aims.profile.predictions": 10,
      "aims.profile.missing": 3,
      "aims.profile.not_a_number": 1,
      "aims.profile.wrong_type": 1,
      "aims.profile.cells": [3, 17],
      "aims.profile.cell_counts": [5, 2],
      "aims.profile.magnitudes": [8_193],
      "aims.profile.magnitude_counts": [7],
    },
  ],
])("%s travels under the published names", (_, statement, attributes) => {
  expect(toWire(telemetry(statement)).attributes).toEqual({ "aims.seq": 7, ...attributes });
});

test("a record without a sequence number says so by having none", () => {
  const { attributes } = toWire({ ...telemetry(prediction), seq: 0 });
  expect(attributes).not.toHaveProperty("aims.seq");
});

test("the resource names the system, its producer and whatever the deployment adds", () => {
  const resource = resourceAttributes(origin, { "service.name": "api" });
  expect(resource).toEqual({
    "service.name": "api",
    "aims.system.id": "credit",
    "aims.system.version": "2",
    "deployment.environment.name": "prod",
    "aims.producer.id": "p-1",
  });
  const record = toWire(telemetry(prediction));
  expect(decodeRequest(encodeLogs(resource, [record]))).toEqual({ resource, records: [record] });
});
