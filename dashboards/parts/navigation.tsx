import type { Child } from "hono/jsx";
import { count } from "../formats/number.ts";

/** Where a page belongs in the navigation. */
export type Section = (typeof groups)[number]["pages"][number]["id"];

/** What waits, beside the page that shows it; null where it could not be read. */
export interface Waiting {
  readonly open: number | null;
  readonly overdue: number | null;
}

/** Every page that is reached from everywhere, by what a person comes for. */
export const groups = [
  {
    id: "watch",
    word: "Watch",
    pages: [
      { id: "overview", href: "/", word: "Overview" },
      { id: "systems", href: "/systems", word: "Systems" },
      { id: "controls", href: "/controls", word: "Controls" },
    ],
  },
  {
    id: "work",
    word: "Work",
    pages: [
      { id: "nonconformities", href: "/nonconformities", word: "Nonconformities" },
      { id: "duties", href: "/duties", word: "Duties" },
      { id: "notifications", href: "/notifications", word: "Notifications" },
    ],
  },
  {
    id: "show",
    word: "Show",
    pages: [
      { id: "coverage", href: "/coverage", word: "Coverage" },
      { id: "governance", href: "/governance", word: "Governance" },
      { id: "ledger", href: "/ledger", word: "Ledger" },
      { id: "exports", href: "/exports", word: "Exports" },
    ],
  },
  {
    id: "set-up",
    word: "Set up",
    pages: [
      { id: "inventory", href: "/inventory", word: "Inventory" },
      { id: "access", href: "/access", word: "Access" },
      { id: "api", href: "/api", word: "API" },
    ],
  },
] as const;

/** The way to every page that the reader may open, in groups, with what waits there. */
export function Navigation(props: {
  section: Section | null;
  waiting: Waiting;
  mayOpen: (href: string) => boolean;
}): Child {
  const { waiting, mayOpen } = props;
  // A system is found from the overview where there is no list of systems of its own.
  const here = props.section === "systems" && !mayOpen("/systems") ? "overview" : props.section;
  return (
    <nav class="sections" aria-label="Pages" data-live="navigation">
      {groups.map(({ id, word, pages }) => {
        const shown = pages.filter(({ href }) => mayOpen(href));
        return shown.length === 0 ? null : (
          <div class="section-group">
            <p id={`group-${id}`}>{word}</p>
            <ul aria-labelledby={`group-${id}`}>
              {shown.map((page) => (
                <li>
                  <a href={page.href} aria-current={page.id === here ? "page" : undefined}>
                    {page.word} <Count of={page.id} waiting={waiting} />
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

function Count(props: { of: Section; waiting: Waiting }): Child {
  const { of, waiting } = props;
  if (of === "nonconformities" && (waiting.open ?? 0) > 0) {
    return (
      <span class="section-count">
        {count(waiting.open ?? 0)}
        <span class="visually-hidden"> open</span>
      </span>
    );
  }
  if (of === "duties" && (waiting.overdue ?? 0) > 0) {
    return <span class="section-count tone-firing">{count(waiting.overdue ?? 0)} overdue</span>;
  }
  return null;
}
