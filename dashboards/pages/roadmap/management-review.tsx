import type { ReviewAction } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { FoldedActForm } from "../../parts/act-form.tsx";
import { attempt, Shown, Unread } from "../../parts/attempt.tsx";
import type { PageContent } from "../../parts/document.tsx";
import { PlainTable } from "../../parts/plain-table.tsx";
import { Time } from "../../parts/time.tsx";
import type { Reads } from "../../reads.ts";
import type { HeldReview } from "../../roadmap-reads.ts";
import { notFound } from "../problem.tsx";
import { dayMs, dayOf, roadmapPage, type Visit } from "./frame.tsx";
import { ReviewDocument } from "./review-document.tsx";

const LEAD =
  "What management reviews, computed from the record; what is decided becomes an action that the next review shows.";
const QUARTER_MS = 91 * 86_400_000;

/** `/management-review`: the pack of a period, and the reviews that were held. */
export async function managementReview(reads: Reads, visit: Visit): Promise<PageContent> {
  const now = reads.nowMs();
  const toMs = dayMs(visit.query["to"]) ?? (dayMs(dayOf(now)) ?? now) + 86_400_000;
  const asked = dayMs(visit.query["from"]);
  const fromMs = asked !== null && asked < toMs ? asked : toMs - QUARTER_MS;
  const range = { fromMs, toMs };
  const pack = await attempt("the pack", () => reads.roadmap.reviewPack(range));
  const held = await attempt("the reviews that were held", async () => reads.roadmap.reviews());
  const days = new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
  return roadmapPage({
    ...{ href: "/management-review", title: "Management review", lead: LEAD, visit },
    body: (
      <>
        <Shown of={held}>{(of) => <Held of={of} now={now} />}</Shown>
        <form class="filter" method="get" action="/management-review">
          <label>
            From
            <input type="date" name="from" value={dayOf(fromMs)} />
          </label>
          <label>
            To, exclusive
            <input type="date" name="to" value={dayOf(toMs)} />
          </label>
          <button type="submit" class="button">
            Show the pack
          </button>
          <a href={`/api/v1/management-review?${days}`}>as data (JSON)</a>
        </form>
        {visit.may("hold_review") ? (
          <FoldedActForm
            act="hold_review"
            title="Record that management has reviewed this period"
            preset={{ from: dayOf(fromMs), to: dayOf(toMs) }}
            returned={visit.returned}
          />
        ) : null}
        <Shown of={pack}>{(of) => <ReviewDocument of={of} />}</Shown>
      </>
    ),
  });
}

/** `/management-review/ID`: what was before a review, as it was then, and what came of it. */
export async function heldReview(reads: Reads, id: string, visit: Visit): Promise<PageContent> {
  const now = reads.nowMs();
  const reviews = await attempt("the reviews that were held", async () => reads.roadmap.reviews());
  const title = `Management review ${id}`;
  if (reviews.kind === "unread") {
    const body = <Unread of={reviews} />;
    return roadmapPage({ href: "/management-review", title, lead: LEAD, visit, body });
  }
  const review = reviews.value.find((each) => each.id === id);
  if (review === undefined) {
    return notFound("There is no such review", "Its number may be mistyped.");
  }
  const pack = await attempt("the pack", async () => {
    const found = await reads.roadmap.heldPack(id);
    if (found === null) throw new Error("its document is not in the content store any more");
    return found;
  });
  return roadmapPage({
    ...{ href: "/management-review", title, lead: LEAD, visit },
    body: (
      <>
        <section class="block" aria-labelledby="outcome">
          <h2 id="outcome">What was concluded and decided</h2>
          <p>
            {review.summary}{" "}
            <span class="soft">
              ({review.by}, <Time ms={review.atMs} now={now} only="moment" />)
            </span>
          </p>
          <Actions of={review.actions} visit={visit} now={now} />
          {visit.may("decide") ? (
            <FoldedActForm act="decide" given={{ review: id }} returned={visit.returned} />
          ) : null}
          <p class="soft">
            The pack below is what was before the meeting, document{" "}
            <span class="digest">{review.document}</span>;{" "}
            <a href={`/api/v1/management-reviews/${id}`}>as data (JSON)</a>.
          </p>
        </section>
        <Shown of={pack}>{(of) => <ReviewDocument of={of} />}</Shown>
      </>
    ),
  });
}

function Held(props: { of: readonly HeldReview[]; now: number }): Child {
  const { of, now } = props;
  if (of.length === 0) return <p class="quiet">No review was held yet.</p>;
  return (
    <section class="block" aria-labelledby="held">
      <h2 id="held">Reviews that were held</h2>
      <PlainTable
        label="Reviews that were held"
        columns={["Review", "Period", "Concluded", "Actions"]}
        rows={of.map((review) => [
          <>
            <a href={`/management-review/${review.id}`}>{review.id}</a>
            <span class="under">
              <Time ms={review.atMs} now={now} only="moment" />
            </span>
          </>,
          `${dayOf(review.fromMs)} to ${dayOf(review.toMs - 1)}`,
          review.summary,
          actionsInShort(review.actions, now),
        ])}
      />
    </section>
  );
}

function actionsInShort(of: readonly ReviewAction[], now: number): Child {
  const open = of.filter(({ done }) => done === null);
  const overdue = open.filter(({ dueMs }) => dueMs < now).length;
  return (
    <>
      {open.length} open of {of.length}
      {overdue === 0 ? null : <span class="under clause-missing">{overdue} overdue</span>}
    </>
  );
}

function Actions(props: { of: readonly ReviewAction[]; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  if (of.length === 0) return <p class="quiet">Nothing was decided yet.</p>;
  return (
    <PlainTable
      label="Decisions"
      columns={["Decision", "What", "Owner", "Due", "Standing"]}
      rows={of.map((action) => [
        <>
          {action.id}
          <span class="under">answers input {action.input}</span>
        </>,
        action.decision,
        action.owner,
        dayOf(action.dueMs),
        action.done !== null ? (
          `done on ${dayOf(action.done.atMs)}: ${action.done.evidence}`
        ) : (
          <>
            {action.dueMs < now ? <span class="clause-missing">overdue</span> : "open"} since{" "}
            <Time ms={action.decidedMs} now={now} only="moment" />
            {visit.may("finish_action") ? (
              <FoldedActForm
                act="finish_action"
                given={{ id: action.id }}
                returned={visit.returned}
              />
            ) : null}
          </>
        ),
      ])}
    />
  );
}
