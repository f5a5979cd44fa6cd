import { isOpen, type Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { RecordList } from "../parts/record-list.tsx";
import { way } from "../parts/state-mark.tsx";
import type { Reads } from "../reads.ts";
import { inboxOrder } from "./order.ts";

const SHOWN_MAX = 100;
const others = ["dismissed", "observation", "accepted", "merged", "void"];

interface Filter {
  /** `open`, `ended`, `all` or one state. */
  readonly state: string;
  /** Empty: every system. */
  readonly system: string;
}

/** `/nonconformities`: the inbox. The address keeps the filter: `?state=open&system=…`. */
export async function nonconformities(
  reads: Reads,
  query: Record<string, string>,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const filter: Filter = { state: query["state"] ?? "open", system: query["system"] ?? "" };
  const records = await attempt("the nonconformities", reads.nonconformities);
  return {
    title: "Nonconformities",
    section: "nonconformities",
    body: (
      <>
        <header class="page-head">
          <h1>Nonconformities</h1>
        </header>
        <Shown of={records}>
          {(all) => (
            <>
              <FilterForm filter={filter} records={all} />
              <Inbox records={all} filter={filter} now={nowMs} />
            </>
          )}
        </Shown>
      </>
    ),
    status: 200,
    refreshSeconds: 15,
  };
}

function FilterForm(props: { filter: Filter; records: readonly Nonconformity[] }): Child {
  const { filter, records } = props;
  const systems = [...new Set(records.map((record) => record.system))].sort();
  return (
    <form class="filter" method="get" action="/nonconformities">
      <label>
        State
        <select name="state">
          <Choice value="open" chosen={filter.state} word={`open (${count(records, "open")})`} />
          <Choice value="ended" chosen={filter.state} word={`ended (${count(records, "ended")})`} />
          <Choice value="all" chosen={filter.state} word={`all (${records.length})`} />
          {[...way, ...others].map((state) => (
            <Choice value={state} chosen={filter.state} word={state} />
          ))}
        </select>
      </label>
      <label>
        System
        <select name="system">
          <Choice value="" chosen={filter.system} word="every system" />
          {systems.map((system) => (
            <Choice value={system} chosen={filter.system} word={system} />
          ))}
        </select>
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

function Inbox(props: { records: readonly Nonconformity[]; filter: Filter; now: number }): Child {
  const found = props.records.filter((record) => fits(record, props.filter)).sort(inboxOrder);
  return (
    <section class="block" aria-labelledby="records" data-live="inbox">
      <h2 class="visually-hidden" id="records">
        Records
      </h2>
      {found.length === 0 ? (
        <p class="quiet">
          {props.records.length === 0
            ? "None has been raised. When a control is in breach, it raises one here by itself."
            : "None fits this filter."}
        </p>
      ) : (
        <>
          <p class="soft">{counted(found.length, "record")}, the gravest and oldest first</p>
          <RecordList records={found.slice(0, SHOWN_MAX)} now={props.now} />
          {found.length > SHOWN_MAX ? (
            <p class="soft">The first {SHOWN_MAX}; narrow the filter to see the others.</p>
          ) : null}
        </>
      )}
    </section>
  );
}

function fits(record: Nonconformity, filter: Filter): boolean {
  if (filter.system !== "" && record.system !== filter.system) return false;
  switch (filter.state) {
    case "all":
      return true;
    case "open":
      return isOpen(record);
    case "ended":
      return !isOpen(record);
    default:
      return record.state === filter.state;
  }
}

function count(records: readonly Nonconformity[], state: string): number {
  return records.filter((record) => fits(record, { state, system: "" })).length;
}
