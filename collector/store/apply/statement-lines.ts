import type { Change } from "@tiltmeter/sdk/wire/change";
import type { Concern } from "@tiltmeter/sdk/wire/concern";
import type { Heartbeat } from "@tiltmeter/sdk/wire/heartbeat";
import type { Outcome } from "@tiltmeter/sdk/wire/outcome";
import type { Oversight } from "@tiltmeter/sdk/wire/oversight";
import type { Score } from "@tiltmeter/sdk/wire/score";
import type { Entry } from "./batch.ts";
import { micros, nullable, numberMap, text, word, wordList } from "./json-text.ts";
import { SENDER_COLUMNS, senderValues } from "./sender.ts";
import { windowTimeMs } from "./window-time.ts";

// The small statements: columns, and the values in their order.

export const OUTCOME_COLUMNS: readonly string[] = [
  "system",
  "id",
  "identity",
  "digest",
  ...SENDER_COLUMNS,
  "time",
  "label",
  "value",
  "source",
];

export function outcomeContent(outcome: Outcome): string {
  const { timeMs, label, value, source } = outcome;
  return [micros(timeMs), word(label), nullable(value), word(source)].join(",");
}

/** A record that stands under an id, with its content as text. */
interface Standing {
  readonly identity: number;
  readonly digest: string;
  readonly content: string;
}

export function outcomeValues({ telemetry }: Entry, statement: Outcome, of: Standing): string {
  return [named(telemetry, statement.id, of), senderValues(telemetry), of.content].join(",");
}

function named({ origin }: Entry["telemetry"], id: string, of: Standing): string {
  return [word(origin.system), text(id), String(of.identity), `"${of.digest}"`].join(",");
}

export const OVERSIGHT_COLUMNS: readonly string[] = [
  "system",
  "id",
  "identity",
  "digest",
  "window_time",
  ...SENDER_COLUMNS,
  "time",
  "action",
  "from_label",
  "to_label",
  "actor",
  "role",
  "reason",
  "review_seconds",
];

export function oversightContent(oversight: Oversight): string {
  return [
    micros(oversight.timeMs),
    word(oversight.action),
    word(oversight.from),
    word(oversight.to),
    word(oversight.by),
    word(oversight.role),
    word(oversight.reason),
    nullable(oversight.reviewSeconds),
  ].join(",");
}

export function oversightValues(entry: Entry, statement: Oversight, of: Standing): string {
  return dated(entry, statement, of);
}

/** As `named`, by the instant that windows go by. */
function dated(
  { telemetry, receivedMs }: Entry,
  statement: Oversight | Concern,
  of: Standing,
): string {
  return [
    named(telemetry, statement.id, of),
    micros(windowTimeMs(statement.timeMs, receivedMs)),
    senderValues(telemetry),
    of.content,
  ].join(",");
}

export const SCORE_COLUMNS: readonly string[] = [
  "system",
  "id",
  "identity",
  "digest",
  ...SENDER_COLUMNS,
  "time",
  "name",
  "value",
  "label",
  "passed",
  "source",
];

export function scoreContent(score: Score): string {
  return [
    micros(score.timeMs),
    word(score.name),
    nullable(score.value),
    word(score.label),
    String(score.passed),
    word(score.source),
  ].join(",");
}

export function scoreValues({ telemetry }: Entry, statement: Score, of: Standing): string {
  return [named(telemetry, statement.id, of), senderValues(telemetry), of.content].join(",");
}

export const CONCERN_COLUMNS: readonly string[] = [
  "system",
  "id",
  "identity",
  "digest",
  "window_time",
  ...SENDER_COLUMNS,
  "time",
  "status",
  "concern",
  "summary",
  "actor",
];

export function concernContent(concern: Concern): string {
  return [
    micros(concern.timeMs),
    word(concern.status),
    word(concern.concern),
    text(concern.summary),
    text(concern.by),
  ].join(",");
}

export function concernValues(entry: Entry, statement: Concern, of: Standing): string {
  return dated(entry, statement, of);
}

export const CHANGE_COLUMNS: readonly string[] = [
  "system",
  ...SENDER_COLUMNS,
  "time",
  "change",
  "summary",
  "from_value",
  "to_value",
];

export function changeValues({ telemetry }: Entry, statement: Change): string {
  const { origin } = telemetry;
  return [
    word(origin.system),
    senderValues(telemetry),
    micros(statement.timeMs),
    text(statement.change),
    text(statement.summary),
    text(statement.from),
    text(statement.to),
  ].join(",");
}

export const HEARTBEAT_COLUMNS: readonly string[] = [
  "system",
  ...SENDER_COLUMNS,
  "time",
  "window_time",
  "last_seq",
  "dropped",
  "queue_depth",
  "instrumented",
  "uninstrumented",
  "clock_offset",
];

export function heartbeatValues({ telemetry, receivedMs }: Entry, statement: Heartbeat): string {
  const { origin } = telemetry;
  return [
    word(origin.system),
    senderValues(telemetry),
    micros(statement.timeMs),
    micros(windowTimeMs(statement.timeMs, receivedMs)),
    numberMap(statement.lastSeq),
    numberMap(statement.dropped),
    String(statement.queueDepth),
    wordList(statement.instrumented ?? []),
    wordList(statement.uninstrumented ?? []),
    statement.clockOffsetMs === undefined ? "null" : nullable(statement.clockOffsetMs / 1000),
  ].join(",");
}
