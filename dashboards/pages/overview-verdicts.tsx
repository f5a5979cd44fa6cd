import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { segment, sentence } from "../formats/words.ts";
import { StandingMark, standingOf, worst } from "../parts/vial.tsx";
import type { ControlSummary } from "../reads.ts";

const SHOWN_MAX = 12;

/** Each control in force, how its instances stand, and when it speaks next. */
export function NextVerdicts(props: { controls: readonly ControlSummary[] }): Child {
  const inForce = props.controls.filter(
    (control) => control.status === "enforce" || control.status === "shadow",
  );
  if (inForce.length === 0) return <p class="quiet">No control is in force.</p>;
  return (
    <>
      <ul class="verdicts">
        {inForce.slice(0, SHOWN_MAX).map((control) => {
          const standing = worst(
            control.instances.map((instance) => standingOf(instance.state, instance.verdict)),
          );
          return (
            <li>
              <a href={`/controls/${segment(control.id)}`}>{control.title}</a>
              {standing === null ? (
                <span class="soft">no verdict yet</span>
              ) : (
                <StandingMark standing={standing} />
              )}
              <span class="due">{sentence(control.due)}</span>
            </li>
          );
        })}
      </ul>
      {inForce.length > SHOWN_MAX ? (
        <p>
          <a href="/controls">{counted(inForce.length, "control")} in force</a>
        </p>
      ) : null}
    </>
  );
}
