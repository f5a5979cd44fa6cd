import type { Child } from "hono/jsx";
import { type Attempt, attempt, Unread } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { PageHead } from "../parts/page-head.tsx";
import type { Reads } from "../reads.ts";
import { type Found, searches } from "../search.ts";

/** `/search?q=`: everything whose name holds what is sought. The palette shows the same. */
export async function search(
  reads: Reads,
  text: string,
  of: Parameters<typeof searches>[2],
): Promise<PageContent> {
  const found =
    text.trim() === ""
      ? []
      : await Promise.all(
          searches(reads, text, of).map(({ what, find }) => attempt(what, () => find())),
        );
  return {
    title: text.trim() === "" ? "Search" : `${text.trim().slice(0, 60)}: search`,
    section: null,
    body: <Search text={text} found={found} />,
    status: 200,
    refreshSeconds: null,
  };
}

function Search(props: { text: string; found: readonly Attempt<Found>[] }): Child {
  const { text, found } = props;
  const hits = found.flatMap((each) => (each.kind === "read" ? each.value.hits : []));
  return (
    <>
      <PageHead title="Search" />
      <form class="search-page" method="get" action="/search">
        <label for="q">Systems, controls, nonconformities, features and pages</label>
        <div class="search-line">
          <input id="q" type="search" name="q" value={text} maxlength={100} autocomplete="off" />
          <button type="submit" class="button button-primary">
            Search
          </button>
        </div>
      </form>
      {found.map((each) => (each.kind === "unread" ? <Unread of={each} /> : null))}
      {text.trim() !== "" && hits.length === 0 ? (
        <EmptyState
          title={`Nothing is called ${text.trim()}`}
          teaches="Names, numbers such as NC-2026-0007 and titles are looked through; every word has to be in them. Write less of it, or look at the lists."
        >
          <a href="/controls">Controls</a>, <a href="/nonconformities">nonconformities</a>,{" "}
          <a href="/inventory">inventory</a>
        </EmptyState>
      ) : null}
      {found.map((each) =>
        each.kind === "unread" || each.value.hits.length === 0 ? null : <Hits of={each.value} />,
      )}
    </>
  );
}

function Hits(props: { of: Found }): Child {
  const { kind, hits, total } = props.of;
  const id = `found-${kind.toLowerCase().replace(" ", "-")}`;
  return (
    <section class="block" aria-labelledby={id} data-found={kind}>
      <h2 id={id}>
        {kind}{" "}
        {total > hits.length ? (
          <span class="soft">
            {hits.length} of {total}
          </span>
        ) : null}
      </h2>
      <ul class="hits">
        {hits.map(({ title, under, href }) => (
          <li>
            <a href={href}>{title}</a> {under === "" ? null : <span class="soft">{under}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
