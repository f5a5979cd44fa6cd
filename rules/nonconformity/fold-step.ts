import type { Severity } from "../control/control.ts";
import type { DecisionReview } from "./decision-review.ts";
import type { EffectivenessJudgement } from "./effectiveness-judgement.ts";
import type { EffectivenessPlan } from "./effectiveness-plan.ts";
import type { Examination } from "./examination.ts";
import type { Episode, Nonconformity, NonconformityState, Step } from "./nonconformity.ts";
import { SEVERITIES } from "./severity.ts";

/** What may happen to a record after its raise. `by` is a pseudonym, or `tiltmeter` for the machine. */
export type RecordEvent = { readonly atMs: number; readonly by: string } & (
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
  | { readonly type: "nonconformity_commented"; readonly text: string }
  | { readonly type: "nonconformity_examined"; readonly examination: Examination }
  | { readonly type: "effectiveness_planned"; readonly plan: EffectivenessPlan }
  | { readonly type: "effectiveness_judged"; readonly judgement: EffectivenessJudgement }
  | { readonly type: "decisions_reviewed"; readonly review: DecisionReview }
);

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
    case "nonconformity_moved":
      return {
        ...stepped(record, event, {
          kind: "moved",
          to: event.to,
          text: event.text,
          fields: event.fields,
        }),
        state: event.to,
        fields: { ...record.fields, ...event.fields },
        owner: event.fields["owner"] ?? record.owner,
        severity: severityNamed(event.fields["severity"]) ?? record.severity,
      };
    case "nonconformity_commented":
      return stepped(record, event, { kind: "commented", text: event.text });
    // What the machine finds out, and lists that people work off, are no steps of the record: a form
    // that somebody is filling in stays valid.
    case "nonconformity_examined":
      return { ...record, examination: event.examination };
    case "effectiveness_planned":
      return { ...record, plans: [...(record.plans ?? []), event.plan] };
    case "effectiveness_judged":
      return { ...record, judgements: [...(record.judgements ?? []), event.judgement] };
    case "decisions_reviewed":
      return { ...record, review: event.review };
  }
}

function stepped(
  record: Nonconformity,
  event: { readonly atMs: number; readonly by: string },
  step: Pick<Step, "kind" | "text"> & Partial<Pick<Step, "to" | "fields">>,
): Nonconformity {
  const { atMs, by } = event;
  return {
    ...record,
    steps: [...record.steps, { atMs, by, from: record.state, to: null, fields: {}, ...step }],
    version: record.version + 1,
  };
}

function severityNamed(text: string | undefined): Severity | undefined {
  return SEVERITIES.find((severity) => severity === text);
}
