import type { Nonconformity, NonconformityState } from "@tiltmeter/rules";
import { transition } from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

/** What became of an act on a record. */
export type RecordActAnswer =
  | { readonly kind: "done" }
  | {
      readonly kind: "refused";
      readonly reason: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  | { readonly kind: "outdated" };

/** As the ledger records it. */
export interface RecordMoved {
  readonly type: "nonconformity_moved";
  readonly atMs: number;
  readonly by: string;
  readonly id: string;
  readonly to: NonconformityState;
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
}

/** As the ledger records it. */
export interface RecordCommented {
  readonly type: "nonconformity_commented";
  readonly atMs: number;
  readonly by: string;
  readonly id: string;
  readonly text: string;
}

interface Records {
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
}

/** Longer texts belong in a document that the comment names. */
const COMMENT_CHARACTERS_MAX = 10_000;

/** Moves a record on. Decided over the state that the entry is appended to, so of two people one wins. */
export function moveRecord(
  of: {
    readonly id: string;
    readonly to: NonconformityState;
    readonly fields: Readonly<Record<string, string>>;
    readonly reason: string;
    readonly version: number;
    readonly by: string;
  },
  nowMs: number,
  transact: Transact<Records, RecordMoved>,
): Promise<RecordActAnswer> {
  return transact(({ nonconformities }) => {
    const record = nonconformities.get(of.id);
    if (record === undefined) return refused(`there is no record ${of.id}`);
    const moved = transition(record, of, nowMs);
    if (moved.kind === "moved") {
      return { entries: [{ ...moved.event, id: of.id }], result: { kind: "done" } };
    }
    if (moved.code === "outdated") return { entries: [], result: { kind: "outdated" } };
    return refused(moved.reason, moved.fields);
  });
}

/** Adds a comment to a record, whatever its state. */
export function commentRecord(
  of: { readonly id: string; readonly text: string; readonly by: string },
  nowMs: number,
  transact: Transact<Records, RecordCommented>,
): Promise<RecordActAnswer> {
  return transact(({ nonconformities }) => {
    const text = of.text.trim();
    if (!nonconformities.has(of.id)) return refused(`there is no record ${of.id}`);
    if (text === "") return refused("a comment says something", { text: "is required" });
    if (text.length > COMMENT_CHARACTERS_MAX) {
      const rule = `has at most ${COMMENT_CHARACTERS_MAX} characters, got ${text.length}`;
      return refused(`a comment ${rule}`, { text: rule });
    }
    const entry = {
      type: "nonconformity_commented",
      atMs: nowMs,
      by: of.by,
      id: of.id,
      text,
    } as const;
    return { entries: [entry], result: { kind: "done" } };
  });
}

function refused(
  reason: string,
  fields: Readonly<Record<string, string>> = {},
): { readonly entries: readonly never[]; readonly result: RecordActAnswer } {
  return { entries: [], result: { kind: "refused", reason, fields } };
}
