import type { Child } from "hono/jsx";
import { count } from "../formats/number.ts";
import type { WaitingItem } from "../notifications.ts";
import { Time } from "../parts/time.tsx";
import { eventInWords } from "./message-words.ts";

/** Items that are listed. */
const ROWS = 50;

/** What is not sent yet, and why. */
export function WaitingNotices(props: { of: readonly WaitingItem[]; now: number }): Child {
  const shown = props.of.slice(0, ROWS);
  return (
    <>
      <ul>
        {shown.map(({ channel, record, event, why, untilMs }) => (
          <li>
            <a href={`/nonconformities/${encodeURIComponent(record)}`}>{record}</a>{" "}
            {eventInWords(event)} for {channel}:{" "}
            {untilMs === null ? (
              WHY[why]
            ) : (
              <>
                held in quiet hours until <Time ms={untilMs} now={props.now} />
              </>
            )}
          </li>
        ))}
      </ul>
      {props.of.length > shown.length ? (
        <p class="soft">And {count(props.of.length - shown.length)} more.</p>
      ) : null}
    </>
  );
}

const WHY: Readonly<Record<WaitingItem["why"], string>> = {
  group: "waits for others of its group",
  quiet: "held in quiet hours",
  turn: "waits for its turn",
};
