import type { Child } from "hono/jsx";
import { Choice } from "../parts/choice.tsx";
import { Tabs } from "../parts/tabs.tsx";
import type { ControlSummary } from "../reads.ts";
import {
  type ControlFilter,
  filterQuery,
  STATUSES,
  statusCounts,
  VERDICTS,
} from "./control-filter.ts";

const SEVERITIES = ["critical", "high", "medium", "low"];
/** A list to choose from that is longer than this is a list to search in. */
const CHOICES_MAX = 200;

export const statusWords: Readonly<Record<string, string>> = {
  enforce: "In force",
  shadow: "In shadow",
  draft: "Draft",
  retired: "Retired",
};

const verdictWords: Readonly<Record<string, string>> = {
  firing: "firing",
  breach: "newest is a breach",
  pass: "newest is a pass",
  inconclusive: "newest is inconclusive",
  no_data: "newest has no data",
  error: "newest is an error",
};

/** One press to each status, with how many it has. */
export function StatusLinks(props: {
  filter: ControlFilter;
  controls: readonly ControlSummary[];
}): Child {
  const { filter, controls } = props;
  const counts = statusCounts(controls);
  const links = [
    { status: "", word: "All", many: controls.length },
    ...STATUSES.map((status) => ({
      status,
      word: statusWords[status] ?? status,
      many: counts.get(status) ?? 0,
    })),
  ];
  return (
    <Tabs
      label="Status of controls"
      kind="filters"
      class="status-links"
      of={links.map(({ status, word, many }) => ({
        ...{ word, many, href: filterQuery({ ...filter, status, page: 1 }) },
        isShown: status === filter.status,
      }))}
    />
  );
}

/** The filter as a form: the address keeps what it says. */
export function ControlsFilterForm(props: {
  filter: ControlFilter;
  controls: readonly ControlSummary[];
}): Child {
  const { filter, controls } = props;
  const sets = distinct(controls.map(({ control }) => control.set));
  const systems = distinct(
    controls.flatMap(({ instances, control }) => [
      ...control.appliesTo.systems,
      ...new Set(instances.map(({ labels }) => labels["system"] ?? "")),
    ]),
  );
  const isFiltered = filterQuery({ ...filter, status: "", page: 1 }) !== "/controls";
  return (
    <form class="filter" method="get" action="/controls">
      {filter.status === "" ? null : <input type="hidden" name="status" value={filter.status} />}
      <label>
        Words
        <input name="q" value={filter.text} spellcheck={false} />
      </label>
      <label>
        Severity
        <select name="severity">
          <Choice value="" chosen={filter.severity} word="every severity" />
          {SEVERITIES.map((severity) => (
            <Choice value={severity} chosen={filter.severity} word={severity} />
          ))}
        </select>
      </label>
      <label>
        Verdict
        <select name="verdict">
          <Choice value="" chosen={filter.verdict} word="every verdict" />
          {VERDICTS.map((verdict) => (
            <Choice
              value={verdict}
              chosen={filter.verdict}
              word={verdictWords[verdict] ?? verdict}
            />
          ))}
          <Choice value="none" chosen={filter.verdict} word="no verdict yet" />
        </select>
      </label>
      <Names name="set" label="Set" all="every set" chosen={filter.set} names={sets} />
      <Names
        name="system"
        label="System"
        all="every system"
        chosen={filter.system}
        names={systems}
      />
      <button type="submit" class="button">
        Show
      </button>
      {isFiltered ? (
        <a href={filterQuery({ ...NOTHING, status: filter.status })}>Show all again</a>
      ) : null}
    </form>
  );
}

const NOTHING: ControlFilter = {
  ...{ status: "", set: "", severity: "", system: "", verdict: "", text: "" },
  page: 1,
};

function Names(props: {
  name: "set" | "system";
  label: string;
  all: string;
  chosen: string;
  names: readonly string[];
}): Child {
  const { name, label, all, chosen, names } = props;
  if (names.length > CHOICES_MAX) {
    return (
      <label>
        {label}
        <input name={name} value={chosen} placeholder={all} spellcheck={false} />
      </label>
    );
  }
  const known = chosen === "" || names.includes(chosen) ? names : [chosen, ...names];
  return (
    <label>
      {label}
      <select name={name}>
        <Choice value="" chosen={chosen} word={all} />
        {known.map((each) => (
          <Choice value={each} chosen={chosen} word={each} />
        ))}
      </select>
    </label>
  );
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => name !== "").sort();
}
