import type { Child } from "hono/jsx";
import { localPath } from "../formats/local-path.ts";
import { count } from "../formats/number.ts";
import type { SavedView } from "../views.ts";

/** Where a page belongs in the navigation. */
export type Section = (typeof groups)[number]["pages"][number]["id"];

/** What waits, beside the page that shows it; null where it could not be read. */
export interface Waiting {
  readonly open: number | null;
  readonly overdue: number | null;
}

/** Every page that is reached from everywhere, by what a person comes for; `key` follows a `g`. */
export const groups = [
  {
    id: "watch",
    word: "Watch",
    pages: [
      { id: "overview", href: "/", word: "Overview", key: "o" },
      { id: "systems", href: "/systems", word: "Systems", key: "s" },
      { id: "controls", href: "/controls", word: "Controls", key: "c" },
    ],
  },
  {
    id: "work",
    word: "Work",
    pages: [
      { id: "nonconformities", href: "/nonconformities", word: "Nonconformities", key: "n" },
      { id: "duties", href: "/duties", word: "Duties", key: "d" },
      { id: "notifications", href: "/notifications", word: "Notifications", key: "m" },
    ],
  },
  {
    id: "show",
    word: "Show",
    pages: [
      { id: "coverage", href: "/coverage", word: "Coverage", key: "v" },
      { id: "governance", href: "/governance", word: "Governance", key: "g" },
      { id: "ledger", href: "/ledger", word: "Ledger", key: "l" },
      { id: "exports", href: "/exports", word: "Exports", key: "e" },
    ],
  },
  {
    id: "set-up",
    word: "Set up",
    pages: [
      { id: "inventory", href: "/inventory", word: "Inventory", key: "i" },
      { id: "access", href: "/access", word: "Access", key: "a" },
      { id: "api", href: "/api", word: "API", key: "p" },
    ],
  },
] as const;

/** The way to every page that the reader may open, in groups, with what waits there. */
export function Navigation(props: {
  section: Section | null;
  waiting: Waiting;
  mayOpen: (href: string) => boolean;
  /** Null: none are kept here. */
  views: readonly SavedView[] | null;
  /** What is shown, to be kept under a name. */
  shown: { readonly title: string; readonly address: string };
}): Child {
  const { waiting, mayOpen, views, shown: page } = props;
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
                  <a
                    href={page.href}
                    aria-current={page.id === here ? "page" : undefined}
                    data-key={page.key}
                  >
                    {page.word} <Count of={page.id} waiting={waiting} />
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      {views === null || !mayOpen("/views") ? null : (
        <div class="section-group">
          <p id="group-views">Saved views</p>
          <ul aria-labelledby="group-views">
            {views.slice(0, VIEWS_MAX).map(({ name, address }) => (
              <li>
                <a
                  href={localPath(address)}
                  aria-current={address === page.address ? "page" : undefined}
                >
                  {name}
                </a>
              </li>
            ))}
            <li>
              <a class="soft" href={keepHref(page)}>
                Save this view
              </a>
            </li>
            {views.length === 0 ? null : (
              <li>
                <a class="soft" href="/views">
                  {views.length > VIEWS_MAX ? `All ${views.length} views` : "Change views"}
                </a>
              </li>
            )}
          </ul>
        </div>
      )}
    </nav>
  );
}

/** More would push the pages themselves out of sight. */
const VIEWS_MAX = 6;

function keepHref({ title, address }: { title: string; address: string }): string {
  return `/views?${new URLSearchParams({ name: title, address })}`;
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
