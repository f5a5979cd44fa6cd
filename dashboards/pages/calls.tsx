import type { Child } from "hono/jsx";
import type { CallItem, CallPage, CallQuery } from "../calls.ts";
import { count, seconds } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { RangeControl } from "../parts/range-control.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { Time } from "../parts/time.tsx";
import { rangeQuery, type ShownRange, shownRange } from "../range.ts";
import type { Reads } from "../reads.ts";
import { notFound, unreadable } from "./problem.tsx";
import { wholeMinutes } from "./whole-minutes.ts";

/** As many as a person looks through without losing the place. */
const SHOWN = 50;

/** Which calls a list shows beside its range, as its address says it. */
export type CallFilter = Pick<CallQuery, "model" | "finishReason" | "tool" | "only">;

const ONLY: readonly { readonly only: CallFilter["only"] | null; readonly word: string }[] = [
  { only: null, word: "All" },
  { only: "failed", word: "Failed" },
  { only: "refused", word: "Refused" },
  { only: "unmeasured", word: "Usage unknown" },
];

/** Leads to the calls behind a number. */
export function callsHref(system: string, range: ShownRange, filter: CallFilter = {}): string {
  return `/systems/${segment(system)}/calls${rangeQuery(range)}${filterQuery(filter)}`;
}

/** `/systems/:id/calls`: calls of hosted models, one by one. */
export async function calls(
  reads: Reads,
  id: string,
  query: Readonly<Record<string, string>>,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const found = await attempt(`the system ${id}`, () => reads.system(id));
  if (found.kind === "unread") return unreadable(found);
  if (found.value === null) {
    return notFound(`No system is called ${id}`, "It has neither been declared nor been heard of.");
  }
  const range = shownRange(query, nowMs, found.value);
  const filter = filterIn(query);
  const { cursor } = query;
  const page = await attempt("the calls", () =>
    reads.callPage({
      ...{ system: id, range: wholeMinutes(range), limit: SHOWN, ...filter },
      ...(cursor === undefined ? {} : { cursor }),
    }),
  );
  const path = `/systems/${segment(id)}/calls`;
  return {
    title: `Calls of ${id}`,
    section: "systems",
    body: (
      <>
        <PageHead
          title="Calls of hosted models"
          lead={`What ${id} asked of suppliers' models, the newest first. Prompts and answers are not among it unless the application sends them.`}
          way={[
            { word: "Overview", href: "/" },
            { word: id, href: `/systems/${segment(id)}${rangeQuery(range)}` },
          ]}
          here="Calls"
        />
        <div class="range-bar">
          <RangeControl range={range} path={path} now={nowMs} keep={paramsOf(filter)} />
        </div>
        <Tabs
          label="Which calls"
          kind="filters"
          class="calls-tabs"
          of={ONLY.map(({ only, word }) => ({
            word,
            href: callsHref(id, range, {
              ...withoutOnly(filter),
              ...(only == null ? {} : { only }),
            }),
            isShown: (filter.only ?? null) === only,
          }))}
        />
        <Chosen of={filter} hrefOf={(rest) => callsHref(id, range, rest)} />
        <Shown of={page}>
          {(known) => (
            <List
              of={known}
              system={id}
              now={nowMs}
              nextHref={(next) =>
                `${callsHref(id, range, filter)}&cursor=${encodeURIComponent(next)}`
              }
            />
          )}
        </Shown>
      </>
    ),
    status: 200,
    about: { system: id },
    refreshSeconds: null,
  };
}

function filterIn(query: Readonly<Record<string, string>>): CallFilter {
  const { model, finish, tool, only } = query;
  const known = ONLY.find((each) => each.only != null && each.only === only)?.only;
  return {
    ...(model === undefined ? {} : { model }),
    ...(finish === undefined ? {} : { finishReason: finish }),
    ...(tool === undefined ? {} : { tool }),
    ...(known == null ? {} : { only: known }),
  };
}

function filterQuery(filter: CallFilter): string {
  const query = new URLSearchParams(paramsOf(filter));
  return query.size === 0 ? "" : `&${query}`;
}

/** The filter in the words of the address. */
function paramsOf({ model, finishReason, tool, only }: CallFilter): Record<string, string> {
  return {
    ...(model === undefined ? {} : { model }),
    ...(finishReason === undefined ? {} : { finish: finishReason }),
    ...(tool === undefined ? {} : { tool }),
    ...(only === undefined ? {} : { only }),
  };
}

function withoutOnly({ only: _, ...rest }: CallFilter): CallFilter {
  return rest;
}

/** What the list is narrowed to, each with the way out. */
function Chosen(props: { of: CallFilter; hrefOf: (rest: CallFilter) => string }): Child {
  const { of, hrefOf } = props;
  const { model, finishReason, tool } = of;
  const { model: _m, ...withoutModel } = of;
  const { finishReason: _f, ...withoutReason } = of;
  const { tool: _t, ...withoutTool } = of;
  const lines = [
    ...(model === undefined
      ? []
      : [{ word: `answered by ${model || "a model that is not known"}`, rest: withoutModel }]),
    ...(finishReason === undefined
      ? []
      : [{ word: `ended by ${finishReason}`, rest: withoutReason }]),
    ...(tool === undefined ? [] : [{ word: `asking for the tool ${tool}`, rest: withoutTool }]),
  ];
  if (lines.length === 0) return null;
  return (
    <ul class="plain-list">
      {lines.map(({ word, rest }) => (
        <li>
          Only those {word}. <a href={hrefOf(rest)}>Show the others too</a>
        </li>
      ))}
    </ul>
  );
}

function List(props: {
  of: CallPage;
  system: string;
  now: number;
  nextHref: (cursor: string) => string;
}): Child {
  const { of, system, now } = props;
  if (of.items.length === 0) {
    return (
      <EmptyState
        title="No such call falls into this range"
        teaches="Calls stand here as soon as the SDK's wrappers or an OpenTelemetry instrumentation tells of them."
      >
        <a href={`/systems/${segment(system)}/calls?range=all`}>All calls of {system}</a>
      </EmptyState>
    );
  }
  return (
    <>
      <PlainTable
        label="Calls"
        columns={["Call", "When", "Model", "Tokens in, out", "First chunk", "Ended"]}
        rows={of.items.map((item) => [
          <a href={`/systems/${segment(system)}/predictions/${segment(item.id)}`}>{item.id}</a>,
          <Time ms={item.timeMs} now={now} only="moment" />,
          <Model of={item} />,
          <>
            {tokens(item.inputTokens)}, {tokens(item.outputTokens)}
          </>,
          item.firstChunk === null ? "" : seconds(item.firstChunk),
          endedWords(item),
        ])}
      />
      {of.next === null ? null : (
        <p>
          <a href={props.nextHref(of.next)}>Earlier calls</a>
        </p>
      )}
    </>
  );
}

function Model(props: { of: CallItem }): Child {
  const { model, requestModel } = props.of;
  return (
    <>
      {model === "" ? <span class="soft">not known</span> : model}
      {requestModel === "" || requestModel === model ? null : (
        <span class="under">asked for {requestModel}</span>
      )}
    </>
  );
}

function tokens(value: number | null): Child {
  return value === null ? <span class="soft">not known</span> : count(value);
}

function endedWords({ status, isRefused, finishReasons, tools }: CallItem): Child {
  if (status === "error") return <strong>failed</strong>;
  const words = [
    ...(isRefused === true ? ["refused"] : []),
    ...finishReasons,
    ...Object.keys(tools),
  ];
  return words.length === 0 ? <span class="soft">not known</span> : words.join(", ");
}
