import type { RoadmapAct } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import type { ReturnedAct } from "../../parts/act-form.tsx";
import type { PageContent } from "../../parts/document.tsx";
import { Tabs } from "../../parts/tabs.tsx";

/** Who asks for a page of the roadmap, and with what. */
export interface Visit {
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Whether this person may do an act. */
  readonly may: (act: RoadmapAct) => boolean;
  /** Whether this person may fetch what is handed over. */
  readonly mayExport: boolean;
  /** A form that came back. */
  readonly returned: ReturnedAct | null;
}

const PAGES = [
  { href: "/governance", word: "Policies and limits" },
  { href: "/risks", word: "Risks" },
  { href: "/suppliers", word: "Suppliers" },
  { href: "/oversight", word: "Oversight" },
  { href: "/applicability", word: "Applicability" },
  { href: "/management-review", word: "Management review" },
  { href: "/audit", word: "Internal audit" },
] as const;
const EXPORTS = { href: "/exports", word: "Exports" } as const;

/** One of the pages about the records of the roadmap: its head, the way to the others, what was done last. */
export function roadmapPage(of: {
  readonly href: (typeof PAGES)[number]["href"];
  readonly title: string;
  readonly lead: string;
  readonly visit: Visit;
  readonly body: Child;
  readonly status?: 404 | 422;
}): PageContent {
  const { href, title, lead, visit } = of;
  const done = visit.query["done"];
  return {
    title,
    section: "governance",
    body: (
      <>
        <header class="page-head">
          <h1>{title}</h1>
          <p class="lead">{lead}</p>
        </header>
        <RecordsNav href={href} mayExport={visit.mayExport} />
        {done === undefined || visit.returned !== null ? null : (
          <p class="notice notice-done" role="status">
            It is recorded: {done}.
          </p>
        )}
        {of.body}
      </>
    ),
    status: visit.returned !== null ? 422 : (of.status ?? 200),
    refreshSeconds: null,
  };
}

/** The way between the records of governance, and to what is handed over for those who may. */
export function RecordsNav(props: {
  href: (typeof PAGES)[number]["href"] | typeof EXPORTS.href;
  mayExport: boolean;
}): Child {
  return (
    <Tabs
      label="Records of governance"
      kind="pages"
      class="records-nav"
      of={[...PAGES, ...(props.mayExport ? [EXPORTS] : [])].map((page) => ({
        ...page,
        isShown: page.href === props.href,
      }))}
    />
  );
}

const DAY_MS = 86_400_000;

/** The day of an instant, UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Milliseconds of a day such as `2026-11-27`; null for anything else. */
export function dayMs(text: string | undefined): number | null {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || dayOf(ms) !== text ? null : ms;
}

/** The range of a `?days=`. */
export function daysRange(
  visit: Visit,
  nowMs: number,
): { readonly days: number; readonly range: { readonly fromMs: number; readonly toMs: number } } {
  const days = DAYS.find((known) => String(known) === visit.query["days"]) ?? 90;
  return { days, range: { fromMs: nowMs + 1 - days * DAY_MS, toMs: nowMs + 1 } };
}

const DAYS = [30, 90, 365] as const;

/** Links to other ranges. */
export function Days(props: { href: string; days: number }): Child {
  return (
    <Tabs
      label="Time counted"
      kind="filters"
      class="coverage-days"
      of={DAYS.map((known) => ({
        ...{ href: `${props.href}?days=${known}`, word: `${known} days` },
        isShown: known === props.days,
      }))}
    />
  );
}
