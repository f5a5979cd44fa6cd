import type { Child } from "hono/jsx";
import { type ChannelStanding, MESSAGE_OUTCOMES } from "../notifications.ts";
import { Choice } from "../parts/choice.tsx";
import { OUTCOME_WORDS } from "./message-words.ts";

/** Which messages are shown; empty: any. */
export interface MessageFilter {
  readonly channel: string;
  readonly outcome: string;
  readonly record: string;
}

/** Takes the filter out of the address. */
export function messageFilter(query: Record<string, string>): MessageFilter {
  return {
    channel: query["channel"] ?? "",
    outcome: query["outcome"] ?? "",
    record: query["record"] ?? "",
  };
}

/** Where a filter is shown. */
export function messagesAddress({ channel, outcome, record }: MessageFilter): string {
  return `/notifications?${new URLSearchParams({ channel, outcome, record })}`;
}

/** Asks for other messages. */
export function MessageFilterForm(props: {
  filter: MessageFilter;
  channels: readonly ChannelStanding[];
}): Child {
  const { filter, channels } = props;
  return (
    <form class="filter" method="get" action="/notifications">
      <label>
        Channel
        <select name="channel">
          <Choice value="" chosen={filter.channel} word="every channel" />
          {channels.map(({ channel }) => (
            <Choice value={channel} chosen={filter.channel} word={channel} />
          ))}
        </select>
      </label>
      <label>
        Outcome
        <select name="outcome">
          <Choice value="" chosen={filter.outcome} word="every outcome" />
          {MESSAGE_OUTCOMES.map((outcome) => (
            <Choice value={outcome} chosen={filter.outcome} word={OUTCOME_WORDS[outcome]} />
          ))}
        </select>
      </label>
      <label>
        Record
        <input name="record" value={filter.record} placeholder="NC-2026-0042" />
      </label>
      <button type="submit" class="button">
        Show
      </button>
    </form>
  );
}
