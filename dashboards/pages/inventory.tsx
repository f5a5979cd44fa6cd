import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import { listed } from "../formats/words.ts";
import type { InventoryEntry, InventoryStanding } from "../inventory.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { CopyLine } from "../parts/labels.tsx";
import { Tabs } from "../parts/tabs.tsx";
import type { Reads } from "../reads.ts";
import { INVENTORY_STANDINGS, InventoryFold, inventoryWords } from "./inventory-fold.tsx";

const SHOWN_MAX = 100;

interface Filter {
  /** A standing, `incomplete`, or empty for all. */
  readonly standing: string;
  /** From 1. */
  readonly page: number;
}

/** `/inventory`: every system that is declared or was seen, and what its set-up lacks. */
export async function inventory(
  reads: Reads,
  query: Readonly<Record<string, string | undefined>>,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const page = Number(query["page"] ?? 1);
  const filter = {
    standing: query["standing"] ?? "",
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
  const found = await attempt("the inventory", reads.inventory);
  return {
    title: "Inventory",
    section: "inventory",
    body: (
      <>
        <header class="page-head">
          <h1>Inventory</h1>
          <p class="lead">
            Every system that was declared or was heard of, and who answers for it.
          </p>
        </header>
        <Shown of={found}>
          {(all) =>
            all.length === 0 ? <NoSystems /> : <Systems all={all} filter={filter} now={nowMs} />
          }
        </Shown>
      </>
    ),
    status: 200,
    refreshSeconds: 30,
  };
}

function NoSystems(): Child {
  return (
    <div class="quiet">
      <p>
        No system is declared, and none has been heard of. A system that sends a prediction appears
        here by itself, as not declared; declare it with its owner and risk tier in{" "}
        <code>systems.yaml</code>, so that its silence is found too.
      </p>
      <CopyLine
        text={"systems:\n  - id: my-model\n    owner: my-team\n    risk_tier: limited"}
        label="the declaration"
      />
    </div>
  );
}

function Systems(props: { all: readonly InventoryEntry[]; filter: Filter; now: number }): Child {
  const { all, filter, now } = props;
  const fitting = all.filter((entry) => fits(entry, filter.standing)).sort(inventoryOrder);
  const pages = Math.max(1, Math.ceil(fitting.length / SHOWN_MAX));
  const page = Math.min(filter.page, pages);
  const shown = fitting.slice((page - 1) * SHOWN_MAX, page * SHOWN_MAX);
  return (
    <>
      <p class="finding">{attentionWords(all)}</p>
      <StandingLinks all={all} chosen={filter.standing} />
      <section class="block" aria-labelledby="systems" data-live="inventory">
        <h2 id="systems" class="visually-hidden">
          Systems
        </h2>
        {shown.length === 0 ? (
          <p class="quiet">
            No system stands so. <a href="/inventory">Show all</a>
          </p>
        ) : (
          <div class="folds">
            {shown.map((entry) => (
              <InventoryFold entry={entry} now={now} />
            ))}
          </div>
        )}
        {pages === 1 ? null : <Pages standing={filter.standing} page={page} pages={pages} />}
      </section>
    </>
  );
}

/** What a person has to look at, in one sentence, the gravest first. */
function attentionWords(all: readonly InventoryEntry[]): string {
  const named = (standing: InventoryStanding): readonly string[] =>
    all.filter((entry) => entry.standing === standing).map(({ id }) => id);
  const incomplete = all.filter(({ missing }) => missing.length > 0).length;
  const parts = [
    sentenceOf(named("shadow"), "is not declared", "are not declared"),
    sentenceOf(named("silent"), "is silent", "are silent"),
    sentenceOf(
      named("stray"),
      "is heard of though planned or retired",
      "are heard of though planned or retired",
    ),
    incomplete === 0
      ? []
      : [`${count(incomplete)} ${incomplete === 1 ? "lacks" : "lack"} something of the set-up`],
  ].flat();
  if (parts.length === 0) {
    return `${counted(all.length, "system")}, all as declared and complete.`;
  }
  return `${counted(all.length, "system")}: ${parts.join("; ")}.`;
}

function sentenceOf(names: readonly string[], one: string, many: string): readonly string[] {
  if (names.length === 0) return [];
  return [`${listed(names)} ${names.length === 1 ? one : many}`];
}

function StandingLinks(props: { all: readonly InventoryEntry[]; chosen: string }): Child {
  const { all, chosen } = props;
  const links = [
    { standing: "", word: "All" },
    ...INVENTORY_STANDINGS.map((standing) => ({ standing, word: inventoryWords[standing] })),
    { standing: "incomplete", word: "Incomplete" },
  ];
  return (
    <Tabs
      label="Standing of systems"
      kind="filters"
      class="status-links"
      of={links.map(({ standing, word }) => ({
        word,
        href: standing === "" ? "/inventory" : `/inventory?standing=${standing}`,
        isShown: standing === chosen,
        many: all.filter((entry) => fits(entry, standing)).length,
      }))}
    />
  );
}

function fits(entry: InventoryEntry, standing: string): boolean {
  if (standing === "") return true;
  return standing === "incomplete" ? entry.missing.length > 0 : entry.standing === standing;
}

function inventoryOrder(a: InventoryEntry, b: InventoryEntry): number {
  const place = ({ standing }: InventoryEntry): number => INVENTORY_STANDINGS.indexOf(standing);
  return (
    place(a) - place(b) ||
    b.missing.length - a.missing.length ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function Pages(props: { standing: string; page: number; pages: number }): Child {
  const { standing, page, pages } = props;
  const to = (next: number): string =>
    `/inventory?${new URLSearchParams({ ...(standing === "" ? {} : { standing }), page: String(next) })}`;
  return (
    <nav class="pages" aria-label="Pages of the inventory">
      {page > 1 ? (
        <a href={to(page - 1)} rel="prev">
          Before
        </a>
      ) : (
        <span class="soft">Before</span>
      )}
      <span>
        Page {count(page)} of {count(pages)}
      </span>
      {page < pages ? (
        <a href={to(page + 1)} rel="next">
          Next
        </a>
      ) : (
        <span class="soft">Next</span>
      )}
    </nav>
  );
}
