import {
  type ActionEvent,
  type Authority,
  type EffectivenessPlan,
  isOpen,
  MACHINE,
  type Nonconformity,
  type NonconformityState,
  planOf,
  type RecordEvent,
  type Refused,
  type Step,
  transition,
} from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

/** What became of an act on a record. */
export type RecordActAnswer =
  | { readonly kind: "done" }
  | {
      readonly kind: "refused";
      readonly reason: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  /** `since`: what others did to the record since the version that was seen, oldest first. */
  | { readonly kind: "outdated"; readonly since?: readonly Step[] }
  | { readonly kind: "forbidden"; readonly reason: string };

/** What people, and clocks in their name, do to a record. */
type ActEvent =
  | ActionEvent
  | Extract<
      RecordEvent,
      {
        type:
          | "nonconformity_moved"
          | "nonconformity_merged"
          | "dismissal_proposed"
          | "nonconformity_edited"
          | "nonconformity_commented"
          | "postscript_added"
          | "effectiveness_planned";
      }
    >;

/** As the ledger records it: what befell a record, and which. */
export type RecordEntry = ActEvent & { readonly id: string };

interface Records {
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
}

export type DecideOnRecord = Transact<Records, RecordEntry>;

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
    /** Absent: `work`. */
    readonly authority?: Authority;
    /** How the effect of the actions will be shown, where they begin by this; null: the machine plans it yet. */
    readonly plan?: EffectivenessPlan | null;
  },
  nowMs: number,
  transact: DecideOnRecord,
): Promise<RecordActAnswer> {
  const { plan = null } = of;
  return onRecord(of, transact, (record, { nonconformities }) => {
    const into = nonconformities.get(of.fields["merged_into"]?.trim() ?? "");
    const decision = transition(record, { ...of, ...(into === undefined ? {} : { into }) }, nowMs);
    const isPlanned = plan !== null && plan.cycle === record.cycle && of.to === "acting";
    // In the same append: no action begins before it is fixed what they are held to.
    return decision.kind === "moved" && isPlanned && planOf(record, plan.cycle) === null
      ? { ...decision, also: { type: "effectiveness_planned", atMs: nowMs, by: MACHINE, plan } }
      : decision;
  });
}

/**
 * Adds a comment to a record. On a record that is done with it is a postscript, which stands beside
 * it: an auditor's remark must have a place, and what was closed must stay what was closed.
 */
export function commentRecord(
  of: { readonly id: string; readonly text: string; readonly by: string },
  nowMs: number,
  transact: DecideOnRecord,
): Promise<RecordActAnswer> {
  return onRecord(of, transact, (record) => {
    const text = of.text.trim();
    const wrong =
      text === ""
        ? "is required"
        : text.length > COMMENT_CHARACTERS_MAX
          ? `has at most ${COMMENT_CHARACTERS_MAX} characters, got ${text.length}`
          : null;
    if (wrong !== null) {
      const reason = `a comment ${wrong}`;
      return { kind: "refused", code: "fields", reason, fields: { text: wrong } };
    }
    const type = isOpen(record) ? "nonconformity_commented" : "postscript_added";
    return { kind: "said", event: { type, atMs: nowMs, by: of.by, text } };
  });
}

/** One decision over one record and the state that it stands in. */
export function onRecord(
  of: { readonly id: string; readonly version?: number },
  transact: DecideOnRecord,
  decide: (
    record: Nonconformity,
    state: Records,
  ) => Refused | { readonly kind: string; readonly event: ActEvent; readonly also?: ActEvent },
): Promise<RecordActAnswer> {
  return transact<RecordActAnswer>((state) => {
    const record = state.nonconformities.get(of.id);
    if (record === undefined) {
      const reason = `there is no record ${of.id}`;
      return { entries: [], result: { kind: "refused", reason, fields: {} } };
    }
    const decision = decide(record, state);
    if ("event" in decision) {
      const { event, also } = decision;
      const events = also === undefined ? [event] : [event, also];
      return {
        entries: events.map((each) => ({ ...each, id: of.id })),
        result: { kind: "done" },
      };
    }
    return { entries: [], result: answerTo(decision, record, of.version) };
  });
}

function answerTo(
  { code, reason, fields }: Refused,
  { steps, version }: Nonconformity,
  seen: number | undefined,
): RecordActAnswer {
  if (code === "forbidden") return { kind: "forbidden", reason };
  if (code !== "outdated") return { kind: "refused", reason, fields };
  // Each step counts the version up by one.
  const missed = Math.min(Math.max(0, version - (seen ?? version)), MISSED_MAX);
  return { kind: "outdated", since: missed === 0 ? [] : steps.slice(-missed) };
}

/** Whoever missed more reads the record again in any case. */
const MISSED_MAX = 20;
