import type { Child } from "hono/jsx";
import { CopyLine } from "../parts/labels.tsx";
import type { SetUpStep } from "../reads.ts";

/** How many steps are not done. */
export function setUpLeft(steps: readonly SetUpStep[]): number {
  return steps.filter((step) => !step.done).length;
}

/** The set-up checklist: what is done, what is next, and the line that does it. */
export function SetUp(props: { steps: readonly SetUpStep[] }): Child {
  const next = props.steps.findIndex((step) => !step.done);
  return (
    <ol class="set-up">
      {props.steps.map((step, i) => (
        <li class={step.done ? "done" : i === next ? "next" : "later"}>
          <svg class="tick" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <circle cx="12" cy="12" r="10.5" />
            {step.done ? <path d="M7 12.5l3.5 3.5 6.5-7.5" /> : null}
          </svg>
          <div>
            <h3 class={step.done ? "done-title" : undefined}>
              {step.title}
              <span class={step.done ? "done-word" : "visually-hidden"}>
                {step.done ? "done" : " (to do)"}
              </span>
            </h3>
            {step.done ? null : <p>{step.how}</p>}
            {step.done || step.command === null ? null : (
              <CopyLine text={step.command} label={`the line for: ${step.title}`} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
