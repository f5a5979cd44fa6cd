import type { Child } from "hono/jsx";
import { CopyLine } from "../parts/labels.tsx";
import type { ControlSummary } from "../reads.ts";

/** How to see what this control would have raised on past data. */
export function ControlBacktest(props: { control: ControlSummary }): Child {
  const { control } = props;
  return (
    <>
      <p class="quiet">
        A backtest judges stored history by the same rules as live data, and says what would have
        been raised: try it before a limit is changed
        {control.status === "shadow" ? " or this control leaves the shadow" : ""}.
      </p>
      <CopyLine
        text={`npx tiltmeter controls backtest controls.yaml --control ${control.id}`}
        label="the command"
      />
    </>
  );
}
