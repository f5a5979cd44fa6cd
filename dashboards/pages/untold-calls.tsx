import type { Child } from "hono/jsx";
import type { ClientMetricsItem } from "../calls.ts";
import { count, counted } from "../formats/number.ts";

/** More lines than anybody reads; the API has them all. */
const SHOWN_MAX = 5;

/** Calls that clients counted and that nothing told of, as where spans are sampled; nothing where there are none. */
export function UntoldCalls(props: { of: readonly ClientMetricsItem[] }): Child {
  const untold = props.of
    .map(({ supplier, requestModel, counted: own, told }) => ({
      ...{ name: [supplier, requestModel].filter((each) => each !== "").join(" ") },
      ...{ all: own.calls ?? 0, missing: (own.calls ?? 0) - (told.calls ?? 0) },
    }))
    .filter(({ missing }) => missing > 0);
  if (untold.length === 0) return null;
  return (
    <ul class="findings">
      {untold.slice(0, SHOWN_MAX).map(({ name, all, missing }) => (
        <li class="finding">
          {count(missing)} of {counted(all, "call")} of {name || "a model that is not named"} that
          clients counted were not told of, and are in no number here: spans may be sampled, or are
          not sent.
        </li>
      ))}
    </ul>
  );
}
