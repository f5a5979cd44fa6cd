import { dayNumber } from "../evaluation/instant.ts";
import type { ReviewStanding } from "./decision-review.ts";
import type { EffectivenessJudgement } from "./effectiveness-judgement.ts";
import type { EffectivenessPlan } from "./effectiveness-plan.ts";
import type { Examination } from "./examination.ts";
import { type ActionEvent, foldAction } from "./fold-action.ts";
import type { Episode, Nonconformity, NonconformityState } from "./nonconformity.ts";
import { graver, severityOf } from "./severity.ts";
import { stepped } from "./stepped.ts";

/** What may happen to a record after its raise. `by` is a pseudonym, or `tiltmeter` for the machine. */
export type RecordEvent =
  | ActionEvent
  | ({ readonly atMs: number; readonly by: string } & (
      | { readonly type: "nonconformity_episode_added"; readonly episode: Episode }
      | {
          readonly type: "nonconformity_episode_ended";
          readonly episode: string;
          readonly endedMs: number;
          readonly reason: "recovered" | "superseded" | "retired";
        }
      | {
          readonly type: "nonconformity_moved";
          readonly to: NonconformityState;
          readonly fields: Readonly<Record<string, string>>;
          readonly text: string;
        }
      /** Another record carries this one on; the other's part is `takeOn`. */
      | { readonly type: "nonconformity_merged"; readonly into: string; readonly text: string }
      | { readonly type: "dismissal_proposed"; readonly text: string }
      | {
          readonly type: "nonconformity_edited";
          /** Of `owner`, `severity`, `serious_incident` and `aware_at`, those that change. */
          readonly fields: Readonly<Record<string, string>>;
          /** Citations that come and go: framework → clauses. */
          readonly cites: Citations;
          readonly uncites: Citations;
          readonly text: string;
        }
      | { readonly type: "nonconformity_commented"; readonly text: string }
      /** A word on a record that is done with. */
      | { readonly type: "postscript_added"; readonly text: string }
      | { readonly type: "nonconformity_examined"; readonly examination: Examination }
      | { readonly type: "effectiveness_planned"; readonly plan: EffectivenessPlan }
      | { readonly type: "effectiveness_judged"; readonly judgement: EffectivenessJudgement }
      | {
          readonly type: "decisions_reviewed";
          /** Digest of the list of decisions. */
          readonly list: string;
          readonly review: ReviewStanding;
        }
    ));

/** Framework → clauses. */
export type Citations = Readonly<Record<string, readonly string[]>>;

/**
 * The record after one event. Pure; judges nothing: whether a move is allowed was decided before it
 * was recorded (`transition`), and later rules do not unmake it.
 */
export function foldStep(record: Nonconformity, event: RecordEvent): Nonconformity {
  switch (event.type) {
    case "nonconformity_episode_added":
      return {
        ...stepped(record, event, { kind: "episode_added", text: event.episode.id }),
        episodes: [...record.episodes, event.episode],
        firstBreachMs: Math.min(record.firstBreachMs, event.episode.firstBreachMs),
      };
    case "nonconformity_episode_ended":
      return {
        ...stepped(record, event, { kind: "episode_ended", text: event.reason }),
        episodes: record.episodes.map((episode) =>
          episode.id === event.episode ? { ...episode, endedMs: event.endedMs } : episode,
        ),
      };
    case "nonconformity_moved": {
      const { to, text, fields } = event;
      return filledIn(
        {
          ...stepped(record, event, { kind: "moved", to, text, fields }),
          state: to,
          cycle: isAnotherCycle(record.state, to) ? record.cycle + 1 : record.cycle,
          proposedDismissal: null,
          acceptedUntilMs: to === "accepted" ? endOfDay(fields["until"]) : null,
          mergedInto: to === "merged" ? (fields["merged_into"] ?? null) : record.mergedInto,
        },
        fields,
      );
    }
    case "nonconformity_merged": {
      const { into, text } = event;
      const fields = { merged_into: into };
      return {
        ...stepped(record, event, { kind: "moved", to: "merged", text, fields }),
        state: "merged",
        fields: { ...record.fields, ...fields },
        proposedDismissal: null,
        mergedInto: into,
      };
    }
    case "dismissal_proposed": {
      const { by, atMs, text } = event;
      return {
        ...stepped(record, event, { kind: "dismissal_proposed", text }),
        proposedDismissal: { by, atMs, text },
      };
    }
    case "nonconformity_edited": {
      const { fields, cites, uncites, text } = event;
      const cited = { ...named("cites", cites), ...named("uncites", uncites) };
      const step = { kind: "edited", text, fields: { ...fields, ...cited } } as const;
      return {
        ...filledIn(stepped(record, event, step), fields),
        clauses: citations(record.clauses, cites, uncites),
      };
    }
    case "nonconformity_commented":
      return stepped(record, event, { kind: "commented", text: event.text });
    case "postscript_added": {
      const { atMs, by, text } = event;
      return { ...record, postscripts: [...record.postscripts, { atMs, by, text }] };
    }
    // What the machine finds out, and lists that people work off, are no steps of the record: a form
    // that somebody is filling in stays valid.
    case "nonconformity_examined":
      return { ...record, examination: event.examination };
    case "effectiveness_planned":
      return { ...record, plans: [...(record.plans ?? []), event.plan] };
    case "effectiveness_judged":
      return { ...record, judgements: [...(record.judgements ?? []), event.judgement] };
    case "decisions_reviewed": {
      const lists = [...(record.review?.lists ?? []), event.list];
      return { ...record, review: { ...event.review, lists } };
    }
    case "action_planned":
    case "action_changed":
    case "action_dropped":
    case "action_done":
      return foldAction(record, event);
  }
}

