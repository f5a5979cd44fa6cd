import type { NonconformityState } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";

/** The way of a record that is worked to its end. */
export const way: readonly NonconformityState[] = [
  "raised",
  "assessing",
  "containing",
  "analysing",
  "acting",
  "verifying",
  "closing",
  "closed",
];

/** A record's state: how far along the way, as a ring that fills, and the word. */
export function StateMark(props: { state: NonconformityState }): Child {
  const at = way.indexOf(props.state);
  const length = (2 * Math.PI * 5).toFixed(2);
  const done = ((Math.max(at, 0) / (way.length - 1)) * 2 * Math.PI * 5).toFixed(2);
  return (
    <span class="state-mark">
      <svg viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        <circle class="ring" cx="7" cy="7" r="5" />
        {at > 0 ? (
          <circle
            class="ring-done"
            cx="7"
            cy="7"
            r="5"
            stroke-dasharray={`${done} ${length}`}
            transform="rotate(-90 7 7)"
          />
        ) : null}
        {at === -1 ? <path class="ring-done" d="M4.5 7h5" /> : null}
      </svg>
      {props.state}
    </span>
  );
}
