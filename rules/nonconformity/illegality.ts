import { decideAction } from "./decide-action.ts";
import { decideEdit } from "./decide-edit.ts";
import type { RecordEvent } from "./fold-step.ts";
import { endAcceptance, reopen } from "./machine-moves.ts";
import type { Nonconformity } from "./nonconformity.ts";
import { isOpen, nextStates } from "./passages.ts";
import { MACHINE } from "./raise.ts";
import type { Refused } from "./refused.ts";
import { transition } from "./transition.ts";

/**
 * Why what is recorded of a record cannot have been allowed over the record as it stood; null: it can.
 *
 * For whoever checks a history: the rules that decide are asked once more. What an entry does not say,
 * the role of who acted and the words behind a commitment, is taken to have been right. Moves as forms
 * once asked them, with typed reviewers and seconds, are held to the life cycle alone. `into` is the
 * record that a merge names.
 */
export function illegality(
  record: Nonconformity,
  event: RecordEvent,
  into?: Nonconformity,
): string | null {
  const { id, state } = record;
  switch (event.type) {
    case "nonconformity_moved":
    case "nonconformity_merged":
    case "dismissal_proposed":
      return illegalMove(record, event, into);
    case "nonconformity_edited":
      return whyNot(decideEdit(record, { ...event, reason: event.text }, event.atMs));
    case "action_planned":
      return whyNot(decideAction(record, { ...event, act: "plan", reason: "" }, event.atMs));
    case "action_changed": {
      const asked = { ...event, act: "change", reason: event.text } as const;
      return whyNot(decideAction(record, asked, event.atMs));
    }
    case "action_dropped": {
      const asked = { ...event, act: "drop", fields: {}, reason: event.text } as const;
      return whyNot(decideAction(record, asked, event.atMs));
    }
    case "action_done":
      return whyNot(decideAction(record, { ...event, act: "done", reason: "" }, event.atMs));
    case "nonconformity_episode_added":
      return isOpen(record) ? null : `an episode joins ${id}, which is ${state}`;
    case "nonconformity_episode_ended": {
      const lasts = record.episodes.some(
        (episode) => episode.id === event.episode && episode.endedMs === null,
      );
      return lasts ? null : `no episode ${event.episode} of ${id} lasts`;
    }
    case "postscript_added":
      return isOpen(record) ? `${id} is ${state}: what is said of it is a comment` : null;
    default:
      return null;
  }
}

type Move = Extract<
  RecordEvent,
  { type: "nonconformity_moved" | "nonconformity_merged" | "dismissal_proposed" }
>;

function illegalMove(
  record: Nonconformity,
  event: Move,
  into: Nonconformity | undefined,
): string | null {
  const { id, state } = record;
  const to = targetOf(event);
  const move = `${id} goes from ${state} to ${to}`;
  if (event.by === MACHINE) {
    const isItsOwn =
      endAcceptance(record, event.atMs) !== null ||
      reopen(record, { text: event.text, atMs: event.atMs }) !== null;
    return to === "analysing" && isItsOwn ? null : `${move}, which the machine never does`;
  }
  if (isOfOld(record, event)) {
    const isKnown = nextStates(record).some((next) => next.to === to);
    const lasts = record.episodes.some(({ endedMs }) => endedMs === null);
    if (!isKnown) return `${move}, which its life cycle does not know`;
    return to === "closed" && lasts ? `${move} while an episode lasts` : null;
  }
  const { by, text: reason, atMs } = event;
  const command = { to, by, reason, fields: fieldsOf(event), authority: "administer" } as const;
  const decided = transition(record, { ...command, ...(into && { into }) }, atMs);
  if (decided.kind === "refused") return `${move}: ${decided.reason}`;
  if (decided.event.type === event.type) return null;
  return `${move} by one person, where two have to agree`;
}

function targetOf(event: Move): Nonconformity["state"] {
  if (event.type === "nonconformity_moved") return event.to;
  return event.type === "nonconformity_merged" ? "merged" : "dismissed";
}

function fieldsOf(event: Move): Readonly<Record<string, string>> {
  if (event.type === "nonconformity_moved") return event.fields;
  return event.type === "nonconformity_merged" ? { merged_into: event.into } : {};
}

/** Answers that only earlier forms asked for tell that a record went through them. */
function isOfOld(record: Nonconformity, event: Move): boolean {
  const said = { ...record.fields, ...fieldsOf(event) };
  const isCategorised = record.state !== "analysing" || said["cause_category"] !== undefined;
  return !isCategorised || OLD_ANSWERS.some((name) => said[name] !== undefined);
}

function whyNot(
  decision: Refused | { readonly kind: string; readonly event: unknown },
): string | null {
  return "event" in decision ? null : decision.reason;
}

const OLD_ANSWERS = ["second_person", "actions", "action_owner", "reviewer"];
