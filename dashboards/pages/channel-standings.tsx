import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import type { ChannelStanding } from "../notifications.ts";
import { Callout } from "../parts/callout.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Time } from "../parts/time.tsx";
import { messagesAddress } from "./message-filter.tsx";

/** A callout for each channel that needs somebody. */
export function ChannelProblems(props: { of: readonly ChannelStanding[] }): Child {
  return props.of.flatMap((channel) => {
    const problem = problemOf(channel);
    return problem === null
      ? []
      : [
          <Callout kind="error" title={problem.title} next={problem.next}>
            {problem.why}
          </Callout>,
        ];
  });
}

/** How every channel stands. */
export function ChannelStandings(props: { of: readonly ChannelStanding[]; now: number }): Child {
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
      <table class="channel-standings">
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
                <a href={messagesAddress({ channel: each.channel, outcome: "", record: "" })}>
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
