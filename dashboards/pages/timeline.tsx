import type { Step } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { Time } from "../parts/time.tsx";
import { fieldName } from "./move-words.ts";

const kinds: Readonly<Record<Step["kind"], string>> = {
  raised: "Raised",
  episode_added: "Episode added",
  episode_ended: "Episode ended",
  moved: "Moved",
  commented: "Comment",
};

/** The life of a record, oldest first. */
export function Timeline(props: { steps: readonly Step[]; now: number }): Child {
  return (
    <ol class="timeline">
      {props.steps.map((step) => (
        <li class={`step step-${step.kind}`}>
          <p class="step-line">
            <strong>
              {kinds[step.kind]}
              {step.kind === "moved" && step.to !== null ? ` to ${step.to}` : ""}
            </strong>{" "}
            by {step.by} <Time ms={step.atMs} now={props.now} />
          </p>
          {step.text === "" ? null : <p class="step-text">{step.text}</p>}
          {Object.keys(step.fields).length === 0 ? null : (
            <dl class="step-fields">
              {Object.entries(step.fields).map(([name, value]) => (
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
