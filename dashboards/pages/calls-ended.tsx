import type { Child } from "hono/jsx";
import { count, percent } from "../formats/number.ts";
import { type CallTotals, callTotals, total } from "./call-totals.ts";
import type { CallFilter } from "./calls.tsx";
import type { ModelCalls } from "./model-calls.ts";

/** Beside all of them; more columns than that nobody compares. */
const MODELS_MAX = 3;
/** The others are one number. */
const ROWS_MAX = 12;

/** Why answers ended, and which tools they asked for, of all and of each model: another model does it otherwise. */
export function HowCallsEnded(props: {
  models: readonly ModelCalls[];
  whole: CallTotals;
  hrefOf: (filter: CallFilter) => string;
}): Child {
  const { models, whole, hrefOf } = props;
  const columns = [
    { name: "All", of: whole },
    ...models
      .filter(({ model }) => model !== "")
      .slice(0, MODELS_MAX)
      .map(({ model, points }) => ({ name: model, of: callTotals(points) })),
  ];
  const shown = columns.length === 2 ? columns.slice(0, 1) : columns;
  return (
    <>
      <Shares
        title="How answers ended"
        head="In the supplier's word"
        none="No answer says why it ended."
        columns={shown.map(({ name, of }) => ({ name, counts: of.finishReasons }))}
        hrefOf={(finishReason) => hrefOf({ finishReason })}
        under={
          whole.unfinished === 0
            ? null
            : `${count(whole.unfinished)} more were answered and do not say it.`
        }
      />
      <Shares
        title="Tools that answers asked for"
        head="Tool"
        none="No answer asked for a tool."
        columns={shown.map(({ name, of }) => ({ name, counts: of.tools }))}
        hrefOf={(tool) => hrefOf({ tool })}
        under={null}
      />
    </>
  );
}

function Shares(props: {
  title: string;
  /** What the rows are. */
  head: string;
  none: string;
  /** All together first. */
  columns: readonly { readonly name: string; readonly counts: Readonly<Record<string, number>> }[];
  hrefOf: (name: string) => string;
  under: string | null;
}): Child {
  const { title, head, columns, hrefOf } = props;
  const all = columns[0]?.counts ?? {};
  const names = Object.entries(all)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([name]) => name);
  if (names.length === 0) {
    return (
      <div class="segment">
        <h3>{title}</h3>
        <p class="quiet">{props.none}</p>
      </div>
    );
  }
  return (
    <div class="segment">
      <h3>{title}</h3>
      <section class="scroll" tabindex={0} aria-label={`${title}, scrolls`}>
        <table class="segments stacks">
          <thead>
            <tr>
              <th scope="col">{head}</th>
              {columns.map(({ name }) => (
                <th scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.slice(0, ROWS_MAX).map((name) => (
              <tr>
                <th scope="row">
                  <a href={hrefOf(name)}>{name}</a>
                </th>
                {columns.map(({ name: model, counts }) => (
                  <td class="number" data-label={model}>
                    {percent((counts[name] ?? 0) / Math.max(1, total(counts)))}
                    <span class="under">{count(counts[name] ?? 0)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {names.length <= ROWS_MAX ? null : (
        <p class="soft">{count(names.length - ROWS_MAX)} rarer ones besides.</p>
      )}
      {props.under === null ? null : <p class="soft">{props.under}</p>}
    </div>
  );
}
