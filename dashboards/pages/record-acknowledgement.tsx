import type { Child } from "hono/jsx";
import { segment } from "../formats/words.ts";
import type { RecordTelling } from "../notifications.ts";
import { Time } from "../parts/time.tsx";

/** Who has seen that a record was raised, when, and by which way. */
export function Acknowledged(props: { of: RecordTelling["acknowledged"]; now: number }): Child {
  const { of, now } = props;
  if (of === null) return null;
  const way = of.channel === null ? "signed in" : `by the link that was sent to ${of.channel}`;
  return (
    <p>
      Acknowledged by {of.by} <Time ms={of.atMs} now={now} />, {way}.
    </p>
  );
}

/** Who is told next while nobody acknowledges a record, and the button that ends that. */
export function Escalating(props: {
  record: string;
  of: RecordTelling["escalation"];
  mayWork: boolean;
  now: number;
}): Child {
  const { of, now } = props;
  if (of === null) return null;
  return (
    <form
      class="escalating"
      method="post"
      action={`/nonconformities/${segment(props.record)}/acknowledgement`}
    >
      <p class="next-step">
        Nobody has acknowledged it: {of.channels.join(" and ")} will be told{" "}
        <Time ms={of.atMs} now={now} />.
      </p>
      {props.mayWork ? (
        <>
          <button type="submit" class="button">
            Acknowledge
          </button>
          <p class="soft">That stops the escalation. It names no owner and stops no clock.</p>
        </>
      ) : null}
    </form>
  );
}
