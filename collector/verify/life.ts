import {
  completeRecord,
  foldStep,
  illegality,
  NONCONFORMITY_STATES,
  type Nonconformity,
  type RaisedRecord,
  type RecordEvent,
  type Report,
  reportedRecord,
  SEVERITIES,
  takeOn,
} from "@tiltmeter/rules";
import type { LooseEntry } from "./loose-entry.ts";
import { asRecord, asText } from "./loose-entry.ts";

/** What the entries about one nonconformity come to: the record itself, folded by the rules that made it. */
export interface Life extends Nonconformity {
  /** Indices of all entries about it. */
  readonly entries: readonly number[];
}

/** The life that a raise begins, or why it cannot. */
export function begin(entry: LooseEntry, index: number): Life | string {
  if (entry.type === "nonconformity_reported") return reported(entry, index);
  const record = asRecord(entry["record"]);
  const id = asText(record?.["id"]);
  if (record === null || id === null) return "a raise carries its record";
  const state = NONCONFORMITY_STATES.find((each) => each === record["state"]);
  if (state !== "raised" && state !== "observation") {
    return `${id} begins as ${JSON.stringify(record["state"])}; a record begins as raised or as an observation`;
  }
  if (!SEVERITIES.some((each) => each === record["severity"])) return `${id} has no severity`;
  const isWhole =
    Array.isArray(record["episodes"]) &&
    Array.isArray(record["steps"]) &&
    asRecord(record["fields"]) !== null;
  if (!isWhole) return `${id} is raised without its episodes, steps or fields`;
  const raised = record as unknown as RaisedRecord; // its leaf is signed; what the fold reads is checked above
  return { ...completeRecord(raised), entries: [index] };
}

function reported(entry: LooseEntry, index: number): Life | string {
  const id = asText(entry["id"]);
  if (id === null || asRecord(entry["fields"]) === null)
    return "a report carries its id and fields";
  if (!SEVERITIES.some((each) => each === entry["severity"])) return `${id} has no severity`;
  const report = entry as unknown as Report; // its leaf is signed; what the fold reads is checked above
  return { ...reportedRecord(report), entries: [index] };
}

/** The life after one entry more about it, and what was not legal in that. `into`: what it is merged into. */
export function live(
  life: Life,
  entry: LooseEntry,
  index: number,
  into?: Life,
): { readonly life: Life; readonly illegal: string | null } {
  const entries = [...life.entries, index];
  const event = entry as unknown as RecordEvent; // other kinds change nothing; a broken one is caught below
  try {
    const illegal = illegality(life, event, into);
    const next: Nonconformity | undefined = foldStep(life, event);
    return { life: { ...life, ...next, entries }, illegal };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { life: { ...life, entries }, illegal: `${life.id} cannot take it: ${why}` };
  }
}

/** The life of a record that another one was merged into by an entry. */
export function carryOn(life: Life, merged: Life, entry: LooseEntry, index: number): Life {
  return { ...life, ...takeOn(life, merged, entry), entries: [...life.entries, index] };
}
