import type { Child } from "hono/jsx";
import type { Computed } from "../computed.ts";
import { metricWords } from "../formats/metric.ts";
import { count, counted, money } from "../formats/number.ts";
import { between } from "../formats/time.ts";
import { segment } from "../formats/words.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import { Block } from "../parts/block.tsx";
import type { PageContent } from "../parts/document.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Facts } from "../parts/facts.tsx";
import { dimensionWord, LabelPairs } from "../parts/labels.tsx";
import { MeasuredValue } from "../parts/measured.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { rangeQuery, shownRange } from "../range.ts";
import type { Reads } from "../reads.ts";
import { notFound, unreadable } from "./problem.tsx";
import { wholeMinutes } from "./whole-minutes.ts";

/** `/systems/:id/how?metric=…&from=…&to=…`: how a number came about, down to what was counted. */
export async function how(
  reads: Reads,
  id: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const { metric = "count", by, value } = query;
  const found = await attempt(`the system ${id}`, () => reads.system(id));
  if (found.kind === "unread") return unreadable(found);
  if (found.value === null) {
    return notFound(`No system is called ${id}`, "It has neither been declared nor been heard of.");
  }
  const given = Object.fromEntries(
    Object.entries(query).filter((each): each is [string, string] => each[1] !== undefined),
  );
  const range = shownRange(given, nowMs, found.value);
  const computed = await attempt("how it was computed", () =>
    reads.computed({
      system: id,
      metric,
      range: wholeMinutes(range),
      ...(by === undefined || by === "" ? {} : { by }),
    }),
  );
  const { title, meaning } = metricWords(metric);
  return {
    title: `${title} of ${id}: how it was computed`,
    section: "systems",
    body: (
      <>
        <PageHead
          title={`${title}: how it was computed`}
          lead={meaning}
          way={[
            { word: "Overview", href: "/" },
            { word: id, href: `/systems/${segment(id)}${rangeQuery(range)}` },
          ]}
          here={title}
        />
        <Shown of={computed}>
          {(known) => <Account of={known} system={id} chosen={chosenOf(by, value)} now={nowMs} />}
        </Shown>
      </>
    ),
    status: 200,
    about: { system: id },
    refreshSeconds: null,
  };
}

function chosenOf(by: string | undefined, value: string | undefined): Chosen {
  return by === undefined || value === undefined ? null : { by, value };
}

type Chosen = { readonly by: string; readonly value: string } | null;
type Group = Computed["groups"][number];

function Account(props: { of: Computed; system: string; chosen: Chosen; now: number }): Child {
  const { of, system, chosen, now } = props;
  const isChosen = (group: Group): boolean =>
    chosen === null || group.by[chosen.by] === chosen.value;
  const shown = of.groups.filter(isChosen);
  const others = of.groups.filter((group) => !isChosen(group));
  return (
    <>
      {shown.length === 0 ? (
        <EmptyState
          title="Nothing was counted"
          teaches="No record of this kind came in this time, so there is no number. It stands as not measured, never as zero."
        >
          <a href={`/systems/${segment(system)}?range=all`}>The whole life of {system}</a>
        </EmptyState>
      ) : (
        shown.map((group) => <OneGroup of={of} group={group} />)
      )}
      <Block id="asked" title="What was asked">
        <Facts
          of={[
            { term: "Evidence", value: <code>{of.asked.kind}</code> },
            { term: "Window", value: between(of.range.fromMs, of.range.toMs, now), wide: true },
            { term: "System", value: system },
            {
              term: "Split by",
              value:
                of.asked.by
                  .filter((each) => each !== "system")
                  .map(dimensionWord)
                  .join(", ") || "nothing",
            },
            { term: "Query", value: <code>{of.asked.query}</code> },
            { term: "Positive label", value: of.positive ?? "none declared" },
            {
              term: "Compared with",
              value:
                of.baseline === null ? (
                  "nothing"
                ) : (
                  <>
                    {of.baseline.name} <span class="under">{of.baseline.digest.slice(0, 12)}</span>
                  </>
                ),
            },
          ]}
        />
        <p class="soft">
          The window is half open and in event time: a record at its end belongs to the next. The
          engine's process list and logs have the question under the name of the query. What came
          was measured by <code>{of.metric}</code>: {of.source}.
        </p>
      </Block>
      <Limits of={of} />
      {others.length === 0 ? null : (
        <Block id="others" title="The other groups">
          {others.map((group) => (
            <OneGroup of={of} group={group} />
          ))}
        </Block>
      )}
      <Examples of={of} system={system} />
    </>
  );
}

