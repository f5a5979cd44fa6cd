import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import { Choice } from "../parts/choice.tsx";
import { SYSTEMS_A_PAGE, type SystemFilter, systemFilterQuery, TIERS } from "./overview-filter.ts";
import type { OverviewView } from "./overview-reads.ts";
import { isTrouble, type SystemRow } from "./system-row.ts";
import { SystemsTable } from "./systems-table.tsx";

/** So many are looked over without a filter. */
const UNFILTERED_MAX = 8;

/** The systems by risk tier, those in trouble first, as many as a page holds, and a way to the others. */
export function SystemsSection(props: {
  all: readonly SystemRow[];
  view: OverviewView;
  now: number;
}): Child {
  const { all, view, now } = props;
  const { filter, page } = view;
  const isFiltered = systemFilterQuery({ ...filter, page: 1 }) !== "/";
  return (
    <>
      {all.length > UNFILTERED_MAX || isFiltered ? (
        <>
          <TierLinks all={all} filter={filter} />
          <FilterForm filter={filter} isFiltered={isFiltered} />
        </>
      ) : null}
      {page.rows.length === 0 ? (
        <p class="quiet">
          {page.total > 0
            ? "There is no such page of these systems; begin with the first."
            : "None fits this filter."}{" "}
          <a href="/#systems">All systems</a>
        </p>
      ) : (
        <>
          {page.total > page.rows.length || isFiltered ? (
            <p class="soft">
              {counted(page.total, "system")}, those in trouble first
              {page.total > page.rows.length ? `: ${places(filter, page.rows.length)}` : ""}
            </p>
          ) : null}
          <SystemsTable page={page} range={view.range} steps={view.steps} now={now} />
        </>
      )}
      <Pages filter={filter} total={page.total} />
    </>
  );
}

/** One press to each tier, with how many it has and how many of them are in trouble. */
function TierLinks(props: { all: readonly SystemRow[]; filter: SystemFilter }): Child {
  const { all, filter } = props;
  const links = ["", ...TIERS].flatMap((tier) => {
    const own = all.filter(({ system }) => tier === "" || (system.riskTier ?? "none") === tier);
    return own.length === 0 && tier !== filter.tier ? [] : [{ tier, own }];
  });
  return (
    <nav class="range-presets status-links" aria-label="Systems by risk tier">
      {links.map(({ tier, own }) => {
        const troubled = own.filter(isTrouble).length;
        return (
          <a
            href={`${systemFilterQuery({ ...filter, tier, page: 1 })}#systems`}
            aria-current={tier === filter.tier ? "true" : undefined}
          >
            {TIER_WORDS[tier] ?? tier}{" "}
            <span class="soft">
              {count(own.length)}
              {troubled === 0 ? "" : `, ${count(troubled)} in trouble`}
            </span>
          </a>
        );
      })}
    </nav>
  );
}

const TIER_WORDS: Readonly<Record<string, string>> = {
  "": "All",
  high: "High risk",
  limited: "Limited risk",
  minimal: "Minimal risk",
  none: "No tier declared",
};

function FilterForm(props: { filter: SystemFilter; isFiltered: boolean }): Child {
  const { filter, isFiltered } = props;
  return (
    <form class="filter" method="get" action="/#systems">
      {filter.tier === "" ? null : <input type="hidden" name="tier" value={filter.tier} />}
      <label>
        System or owner
        <input name="q" value={filter.text} spellcheck={false} />
      </label>
      <label>
        Stands
        <select name="stands">
          {STANDS.map(([value, word]) => (
            <Choice value={value} chosen={filter.stands} word={word} />
          ))}
        </select>
      </label>
      <button type="submit" class="button">
        Show
      </button>
      {isFiltered ? <a href="/#systems">Show all</a> : null}
    </form>
  );
}

const STANDS = [
  ["", "in trouble or not"],
  ["trouble", "in trouble"],
  ["quiet", "not in trouble"],
] as const;

function Pages(props: { filter: SystemFilter; total: number }): Child {
  const { filter, total } = props;
  const last = Math.max(1, Math.ceil(total / SYSTEMS_A_PAGE));
  if (last === 1 && filter.page === 1) return null;
  const to = (page: number): string => `${systemFilterQuery({ ...filter, page })}#systems`;
  return (
    <nav class="pages" aria-label="Pages of systems">
      {filter.page > 1 ? (
        <a rel="prev" href={to(Math.min(filter.page - 1, last))}>
          Back
        </a>
      ) : null}
      <span class="soft">
        Page {count(filter.page)} of {count(last)}
      </span>
      {filter.page < last ? (
        <a rel="next" href={to(filter.page + 1)}>
          Further
        </a>
      ) : null}
    </nav>
  );
}

function places({ page }: SystemFilter, rows: number): string {
  const from = (page - 1) * SYSTEMS_A_PAGE;
  return `${count(from + 1)} to ${count(from + rows)}`;
}
