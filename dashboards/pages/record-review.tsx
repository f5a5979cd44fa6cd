import { closureShare, type Nonconformity, reviewedCount } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { count, percent } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { Time } from "../parts/time.tsx";
import { decisionWords } from "./decision-words.ts";

/** How far the decisions that the record touches have been looked at again. */
export function RecordReview(props: { record: Nonconformity; now: number }): Child {
  const { record, now } = props;
  const { review } = record;
  // Where no control measured it, no telemetry says which decisions they are.
  if (record.control === null) return null;
  const page = `/nonconformities/${segment(record.id)}/decisions`;
  const share = review === undefined ? null : closureShare(review);
  return (
    <section class="block" aria-labelledby="review">
      <h2 id="review">Decisions to look at again</h2>
      {review === undefined ? (
        <p class="quiet">
          None has been reviewed. <a href={page}>Review the decisions of the breach</a>
        </p>
      ) : (
        <>
          <p>
            {count(reviewedCount(review))} of {count(review.affected)} reviewed
            {share === null ? "" : ` (${percent(share)})`}:{" "}
            {Object.entries(review.decided)
              .filter(([, n]) => n > 0)
              .map(([decision, n]) => `${count(n)} ${decisionWords(decision)}`)
              .join(", ")}
            .
          </p>
          <p class="soft">
            Last on <Time ms={review.atMs} now={now} />. <a href={page}>Go on</a>
          </p>
        </>
      )}
    </section>
  );
}
