import type { Child } from "hono/jsx";
import type { PageNotifications } from "../notifications.ts";
import { Block } from "../parts/block.tsx";
import { Callout } from "../parts/callout.tsx";
import type { PageContent } from "../parts/document.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { ChannelProblems, ChannelStandings } from "./channel-standings.tsx";
import { MessageFilterForm, messageFilter } from "./message-filter.tsx";
import { ToldMessages } from "./told-messages.tsx";
import { WaitingNotices } from "./waiting-notices.tsx";

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
  const filter = messageFilter(query);
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
        <ChannelProblems of={channels} />
        <Block id="channels" title="Channels" live>
          <ChannelStandings of={channels} now={nowMs} />
        </Block>
        {waiting.length === 0 ? null : (
          <Block id="waiting" title="Waiting" live>
            <WaitingNotices {...{ of: waiting, channels, now: nowMs }} />
          </Block>
        )}
        <Block id="messages" title="Messages" live>
          <MessageFilterForm filter={filter} channels={channels} />
          <ToldMessages
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

function placeIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
