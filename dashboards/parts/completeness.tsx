import type { Child } from "hono/jsx";
import { count, counted, NOT_MEASURED } from "../formats/number.ts";
import type { SystemSummary } from "../reads.ts";

/** Whether everything that the producer numbered has arrived. "Not measured" is never a zero. */
export function Completeness(props: {
  system: Pick<SystemSummary, "unexplainedLoss" | "predictions">;
}): Child {
  const loss = props.system.unexplainedLoss;
  if (loss === null) {
    return (
      <span
        class="soft"
        title="The producer does not number its records, so a loss would not show."
      >
        {NOT_MEASURED}
      </span>
    );
  }
  if (loss === 0) return <span>complete</span>;
  return (
    <span class="tone-firing" title={`${count(props.system.predictions)} stored`}>
      <strong>{counted(loss, "record")} lost</strong>
    </span>
  );
}
