import type { Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { Prose } from "../parts/prose.tsx";
import { Time } from "../parts/time.tsx";

/** What was said of a record after it was done with. */
export function Postscripts(props: { record: Nonconformity; now: number }): Child {
  return (
    <ol class="timeline">
      {props.record.postscripts.map(({ atMs, by, text }) => (
        <li class="step step-commented">
          <p class="step-line">
            <strong>Postscript</strong> by {by} <Time ms={atMs} now={props.now} />
          </p>
          <p class="step-text">
            <Prose text={text} />
          </p>
        </li>
      ))}
    </ol>
  );
}
