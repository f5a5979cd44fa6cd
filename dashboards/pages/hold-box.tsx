import type { Hold } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { Time } from "../parts/time.tsx";
import { DutyField, DutyProblem, type ReturnedDuty, returnedTo } from "./duty-form.tsx";

/** One hold: what it keeps and why, what changed meanwhile, and the form that releases it. */
export function HoldBox(props: {
  hold: Hold;
  now: number;
  mayRelease: boolean;
  /** Path that a release leads back to. */
  back: string;
  returned: ReturnedDuty | null;
}): Child {
  const { hold, now, mayRelease } = props;
  const { id, system, record, placedMs, placedBy, statedBy, reason, released, alarms } = hold;
  const form = `release-${id}`;
  const returned = returnedTo(props.returned, form);
  return (
    <article class={released === null ? "hold hold-active" : "hold"} id={id}>
      <p>
        <strong>
          {released === null ? "Held: nothing of " : "Held until released: "}
          <a href={`/systems/${segment(system)}`}>{system}</a>
          {released === null ? " expires." : "."}
        </strong>{" "}
        {id}, placed <Time ms={placedMs} now={now} /> by {placedBy}
        {statedBy === null ? "" : `, on the word of ${statedBy}`}
        {record === null ? null : (
          <>
            , for <a href={`/nonconformities/${segment(record)}/duties`}>{record}</a>
          </>
        )}
        . {reason}
      </p>
      {released === null ? null : (
        <p>
          Released <Time ms={released.atMs} now={now} /> by {released.by}: {released.reason}
        </p>
      )}
      {alarms.length === 0 ? (
        released === null ? (
          <p class="quiet">Nothing of it has changed since.</p>
        ) : null
      ) : (
        <>
          <p class="hold-alarm">
            {counted(alarms.length, "change")} while it was held,{" "}
            {alarms.length === 1 ? "which" : "each of which"} may alter what an authority will look
            at:
          </p>
          <ul>
            {[...alarms]
              .reverse()
              .slice(0, ALARMS_SHOWN)
              .map(({ atMs, detail }) => (
                <li>
                  <Time ms={atMs} now={now} />: {detail}
                </li>
              ))}
          </ul>
        </>
      )}
      {released !== null ? null : mayRelease ? (
        <details class="other-move" open={returned !== null}>
          <summary>Release it</summary>
          <form class="form" method="post" action={`/holds/${segment(id)}/release`}>
            <DutyProblem returned={returned} />
            <input type="hidden" name="back" value={props.back} />
            <DutyField {...{ form, returned }} name="reason" label="Reason" required as="lines" />
            <button type="submit" class="button">
              Release the hold
            </button>
          </form>
        </details>
      ) : (
        <p class="quiet">To release it takes a compliance or an admin key.</p>
      )}
    </article>
  );
}

const ALARMS_SHOWN = 20;
