import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import {
  type ChannelStanding,
  MESSAGE_OUTCOMES,
  type MessageOutcome,
  type PageNotifications,
  type ToldMessage,
  type WaitingItem,
} from "../notifications.ts";
import { Block } from "../parts/block.tsx";
import { Callout } from "../parts/callout.tsx";
import type { PageContent } from "../parts/document.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Time } from "../parts/time.tsx";

const ROWS = 50;
/** Records that a row names. */
const NAMED_MAX = 3;

interface Filter {
  readonly channel: string;
  readonly outcome: string;
  readonly record: string;
}

/**
 * `/notifications`: what went to whom, what waits and why, and what to do where nothing arrives. The
 * address keeps the filter: `?channel=pager&outcome=given_up&before=120`.
 */
export function notifications(
  from: PageNotifications,
  query: Record<string, string>,
  of: { readonly mayRetry: boolean },
): PageContent {
  const nowMs = from.nowMs();
  const filter = {
    channel: query["channel"] ?? "",
    outcome: query["outcome"] ?? "",
    record: query["record"] ?? "",
  };
  const channels = from.channels();
  const waiting = from.waiting();
  return {
    title: "Notifications",
    section: "notifications",
    body: (
      <>
        <PageHead
          title="Notifications"
          lead="What went to whom and when, what waits and why, and what did not arrive."
        />
        <Done of={query["done"]} />
        {channels.flatMap((channel) => {
          const problem = problemOf(channel);
          return problem === null
            ? []
            : [
                <Callout kind="error" title={problem.title} next={problem.next}>
                  {problem.why}
                </Callout>,
              ];
        })}
        <Block id="channels" title="Channels" live>
          <Channels of={channels} now={nowMs} />
        </Block>
        {waiting.length === 0 ? null : (
          <Block id="waiting" title="Waiting" live>
            <Waiting of={waiting} now={nowMs} />
          </Block>
        )}
        <Block id="messages" title="Messages" live>
          <FilterForm filter={filter} channels={channels} />
          <Messages
            of={from.messages()}
            filter={filter}
            before={placeIn(query["before"])}
            now={nowMs}
            mayRetry={of.mayRetry}
          />
        </Block>
      </>
    ),
    status: 200,
    refreshSeconds: 30,
  };
}

function Done(props: { of: string | undefined }): Child {
  if (props.of === "retried") return <Callout kind="done">It is tried again now.</Callout>;
  if (props.of !== "settled") return null;
  return <Callout kind="note">There was nothing to try again: it was sent meanwhile.</Callout>;
}

/** What is wrong with a channel and what to do; null: nothing. */
function problemOf(
  of: ChannelStanding,
): { readonly title: string; readonly why: string; readonly next: string } | null {
  const { channel, failed, givenUp } = of;
  if (of.goneMs !== null) {
    return {
      title: `Channel ${channel} is dead`,
      why: "Its receiver answered that it wants no more messages, so nothing is sent there.",
      next: "Give it another address in the configuration and restart, or try one of its messages again once the receiver takes them.",
    };
  }
  if (givenUp === 0) return null;
  return {
    title: `Channel ${channel} did not take ${counted(givenUp, "message")}`,
    why: `Ten tries over three days failed; the last answer was: ${failed?.detail ?? "none"}.`,
    next: "Mend the receiver or its address, then try the messages below again.",
  };
}

