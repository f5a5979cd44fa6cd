import type { Episode, Nonconformity, Step } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { metricValue, metricWords } from "../formats/metric.ts";
import { counted } from "../formats/number.ts";
import { LabelPairs } from "../parts/labels.tsx";
import { Prose } from "../parts/prose.tsx";
import { Time } from "../parts/time.tsx";
import { fieldName } from "./move-words.ts";

/** The life of a record, oldest first. Episodes that joined or ended together are told together. */
export function Timeline(props: { record: Nonconformity; measure: string; now: number }): Child {
  const { record } = props;
  return (
    <ol class="timeline">
      {together(record.steps).map(({ step, steps }) => (
        <li class={`step step-${step.kind}`}>
          <p class="step-line">
            <strong>{stepTitle(step, steps.length)}</strong> by {step.by}{" "}
            <Time ms={step.atMs} now={props.now} />
          </p>
          {step.kind === "episode_added" ? (
            <Joined episodes={joined(record, steps)} record={record} measure={props.measure} />
          ) : step.text === "" || step.text === record.statement ? null : (
            <p class="step-text">
              <Prose text={step.text} />
            </p>
          )}
          {told(step).length === 0 ? null : (
            <dl class="step-fields">
              {told(step).map(([name, value]) => (
                <div>
                  <dt>{fieldName(name)}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}

/** What was filled in, without what the title says already. */
function told({ fields }: Step): readonly (readonly [string, string])[] {
  return Object.entries(fields).filter(([name]) => name !== "action");
}

/** Steps of one moment that say the same; `step` is the first of them. */
interface Together {
  readonly step: Step;
  readonly steps: readonly Step[];
}

function together(steps: readonly Step[]): readonly Together[] {
  const all: Together[] = [];
  for (const step of steps) {
    const last = all.at(-1);
    if (last !== undefined && isSame(last.step, step)) {
      all[all.length - 1] = { step: last.step, steps: [...last.steps, step] };
    } else all.push({ step, steps: [step] });
  }
  return all;
}

function isSame(a: Step, b: Step): boolean {
  if (a.kind !== b.kind || a.atMs !== b.atMs || a.by !== b.by) return false;
  return a.kind === "episode_added" || (a.kind === "episode_ended" && a.text === b.text);
}

/** What happened in a step, in two or three words. `many`: how many alike came at once. */
export function stepTitle(step: Step, many = 1): string {
  switch (step.kind) {
    case "raised":
      return "Raised";
    case "episode_added":
      return many === 1 ? "Episode added" : `${counted(many, "episode")} added`;
    case "episode_ended":
      return many === 1 ? "Episode ended" : `${counted(many, "episode")} ended`;
    case "moved":
      return step.to === null ? "Moved" : `Moved to ${step.to}`;
    case "commented":
      return "Comment";
    case "edited":
      return "Changed";
    case "dismissal_proposed":
      return "Dismissal proposed";
    case "merged_from":
      return `Carries on ${step.text}`;
    case "action_planned":
      return `Action ${step.fields["action"] ?? ""} planned`;
    case "action_changed":
      return `Action ${step.fields["action"] ?? ""} changed`;
    case "action_dropped":
      return `Action ${step.fields["action"] ?? ""} dropped`;
    case "action_done":
      return `Action ${step.fields["action"] ?? ""} done`;
  }
}

/** A step that adds an episode holds the episode's id. */
function joined(record: Nonconformity, steps: readonly Step[]): readonly Episode[] {
  return steps.flatMap((step) => record.episodes.find(({ id }) => id === step.text) ?? []);
}

function Joined(props: {
  episodes: readonly Episode[];
  record: Nonconformity;
  measure: string;
}): Child {
  const { style } = metricWords(props.measure);
  const without = [...Object.keys(props.record.group), "system"];
  return (
    <ul class="step-episodes">
      {props.episodes.map((episode) => (
        <li>
          <LabelPairs of={episode.instance} without={without} otherwise="all of it" />{" "}
          {metricValue(style, episode.value)}
        </li>
      ))}
    </ul>
  );
}
