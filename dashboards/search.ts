import { segment } from "./formats/words.ts";
import { groups } from "./parts/navigation.tsx";
import type { Reads } from "./reads.ts";
import type { SavedView } from "./views.ts";

/** One thing that was found. */
export interface Hit {
  readonly title: string;
  /** What tells it from others of its name; empty: nothing. */
  readonly under: string;
  readonly href: string;
}

/** What was found of one kind, the nearest first. */
export interface Found {
  readonly kind: "Pages" | "Saved views" | "Systems" | "Controls" | "Nonconformities" | "Features";
  readonly hits: readonly Hit[];
  /** As many fit; `hits` has the nearest. */
  readonly total: number;
}

/** Of each kind; whoever looks for more writes more. */
const HITS_MAX = 8;
/** Longer texts are no search. */
const TEXT_MAX = 100;

/** Pages that the navigation does not name. */
const deeper: readonly Hit[] = [
  { title: "Raise a nonconformity", under: "Nonconformities", href: "/nonconformities/new" },
  { title: "Evidence holds", under: "Duties", href: "/holds" },
  { title: "Risks", under: "Governance", href: "/risks" },
  { title: "Suppliers", under: "Governance", href: "/suppliers" },
  { title: "Oversight", under: "Governance", href: "/oversight" },
  { title: "Applicability", under: "Governance", href: "/applicability" },
  { title: "Management review", under: "Governance", href: "/management-review" },
  { title: "Internal audit", under: "Governance", href: "/audit" },
  { title: "Saved views", under: "", href: "/views" },
];

/**
 * Finds pages, systems, controls, records and features whose names hold every word of a text. Everything
 * that it asks is in memory but the list of systems; each kind may fail by itself, which the caller tells.
 */
export function searches(
  reads: Pick<Reads, "inventory" | "controls" | "recordPage" | "features">,
  text: string,
  of: {
    readonly mayOpen: (href: string) => boolean;
    readonly views: readonly SavedView[];
  },
): readonly { readonly what: string; readonly find: () => Promise<Found> }[] {
  const sought = text.trim().slice(0, TEXT_MAX).toLowerCase();
  const nearest = (kind: Found["kind"], all: readonly Hit[]): Found => {
    const fitting = all
      .map((hit) => ({ hit, rank: rankOf(hit, sought) }))
      .filter(({ rank }) => rank !== null)
      .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
    const hits = fitting.slice(0, HITS_MAX).map(({ hit }) => hit);
    return { kind, hits, total: fitting.length };
  };
  return [
    {
      what: "the pages",
      find: async () => {
        const named = groups.flatMap(({ word: under, pages }) =>
          pages.map(({ word: title, href }) => ({ title, under, href })),
        );
        return nearest(
          "Pages",
          [...named, ...deeper].filter(({ href }) => of.mayOpen(href)),
        );
      },
    },
    {
      what: "the saved views",
      find: async () =>
        nearest(
          "Saved views",
          of.views.map(({ name, address }) => ({ title: name, under: address, href: address })),
        ),
    },
    {
      what: "the systems",
      find: async () =>
        nearest(
          "Systems",
          (await reads.inventory()).map(({ id, owner }) => ({
            ...{ title: id, under: owner ?? "", href: `/systems/${segment(id)}` },
          })),
        ),
    },
    {
      what: "the controls",
      find: async () =>
        nearest(
          "Controls",
          (await reads.controls()).map(({ id, title }) => ({
            ...{ title, under: id, href: `/controls/${segment(id)}` },
          })),
        ),
    },
    {
      what: "the nonconformities",
      find: async () => {
        const page = await reads.recordPage({ text: sought, limit: HITS_MAX });
        const hits = (page?.items ?? []).map(({ id, controlTitle, system, state }) => ({
          title: controlTitle,
          under: [id, state, system].filter((part) => part !== "").join(", "),
          href: `/nonconformities/${segment(id)}`,
        }));
        return { kind: "Nonconformities", hits, total: page?.total ?? 0 };
      },
    },
    {
      what: "the features",
      find: async () =>
        nearest(
          "Features",
          (await reads.features()).flatMap(({ system, features }) =>
            features.map((feature) => ({
              title: feature,
              under: system,
              href: `/systems/${segment(system)}/features/${segment(feature)}`,
            })),
          ),
        ),
    },
  ];
}

/** The lower the nearer; null: a word of the text is in neither of both. */
function rankOf({ title, under }: Hit, sought: string): number | null {
  const [name, more] = [title.toLowerCase(), under.toLowerCase()];
  const words = sought.split(/\s+/);
  if (!words.every((word) => name.includes(word) || more.includes(word))) return null;
  if (name === sought || more === sought) return 0;
  if (name.startsWith(sought)) return 1;
  return name.includes(sought) ? 2 : 3;
}