function OneGroup(props: { of: Computed; group: Group }): Child {
  const { of, group } = props;
  const { measurement } = group;
  return (
    <section class="how-group">
      <div class="how-value">
        <LabelPairs of={group.by} />
        <p class="figure">
          <MeasuredValue metric={of.metric} of={measurement} />
        </p>
        <p class="soft">
          {measurement.kind === "measured"
            ? `From ${counted(measurement.n, "observation")}; the interval is two-sided, ${Math.round(of.confidence * 100)} %.`
            : "Not measured, which is not a pass."}
        </p>
      </div>
      <Counts group={group} />
    </section>
  );
}

/** What was counted: what the formula was fed. */
function Counts(props: { group: Group }): Child {
  const { counts, left } = props.group;
  if (counts.length === 0) return <p class="quiet">Nothing was counted in this group.</p>;
  return (
    <section class="scroll" tabindex={0} aria-label="What was counted, scrolls">
      <table class="counts">
        <thead>
          <tr>
            <th scope="col">Counted</th>
            <th scope="col" class="number">
              How many
            </th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ name, count: records }) => (
            <tr>
              <th scope="row">{countWords(name)}</th>
              <td class="number">{name === "usd" ? money(records) : count(records)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left === 0 ? null : <p class="soft">{counted(left, "smaller count")} besides.</p>}
    </section>
  );
}

/** `pairs: ham: spam` → `answered ham, truly spam`; what has no words here stands as it is counted. */
function countWords(name: string): string {
  const [what, first, second] = name.split(": ");
  if (what === "predicted" && first !== undefined) return `answered ${first}`;
  if (what === "pairs" && second !== undefined) return `answered ${first}, truly ${second}`;
  if (what === "finishReasons" && first !== undefined) return `answers that ended by ${first}`;
  if (what === "tools" && first !== undefined) return `requests for the tool ${first}`;
  if (what === "unpriced" && first !== undefined) return `calls of ${first} without a price`;
  return CALL_COUNTS[name] ?? name;
}

/** What is counted of calls of hosted models, in words. */
const CALL_COUNTS: Readonly<Record<string, string>> = {
  calls: "calls",
  errors: "calls that failed",
  refused: "calls that the model declined",
  refusalKnown: "calls that say whether it declined",
  unmeasured: "answered calls that do not say their tokens",
  inputTokens: "input tokens",
  cachedTokens: "input tokens from a cache",
  cacheWriteTokens: "input tokens into a cache",
  cacheKnownTokens: "input tokens of calls that say how many were cached",
  outputTokens: "output tokens",
  reasoningTokens: "output tokens of reasoning",
  unfinished: "answered calls that do not say why they ended",
  usd: "US dollars",
};

function Limits(props: { of: Computed }): Child {
  const { limits } = props.of;
  return (
    <Block id="limits" title="What it is held to">
      {limits.length === 0 ? (
        <p class="quiet">
          No control holds this metric of the system to a limit: the number is shown, and nothing is
          raised by it.
        </p>
      ) : (
        <ul class="plain-list">
          {limits.map(({ control, title, words }) => (
            <li>
              <a href={`/controls/${segment(control)}`}>{title}</a>{" "}
              <span class="soft">{words}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

function Examples(props: { of: Computed; system: string }): Child {
  const { system, of } = props;
  const { examples } = of;
  if (examples.length === 0) return null;
  return (
    <Block id="examples" title="Some of the records">
      <p class="soft">
        Predictions of the window by their ids, as the application sent them. Each leads to what is
        known of it.
      </p>
      <ul class="ids">
        {examples.map((each) => (
          <li>
            <a href={`/systems/${segment(system)}/predictions/${segment(each)}`}>
              <code>{each}</code>
            </a>
          </li>
        ))}
      </ul>
    </Block>
  );
}
