import type { Child } from "hono/jsx";
import { HeatMap } from "../charts/heat-map.tsx";
import { segment } from "../formats/words.ts";
import { Shown, Unread, valueOr } from "../parts/attempt.tsx";
import { rangeQuery } from "../range.ts";
import type { SystemView } from "./system-reads.ts";

/** Which features moved and when, each with its page; what is not measured is said, with what to do. */
export function DriftSection(props: { view: SystemView; path: string; now: number }): Child {
  const { view, path, now } = props;
  if (view.system.baseline === null && valueOr(view.heat, []).length === 0) {
    if (view.heat.kind === "unread") return <Unread of={view.heat} />;
    return (
      <p class="quiet">
        Not measured: this system has no approved baseline to compare with. Create one from a window
        that you trust.
      </p>
    );
  }
  return (
    <Shown of={view.heat}>
      {(rows) =>
        rows.length === 0 ? (
          <p class="quiet">Nothing was measured in this range.</p>
        ) : (
          <>
            <p class="soft">
              Population stability index against baseline {view.system.baseline?.name}. Shaded by
              what the sample proves: a step with few predictions stays pale.
            </p>
            <HeatMap
              rows={rows}
              steps={view.heatSteps}
              now={now}
              hrefOf={(feature) => `${path}/features/${segment(feature)}${rangeQuery(view.range)}`}
            />
          </>
        )
      }
    </Shown>
  );
}
