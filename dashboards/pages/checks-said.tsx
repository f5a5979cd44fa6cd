import type { Child } from "hono/jsx";
import type { ChecksByModel } from "../calls.ts";
import { UNNAMED } from "../charts/model-lanes.tsx";
import { count, percent } from "../formats/number.ts";
import { PlainTable } from "../parts/plain-table.tsx";

/** What quality scores said of the answers, by the model that gave them. */
export function ChecksSaid(props: { of: readonly ChecksByModel[] }): Child {
  const rows = props.of.flatMap(({ model, predictions, checks }) =>
    Object.entries(checks).map(([name, { checked, failed }]) => ({
      ...{ name, model, predictions, checked, failed },
    })),
  );
  return (
    <div class="segment">
      <h3>What scores said</h3>
      {rows.length === 0 ? (
        <p class="quiet">
          No score says whether an answer is as it has to be: send them with <code>score</code> of
          the SDK, <code>POST /api/v1/scores</code>, or as <code>gen_ai.evaluation.result</code>.
        </p>
      ) : (
        <PlainTable
          label="What scores said"
          columns={["Score", "Model", "Looked at", "Passed"]}
          rows={rows
            .sort((a, b) => (a.name === b.name ? b.checked - a.checked : a.name < b.name ? -1 : 1))
            .map(({ name, model, predictions, checked, failed }) => [
              name,
              model === "" ? UNNAMED : model,
              `${count(checked)} of ${count(predictions)}`,
              checked === 0 ? (
                <span class="soft">none looked at</span>
              ) : (
                <>
                  {percent((checked - failed) / checked)}
                  <span class="under">{count(failed)} did not</span>
                </>
              ),
            ])}
        />
      )}
    </div>
  );
}
