import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import type { Entry } from "./batch.ts";
import { micros, text } from "./json-text.ts";
import type { Table } from "./line.ts";
import { SENDER_COLUMNS, senderValues } from "./sender.ts";
import { windowTimeMs } from "./window-time.ts";

// Rows for records that do not become evidence: nothing that was acknowledged goes without a trace.

/** The record that stands where another came with its id. */
export interface First {
  readonly journal: string;
  readonly seq: number;
  readonly row: number;
}

export const CORRECTION_COLUMNS: readonly string[] = [
  "system",
  "kind",
  "id",
  "relation",
  "window_time",
  ...SENDER_COLUMNS,
  "content",
  "first_journal",
  "first_seq",
  "first_row",
];

export function correctionValues(
  { telemetry, receivedMs }: Entry,
  of: { readonly relation: "repeat" | "conflict"; readonly first: First; readonly id: string },
): string {
  return [
    text(telemetry.origin.system),
    text(telemetry.statement.kind),
    text(of.id),
    text(of.relation),
    micros(windowTimeMs(telemetry.statement.timeMs, receivedMs)),
    senderValues(telemetry),
    text(of.relation === "conflict" ? printed(telemetry) : ""),
    text(of.first.journal),
    String(of.first.seq),
    String(of.first.row),
  ].join(",");
}

export const QUARANTINE_COLUMNS: readonly string[] = [
  "key_id",
  "event",
  "target",
  "reason",
  "record",
];

export function quarantineValues(of: {
  readonly key: string;
  readonly event: string;
  readonly target: Table | "";
  readonly reason: string;
  readonly record: string;
}): string {
  return [of.key, of.event, of.target, of.reason, of.record].map(text).join(",");
}

/** JSON of a record, for people: numbers that JSON does not know become their names. */
export function printed(telemetry: Telemetry): string {
  return JSON.stringify(telemetry, (_key, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
}