function Channels(props: { of: readonly ChannelStanding[]; now: number }): Child {
  if (props.of.length === 0) {
    return (
      <EmptyState
        title="No channel is configured"
        teaches="People are told of nonconformities by mail, chat, pager, issue or webhook, each under a name."
      >
        <p>
          Add one under <code>channels</code> in the configuration, and say who hears of what in a
          routes file.
        </p>
      </EmptyState>
    );
  }
  return (
    <section class="scroll" tabindex={0} aria-label="Channels, scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">Channel</th>
            <th scope="col">Stands</th>
            <th scope="col" class="number">
              Waiting
            </th>
            <th scope="col" class="number">
              Held
            </th>
            <th scope="col" class="number">
              Tried again
            </th>
            <th scope="col">Delivered last</th>
            <th scope="col">Failed last</th>
          </tr>
        </thead>
        <tbody>
          {props.of.map((each) => (
            <tr>
              <th scope="row">
                <a href={addressOf({ channel: each.channel, outcome: "", record: "" })}>
                  {each.channel}
                </a>{" "}
                <span class="soft">{each.kind}</span>
              </th>
              <td>{standing(each)}</td>
              <td class="number">{count(each.waiting)}</td>
              <td class="number">{count(each.held)}</td>
              <td class="number">{count(each.retrying)}</td>
              <td>
                {each.deliveredMs === null ? (
                  "never"
                ) : (
                  <Time ms={each.deliveredMs} now={props.now} />
                )}
              </td>
              <td>
                {each.failed === null ? (
                  "never"
                ) : (
                  <>
                    <Time ms={each.failed.atMs} now={props.now} />: {each.failed.detail}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function standing({ goneMs, givenUp, retrying }: ChannelStanding): string {
  if (goneMs !== null) return "dead";
  if (givenUp > 0) return "gave up";
  return retrying > 0 ? "failing" : "well";
}

function Waiting(props: { of: readonly WaitingItem[]; now: number }): Child {
  const shown = props.of.slice(0, ROWS);
  return (
    <>
      <ul>
        {shown.map(({ channel, record, event, why, untilMs }) => (
          <li>
            <a href={`/nonconformities/${encodeURIComponent(record)}`}>{record}</a> {words(event)}{" "}
            for {channel}:{" "}
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

function FilterForm(props: { filter: Filter; channels: readonly ChannelStanding[] }): Child {
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

function Choice(props: { value: string; chosen: string; word: string }): Child {
  return (
    <option value={props.value} selected={props.value === props.chosen}>
      {props.word}
    </option>
  );
}

const OUTCOME_WORDS: Readonly<Record<MessageOutcome, string>> = {
  waiting: "about to be sent",
  delivered: "delivered",
  retrying: "is tried again",
  given_up: "given up",
  gone: "refused for good",
};

function Messages(props: {
  of: readonly ToldMessage[];
  filter: Filter;
  /** Only those before this place; null: from the newest. */
  before: number | null;
  now: number;
  mayRetry: boolean;
}): Child {
  const { filter, before, now } = props;
  const fits = props.of.filter(
    (each) =>
      (filter.channel === "" || each.channel === filter.channel) &&
      (filter.outcome === "" || each.outcome === filter.outcome) &&
      (filter.record === "" || each.records.includes(filter.record)),
  );
  const rest = fits.filter(({ place }) => before === null || place < before);
  const shown = rest.slice(-ROWS).reverse();
  const last = shown.at(-1);
  if (shown.length === 0) {
    return (
      <p class="quiet">
        {props.of.length === 0 ? "Nothing was sent yet." : "No message fits; ask for less."}
      </p>
    );
  }
  return (
    <>
      <section class="scroll" tabindex={0} aria-label="Messages, scrolls">
        <table class="deliveries">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Channel</th>
              <th scope="col">What</th>
              <th scope="col">About</th>
              <th scope="col" class="number">
                Tries
              </th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <tr>
                <td>
                  <Time ms={each.tries.at(-1)?.atMs ?? each.atMs} now={now} only="moment" />
                </td>
                <td>{each.channel}</td>
                <td>{whatOf(each)}</td>
                <td>
                  <About records={each.records} />
                </td>
                <td class="number">{count(each.tries.length)}</td>
                <td>
                  <Outcome of={each} now={now} mayRetry={props.mayRetry} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="soft">
        {count(fits.length)} of {counted(props.of.length, "message")}.{" "}
        {rest.length > shown.length && last !== undefined ? (
          <a href={`${addressOf(filter)}&before=${last.place}`}>Older ones</a>
        ) : null}{" "}
        {before === null ? null : <a href={addressOf(filter)}>The newest</a>}
      </p>
    </>
  );
}

function Outcome(props: { of: ToldMessage; now: number; mayRetry: boolean }): Child {
  const { id, outcome, nextMs, tries } = props.of;
  const detail = outcome === "delivered" ? "" : `: ${tries.at(-1)?.detail ?? "not tried yet"}`;
  const isOver = outcome === "given_up" || outcome === "gone";
  return (
    <>
      {OUTCOME_WORDS[outcome]}
      {detail}
      {nextMs === null || outcome !== "retrying" ? null : (
        <>
          , next <Time ms={nextMs} now={props.now} />
        </>
      )}
      {isOver && props.mayRetry ? (
        <form method="post" action={`/notifications/${encodeURIComponent(id)}/retry`}>
          <button type="submit" class="button" aria-label={`Try again: ${id}`}>
            Try again
          </button>
        </form>
      ) : null}
    </>
  );
}

function About(props: { records: readonly string[] }): Child {
  const named = props.records.slice(0, NAMED_MAX);
  const more = props.records.length - named.length;
  return (
    <>
      {named.map((record, i) => (
        <>
          {i === 0 ? "" : ", "}
          <a href={`/nonconformities/${encodeURIComponent(record)}`}>{record}</a>
        </>
      ))}
      {more > 0 ? ` and ${count(more)} more` : ""}
    </>
  );
}

function whatOf({ kind, event, records }: ToldMessage): string {
  switch (kind) {
    case "digest":
      return "digest";
    case "quiet_ended":
      return "quiet hours are over";
    case "grouped":
      return records.length === 1 ? words(event) : "a group";
    case "held":
      return "held back in quiet hours";
    case "together":
      return `${words(event)}, with what waited`;
    default:
      return words(event);
  }
}

function words(event: string): string {
  return EVENT_WORDS[event] ?? event;
}

const EVENT_WORDS: Readonly<Record<string, string>> = {
  moved: "moved on",
  due: "a clock",
  escalated: "not acknowledged",
  repeated: "still open",
  closed: "done with",
  several: "several",
};

function addressOf({ channel, outcome, record }: Filter): string {
  return `/notifications?${new URLSearchParams({ channel, outcome, record })}`;
}

function placeIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
