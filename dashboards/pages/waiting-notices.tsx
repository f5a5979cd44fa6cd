import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import type { ChannelStanding, WaitingItem } from "../notifications.ts";
import { Time } from "../parts/time.tsx";
import { eventInWords } from "./message-words.ts";

/** Items that a line names. */
const NAMED_MAX = 10;

/** What waits in one channel for the same reason. */
interface Together {
  readonly channel: string;
  readonly why: WaitingItem["why"] | "dead";
  readonly untilMs: number | null;
  readonly items: WaitingItem[];
}

/** What is not sent yet, and why: a line for each channel and reason. */
export function WaitingNotices(props: {
  of: readonly WaitingItem[];
  channels: readonly ChannelStanding[];
  now: number;
}): Child {
  const dead = new Set(
    props.channels.flatMap(({ channel, goneMs }) => (goneMs === null ? [] : [channel])),
  );
  return (
    <ul class="waiting-notices">
      {together(props.of, dead).map((each) => {
        const named = each.items.slice(0, NAMED_MAX);
        const more = each.items.length - named.length;
        return (
          <li>
            <strong>{each.channel}</strong>: {counted(each.items.length, "notice")}{" "}
            {each.untilMs === null ? (
              WHY[each.why]
            ) : (
              <>
                held in quiet hours until <Time ms={each.untilMs} now={props.now} />
              </>
            )}
            <ul>
              {named.map(({ record, event }) => (
                <li>
                  <a href={`/nonconformities/${encodeURIComponent(record)}`}>{record}</a>{" "}
                  {eventInWords(event)}
                </li>
              ))}
              {more > 0 ? <li class="soft">and {count(more)} more</li> : null}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

function together(items: readonly WaitingItem[], dead: ReadonlySet<string>): readonly Together[] {
  const found = new Map<string, Together>();
  for (const item of items) {
    const { channel, untilMs } = item;
    const why = dead.has(channel) ? "dead" : item.why;
    const key = JSON.stringify([channel, why, untilMs]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { channel, why, untilMs, items: [item] });
    else known.items.push(item);
  }
  return [...found.values()];
}

const WHY: Readonly<Record<Together["why"], string>> = {
  group: "waiting for others of the group",
  quiet: "held in quiet hours",
  turn: "about to be sent, each record's in order",
  dead: "not sent, since its receiver wants no more",
};
