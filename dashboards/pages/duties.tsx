import type { Child } from "hono/jsx";
import type { DutyItem, DutyPage, DutyQuery } from "../duties.ts";
import { counted } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { attempt, Shown, valueOr } from "../parts/attempt.tsx";
import { Choice } from "../parts/choice.tsx";
import type { PageContent } from "../parts/document.tsx";
import { SeverityMark } from "../parts/labels.tsx";
import { Time } from "../parts/time.tsx";
import type { Reads } from "../reads.ts";
import { clockName, clockStanding } from "./clock-words.ts";
import { ClockMark, UsedBar } from "./record-clocks.tsx";

const SHOWN_MAX = 200;
const STATES = ["breached", "at_risk", "on_track"] as const;

interface Filter {
  /** `me`, a name, or empty: everybody. */
  readonly owner: string;
  readonly system: string;
  readonly state: string;
}

/** `/duties`: what falls due, for whom. The address keeps the filter: `?owner=me&state=breached`. */
export async function duties(
  reads: Reads,
  query: Record<string, string>,
  by: readonly string[],
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const filter: Filter = {
    owner: query["owner"] ?? "",
    system: query["system"] ?? "",
    state: query["state"] ?? "",
  };
  const [page, holds] = await Promise.all([
    attempt("what falls due", () => reads.duties({ by, limit: SHOWN_MAX, ...asked(filter) })),
    attempt("the holds", reads.holds),
  ]);
  const held = valueOr(holds, []).filter(({ released }) => released === null);
  return {
    title: "Duties",
    section: "duties",
    body: (
      <>
        <header class="page-head">
          <h1>Duties</h1>
          <p class="soft">
            What falls due, by when and for whom.{" "}
            <a href="/holds">
              {held.length === 0
                ? "No evidence is held"
                : `Evidence of ${counted(new Set(held.map(({ system }) => system)).size, "system")} is held`}
            </a>
            .
          </p>
        </header>
        <Shown of={page}>
          {(found) =>
            found === null ? null : (
              <>
                <FilterForm filter={filter} page={found} />
                <List page={found} now={nowMs} />
              </>
            )
          }
        </Shown>
      </>
    ),
    status: 200,
    refreshSeconds: 30,
  };
}

function asked({ owner, system, state }: Filter): Partial<DutyQuery> {
  const known = STATES.find((each) => each === state);
  return {
    ...(owner === "" ? {} : { owner }),
    ...(system === "" ? {} : { system }),
    ...(known === undefined ? {} : { state: known }),
  };
}

function FilterForm(props: { filter: Filter; page: DutyPage }): Child {
  const { filter, page } = props;
  const owners = [...new Set(page.owners)].sort();
  return (
    <form class="filter" method="get" action="/duties">
      <label>
        Whose
        <select name="owner">
          <Choice value="" chosen={filter.owner} word="everybody's, mine first" />
          <Choice value="me" chosen={filter.owner} word="mine" />
          {owners.map((owner) => (
            <Choice value={owner} chosen={filter.owner} word={owner} />
          ))}
        </select>
      </label>
      <label>
        System
        <select name="system">
          <Choice value="" chosen={filter.system} word="every system" />
          {page.systems.map((system) => (
            <Choice value={system} chosen={filter.system} word={system} />
          ))}
        </select>
      </label>
      <label>
        Stands
        <select name="state">
          <Choice value="" chosen={filter.state} word="however it stands" />
          {STATES.map((state) => {
            const { word } = clockStanding(state, false);
            const said = `${word} (${page.counts[state]})`;
            return <Choice value={state} chosen={filter.state} word={said} />;
          })}
        </select>
      </label>
      <button type="submit" class="button">
        Show
      </button>
    </form>
  );
}

function List(props: { page: DutyPage; now: number }): Child {
  const { page, now } = props;
  const { items, total } = page;
  if (items.length === 0) {
    return (
      <p class="quiet">
        {page.all === 0
          ? "Nothing falls due: no record is open, and no report is owed."
          : "Nothing fits this filter."}
      </p>
    );
  }
  const [mine, others] = [
    items.filter(({ isMine }) => isMine),
    items.filter(({ isMine }) => !isMine),
  ];
  return (
    <div data-live="duties">
      {mine.length === 0 ? null : <Part title="Mine" items={mine} now={now} />}
      {others.length === 0 ? null : (
        <Part title={mine.length === 0 ? "Everybody's" : "Others'"} items={others} now={now} />
      )}
      {page.isMore ? (
        <p class="soft">
          The first {items.length} of {total}; narrow the filter to see the others.
        </p>
      ) : null}
    </div>
  );
}

function Part(props: { title: string; items: readonly DutyItem[]; now: number }): Child {
  return (
    <section class="block" aria-label={props.title}>
      <h2>{props.title}</h2>
      <ul class="records">
        {props.items.map((item) => (
          <Item item={item} now={props.now} />
        ))}
      </ul>
    </section>
  );
}

function Item(props: { item: DutyItem; now: number }): Child {
  const { item, now } = props;
  const path = `/nonconformities/${segment(item.record)}`;
  return (
    <li class={`record severity-edge-${item.severity}`}>
      <div class="record-head">
        <h3 class="record-title">
          <a href={item.kind === "report" ? `${path}/duties` : path}>
            {item.kind === "report" ? `Report: ${item.clock}` : clockName(item.clock)}
          </a>
        </h3>
        <span class="record-age">
          due <Time ms={item.dueMs} now={now} />
        </span>
      </div>
      <p class="record-line">
        <ClockMark state={item.state} isLate={item.used > 1} />
        <UsedBar used={item.used} state={item.state} />
        <SeverityMark severity={item.severity} />
        <span class="record-id">{item.record}</span>
        <span>{item.title}</span>
        {item.system === "" ? null : <a href={`/systems/${segment(item.system)}`}>{item.system}</a>}
        <span class="soft">{item.owner === null ? "nobody's yet" : `with ${item.owner}`}</span>
      </p>
    </li>
  );
}
