import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import type { ToldMessage } from "../notifications.ts";
import { Time } from "../parts/time.tsx";
import { type MessageFilter, messagesAddress } from "./message-filter.tsx";
import { messageInWords, OUTCOME_WORDS } from "./message-words.ts";

/** Messages of one page. */
const ROWS = 50;
/** Records that a row names. */
const NAMED_MAX = 3;

/** What was told, newest first. */
export function ToldMessages(props: {
  of: readonly ToldMessage[];
  filter: MessageFilter;
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
        <table class="told-messages">
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
                <td>{messageInWords(each)}</td>
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
          <a href={`${messagesAddress(filter)}&before=${last.place}`}>Older ones</a>
        ) : null}{" "}
        {before === null ? null : <a href={messagesAddress(filter)}>The newest</a>}
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