/**
 * The record that carries another one on, after that was merged into it: the other's episodes are its
 * own from here on, and it is as grave as the graver of the two.
 */
export function takeOn(
  record: Nonconformity,
  merged: Nonconformity,
  event: { readonly atMs: number; readonly by: string },
): Nonconformity {
  const held = new Set(record.episodes.map(({ id }) => id));
  const severity = graver(record.severity, merged.severity);
  const step = { kind: "merged_from", text: merged.id } as const;
  const before = severity === record.severity ? {} : { severityBefore: record.severity };
  return {
    ...stepped(record, event, { ...step, ...before }),
    severity,
    gravest: graver(record.gravest, merged.gravest),
    episodes: [...record.episodes, ...merged.episodes.filter(({ id }) => !held.has(id))],
    firstBreachMs: Math.min(record.firstBreachMs, merged.firstBreachMs),
    mergedFrom: [...record.mergedFrom, merged.id],
  };
}

function filledIn(record: Nonconformity, fields: Readonly<Record<string, string>>): Nonconformity {
  const severity = severityOf(fields["severity"]) ?? record.severity;
  const [last, ...before] = [...record.steps].reverse();
  const isOther = last !== undefined && severity !== record.severity;
  return {
    ...record,
    steps: isOther
      ? [...before.reverse(), { ...last, severityBefore: record.severity }]
      : record.steps,
    fields: { ...record.fields, ...fields },
    owner: fields["owner"] ?? record.owner,
    severity,
    gravest: graver(severity, record.gravest),
  };
}

/** Back to the cause, since what was done about it did not work. */
function isAnotherCycle(from: NonconformityState, to: NonconformityState): boolean {
  return (from === "verifying" || from === "closing") && to === "analysing";
}

/** An acceptance holds through its last day, in UTC. */
function endOfDay(date: string | undefined): number | null {
  const day = dayNumber(date ?? "");
  return day === null ? null : (day + 1) * 86_400_000;
}

function citations(clauses: Citations, cites: Citations, uncites: Citations): Citations {
  const changed = Object.keys({ ...clauses, ...cites }).map((framework) => {
    const gone = new Set(uncites[framework]);
    const kept = (clauses[framework] ?? []).filter((id) => !gone.has(id));
    return [framework, [...new Set([...kept, ...(cites[framework] ?? [])])]] as const;
  });
  return Object.fromEntries(changed.filter(([, ids]) => ids.length > 0));
}

function named(name: string, of: Citations): Readonly<Record<string, string>> {
  const words = Object.entries(of).map(([framework, ids]) => `${framework} ${ids.join(", ")}`);
  return words.length === 0 ? {} : { [name]: words.join("; ") };
}
