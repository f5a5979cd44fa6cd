import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import type { Model } from "@tiltmeter/sdk/wire/prediction";
import type { Statement, Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { brokenCounts } from "./admit-profile.ts";
import { isReserved, LIMITS, TIME_MS_MAX } from "./limits.ts";
import type { Rejection } from "./recognised.ts";
import { show } from "./show.ts";

/**
 * Holds one record to the limits, and gives it the receiver's time where the sender gave none.
 *
 * A time far ahead of the receiver is kept as it is: the store knows both times and decides which
 * one windows use. Lengths are in UTF-8 bytes, of ids in characters.
 */
export function admit(telemetry: Telemetry, nowMs: number): Telemetry | Rejection {
  const reason = brokenRule(telemetry);
  if (reason !== null) return { kind: "rejected", reason };
  if (telemetry.statement.timeMs !== 0) return telemetry;
  return { ...telemetry, statement: { ...telemetry.statement, timeMs: nowMs } };
}

function brokenRule({ origin, statement }: Telemetry): string | null {
  return (
    name("system", origin.system) ??
    long("system version", origin.systemVersion) ??
    long("environment", origin.environment) ??
    long("producer", origin.producer) ??
    time(statement.timeMs) ??
    contents(statement)
  );
}

function contents(statement: Statement): string | null {
  switch (statement.kind) {
    case "prediction":
      return (
        (statement.id === "" ? null : name("id", statement.id)) ??
        modelParts(statement.model) ??
        long("label", statement.label) ??
        long("error type", statement.errorType) ??
        long("subject", statement.subject) ??
        parts(statement) ??
        (statement.call === undefined ? null : brokenCall(statement.call))
      );
    case "outcome":
      return (
        name("id", statement.id) ??
        long("label", statement.label) ??
        long("source", statement.source)
      );
    case "oversight":
      return (
        name("id", statement.id) ??
        firstOf(["from", "to", "by", "role", "reason"] as const, (key) => long(key, statement[key]))
      );
    case "score":
      return (
        name("id", statement.id) ??
        name("check", statement.name) ??
        long("label", statement.label) ??
        long("source", statement.source)
      );
    case "concern":
      return (
        name("id", statement.id) ??
        firstOf(["concern", "summary", "by"] as const, (key) => long(key, statement[key]))
      );
    case "change":
      return firstOf(["change", "summary", "from", "to"] as const, (key) =>
        long(key, statement[key]),
      );
    case "heartbeat":
      return (
        firstOf([...Object.keys(statement.lastSeq), ...Object.keys(statement.dropped)], (key) =>
          nameOf("class", key),
        ) ??
        watched("instrumented", statement.instrumented ?? []) ??
        watched("uninstrumented", statement.uninstrumented ?? [])
      );
    case "client_metric":
      return (
        firstOf(
          [
            "metric",
            "unit",
            "supplier",
            "requestModel",
            "responseModel",
            "operation",
            "tokenType",
            "errorType",
          ] as const,
          (key) => long(key, statement[key]),
        ) ?? time(statement.startMs)
      );
    case "profile":
      return (
        nameOf("feature", statement.feature) ??
        modelParts(statement.model) ??
        segments(statement.segment) ??
        brokenCounts(statement)
      );
  }
}

function parts(statement: Extract<Statement, { kind: "prediction" }>): string | null {
  const texts = Object.entries(statement.categoricalFeatures);
  const numeric = Object.keys(statement.numericFeatures);
  const count =
    numeric.length +
    texts.length +
    statement.missingFeatures.length +
    Object.keys(statement.segment).length;
  if (count > LIMITS.values) {
    return `a prediction has at most ${LIMITS.values} features and segments, got ${count}`;
  }
  return (
    firstOf(numeric, (key) => nameOf("feature", key)) ??
    firstOf(statement.missingFeatures, (key) => nameOf("feature", key)) ??
    firstOf(
      texts,
      ([key, value]) => nameOf("feature", key) ?? long(`feature ${show(key)}`, value),
    ) ??
    segments(statement.segment)
  );
}

function brokenCall(call: GenAiCall): string | null {
  const { finishReasons, source } = call;
  const tools = Object.keys(call.tools);
  if (finishReasons.length > LIMITS.choices || tools.length > LIMITS.choices) {
    const got = `${finishReasons.length} and ${tools.length}`;
    return `a call has at most ${LIMITS.choices} finish reasons and as many tools, got ${got}`;
  }
  return (
    firstOf(["operation", "requestModel", "responseId", "conversationId"] as const, (key) =>
      long(`call.${key}`, call[key]),
    ) ??
    firstOf(finishReasons, (reason) => long("call.finishReasons", reason)) ??
    firstOf(tools, (tool) => nameOf("tool", tool)) ??
    firstOf(["scope", "scopeVersion", "schemaUrl"] as const, (key) => long(key, source[key]))
  );
}

function watched(of: string, names: readonly string[]): string | null {
  if (names.length > LIMITS.watched) {
    return `a heartbeat names at most ${LIMITS.watched} of ${of}, got ${names.length}`;
  }
  return firstOf(names, (name) => nameOf("client", name));
}

function modelParts(model: Model): string | null {
  return firstOf(Object.entries(model), ([key, value]) => long(`model.${key}`, value));
}

function segments(segment: Readonly<Record<string, string>>): string | null {
  const given = Object.entries(segment);
  if (given.length > LIMITS.values) {
    return `a record has at most ${LIMITS.values} segments, got ${given.length}`;
  }
  return firstOf(
    given,
    ([key, value]) => nameOf("segment", key) ?? long(`segment ${show(key)}`, value),
  );
}

function firstOf<Item>(items: readonly Item[], rule: (item: Item) => string | null): string | null {
  for (const item of items) {
    const broken = rule(item);
    if (broken !== null) return broken;
  }
  return null;
}

/** An id or a system: 1–256 characters that every table can hold and tell apart. */
function name(of: string, value: string): string | null {
  if (value.length === 0 || value.length > LIMITS.idCharacters) {
    return `${of} must have 1–${LIMITS.idCharacters} characters, got ${value.length} in ${show(value)}`;
  }
  // A lone surrogate becomes U+FFFD in UTF-8, so two different ids would meet in the store.
  if (/\p{Surrogate}/u.test(value)) return `${of} must be well-formed text, got ${show(value)}`;
  return isReserved(value) ? `${of} must not be the reserved name ${show(value)}` : null;
}

function nameOf(of: string, key: string): string | null {
  // A UTF-16 unit is at most 3 bytes, so most texts need no counting.
  const bytes = key.length * 3 <= LIMITS.keyBytes ? key.length : Buffer.byteLength(key);
  if (bytes === 0 || bytes > LIMITS.keyBytes) {
    return `the name of a ${of} must have 1–${LIMITS.keyBytes} bytes, got ${bytes} in ${show(key)}`;
  }
  return isReserved(key) ? `the name of a ${of} must not be the reserved name ${show(key)}` : null;
}

function long(of: string, value: string): string | null {
  if (value.length * 3 <= LIMITS.valueBytes) return null;
  const bytes = Buffer.byteLength(value);
  if (bytes <= LIMITS.valueBytes) return null;
  return `${of} must have at most ${LIMITS.valueBytes} bytes, got ${bytes}`;
}

function time(timeMs: number): string | null {
  if (timeMs >= 0 && timeMs < TIME_MS_MAX) return null;
  const shown = Math.abs(timeMs) < 8.64e15 ? new Date(timeMs).toISOString() : String(timeMs);
  return `time must lie between 1970 and 2254, got ${shown}`;
}
