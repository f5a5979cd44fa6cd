import {
  NONCONFORMITY_STATES,
  type RecordPage,
  type RecordQuery,
  SEVERITIES,
  SOURCES,
} from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import { Choice } from "../parts/choice.tsx";
import type { PageContent } from "../parts/document.tsx";
import { RecordList } from "../parts/record-list.tsx";
import { way } from "../parts/state-mark.tsx";
import type { Reads } from "../reads.ts";

const PAGE_RECORDS = 50;
/** A register with more pages is narrowed down, not leafed through. */
const PAGES_MAX = 10_000;

/** What the address asks for; empty: whatever it is. */
interface Filter {
  /** `open`, `ended`, `all` or one state. */
  readonly state: string;
  readonly severity: string;
  readonly system: string;
  /** `nobody`: those without an owner. */
  readonly owner: string;
  readonly source: string;
  /** From 1. */
  readonly page: number;
}

/** `/nonconformities`: the register. The address keeps the filter: `?state=open&system=…&page=2`. */
export async function nonconformities(
  reads: Reads,
  query: Record<string, string>,
  mayRaise = false,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const filter = filterOf(query);
  const found = await attempt("the nonconformities", async () => {
    const page = await reads.recordPage(queryOf(filter));
    if (page === null) throw new Error("the register has no such page");
    return page;
  });
  return {
    title: "Nonconformities",
    section: "nonconformities",
    body: (
      <>
        <header class="page-head">
          <h1>Nonconformities</h1>
          {mayRaise ? (
            <p>
              <a href="/nonconformities/new">Raise one</a>
              <span class="soft"> from an audit, an incident, a complaint or a concern.</span>
            </p>
          ) : null}
        </header>
        <Shown of={found}>
          {(page) => (
            <>
              <FilterForm filter={filter} page={page} />
              <Inbox page={page} filter={filter} now={nowMs} />
            </>
          )}
        </Shown>
      </>
    ),
    status: 200,
    refreshSeconds: 15,
  };
}

function filterOf(query: Record<string, string>): Filter {
  const asked = Number(query["page"] ?? "1");
  return {
    state: query["state"] ?? "open",
    severity: query["severity"] ?? "",
    system: query["system"] ?? "",
    owner: query["owner"] ?? "",
    source: query["source"] ?? "",
    page: Number.isInteger(asked) && asked >= 1 && asked <= PAGES_MAX ? asked : 1,
  };
}

/** What is not known of is left out, as if it had not been asked. */
function queryOf(filter: Filter): RecordQuery {
  const { state, severity, system, owner, source, page } = filter;
  const states = ["open", "ended", ...NONCONFORMITY_STATES] as const;
  const asked = {
    state: states.find((each) => each === state),
    severity: SEVERITIES.find((each) => each === severity),
    system: system === "" ? undefined : system,
    owner: owner === "" ? undefined : owner === NOBODY ? "" : owner,
    source: SOURCES.find((each) => each === source),
  };
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  const offset = (page - 1) * PAGE_RECORDS;
  return { ...Object.fromEntries(given), offset, limit: PAGE_RECORDS };
}

function FilterForm(props: { filter: Filter; page: RecordPage }): Child {
  const { filter, page } = props;
  const { counts } = page;
  const all = sum(Object.values(counts));
  const ended = sum(ENDED.map((state) => counts[state]));
  const states = [
    ...[
      ["open", `open (${count(all - ended)})`] as const,
      ["ended", `ended (${count(ended)})`] as const,
      ["all", `all (${count(all)})`] as const,
    ],
    ...[...way, ...NONCONFORMITY_STATES.filter((state) => !way.includes(state))].map(
      (state) =>
        [state, counts[state] === 0 ? state : `${state} (${count(counts[state])})`] as const,
    ),
  ];
  return (
    <form class="filter" method="get" action="/nonconformities">
      <Choices name="state" word="State" of={states} chosen={filter.state} />
      <Choices
        name="severity"
        word="Severity"
        of={anyOf("every severity", [...SEVERITIES].reverse())}
        chosen={filter.severity}
      />
      <Choices
        name="system"
        word="System"
        of={anyOf("every system", page.systems)}
        chosen={filter.system}
      />
      <Choices
        name="owner"
        word="Owner"
        of={[...anyOf("everybody", page.owners), [NOBODY, "nobody yet"]]}
        chosen={filter.owner}
      />
      <Choices
        name="source"
        word="Source"
        of={anyOf("every source", SOURCES)}
        chosen={filter.source}
      />
      <button type="submit" class="button">
        Show
      </button>
    </form>
  );
}

function anyOf(all: string, of: readonly string[]): readonly (readonly [string, string])[] {
  return [["", all], ...of.map((each) => [each, each.replaceAll("_", " ")] as const)];
}

function Choices(props: {
  name: string;
  word: string;
  of: readonly (readonly [string, string])[];
  chosen: string;
}): Child {
  return (
    <label>
      {props.word}
      <select name={props.name}>
        {props.of.map(([value, word]) => (
          <Choice value={value} chosen={props.chosen} word={word} />
        ))}
      </select>
    </label>
  );
}

function Inbox(props: { page: RecordPage; filter: Filter; now: number }): Child {
  const { page, filter } = props;
  const isEmpty = sum(Object.values(page.counts)) === 0;
  return (
    <section class="block" aria-labelledby="records" data-live="inbox">
      <h2 class="visually-hidden" id="records">
        Records
      </h2>
      {page.items.length === 0 ? (
        <p class="quiet">
          {isEmpty
            ? "None has been raised. When a control is in breach, it raises one here by itself."
            : page.total > 0
              ? "There is no such page of these records; begin with the first."
              : "None fits this filter."}
        </p>
      ) : (
        <>
          <p class="soft">
            {counted(page.total, "record")}, the gravest and oldest first
            {page.total > page.items.length
              ? `: ${count(page.offset + 1)} to ${count(page.offset + page.items.length)}`
              : ""}
          </p>
          <RecordList records={page.items} now={props.now} />
        </>
      )}
      <Pages page={page} filter={filter} />
    </section>
  );
}

function Pages(props: { page: RecordPage; filter: Filter }): Child {
  const { page, filter } = props;
  const last = Math.max(1, Math.ceil(page.total / PAGE_RECORDS));
  if (last === 1 && filter.page === 1) return null;
  return (
    <nav class="pages" aria-label="Pages of the register">
      {filter.page > 1 ? (
        <a rel="prev" href={addressOf(filter, Math.min(filter.page - 1, last))}>
          Back
        </a>
      ) : null}
      <span class="soft">
        Page {count(filter.page)} of {count(last)}
      </span>
      {filter.page < last ? (
        <a rel="next" href={addressOf(filter, filter.page + 1)}>
          Further
        </a>
      ) : null}
    </nav>
  );
}

function addressOf(filter: Filter, page: number): string {
  const { page: _, ...asked } = filter;
  const given = Object.entries(asked).filter(([, value]) => value !== "");
  const query = new URLSearchParams([...given, ["page", String(page)]]);
  return `/nonconformities?${query}`;
}

function sum(of: readonly number[]): number {
  return of.reduce((total, each) => total + each, 0);
}

const NOBODY = "nobody";
const ENDED = ["closed", "dismissed", "merged", "void"] as const;
