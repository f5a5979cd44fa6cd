import type { Child } from "hono/jsx";
import type { CallsOverTime } from "../calls.ts";
import { difference } from "../formats/difference.ts";
import { count, counted, money, NOT_MEASURED, percent } from "../formats/number.ts";
import { listed } from "../formats/words.ts";
import { type Fact, Facts } from "../parts/facts.tsx";
import { type CallTotals, total } from "./call-totals.ts";
import type { CallFilter } from "./calls.tsx";
import type { HowLink } from "./how-link.ts";

/** How many calls there were, what they took and what that costs; and what no sum holds. */
export function CallSums(props: {
  of: CallTotals;
  prices: CallsOverTime["prices"];
  compared: { readonly word: string; readonly totals: CallTotals } | null;
  how: HowLink;
  hrefOf: (filter: CallFilter) => string;
}): Child {
  const { of, compared, how, hrefOf } = props;
  const beside = (
    style: "count" | "money",
    value: (totals: CallTotals) => number | null,
  ): Child => {
    if (compared === null) return null;
    const [now, other] = [value(of), value(compared.totals)];
    const told = other === null ? NOT_MEASURED : style === "money" ? money(other) : count(other);
    const by = now === null || other === null ? "" : `, now ${difference(style, now, other)}`;
    return <span class="under">{`${compared.word}: ${told}${by}`}</span>;
  };
  const facts: readonly Fact[] = [
    {
      term: "Calls",
      value: (
        <>
          <Computed of={count(of.calls)} how={how("calls")} />
          <span class="under">
            {of.errors === 0 ? "none failed" : `${count(of.errors)} failed`}
          </span>
          {beside("count", ({ calls }) => calls)}
        </>
      ),
    },
    {
      term: "Input tokens",
      value: (
        <>
          <Computed of={tokens(of, of.inputTokens)} how={how("input_tokens")} />
          {of.cachedTokens === 0 ? null : (
            <span class="under">
              {count(of.cachedTokens)} from a cache, {count(of.inputTokens - of.cachedTokens)} not
            </span>
          )}
          {beside("count", ({ inputTokens }) => inputTokens)}
        </>
      ),
    },
    {
      term: "Output tokens",
      value: (
        <>
          <Computed of={tokens(of, of.outputTokens)} how={how("output_tokens")} />
          {of.reasoningTokens === 0 ? null : (
            <span class="under">{count(of.reasoningTokens)} of reasoning</span>
          )}
          {beside("count", ({ outputTokens }) => outputTokens)}
        </>
      ),
    },
    {
      term: "Cost",
      value: (
        <>
          <Computed of={of.usd === null ? NOT_MEASURED : money(of.usd)} how={how("cost")} />
          {props.prices === null ? (
            <span class="under">there is no price list</span>
          ) : (
            <span class="under">by prices of {props.prices.asOf}</span>
          )}
          {beside("money", ({ usd }) => usd)}
        </>
      ),
    },
  ];
  return (
    <>
      <Facts of={facts} />
      <Lacking of={of} hrefOf={hrefOf} />
    </>
  );
}

/** Of no answered call known is not known, which is no zero. */
function tokens(of: CallTotals, value: number): string {
  return of.calls - of.errors - of.unmeasured === 0 ? NOT_MEASURED : count(value);
}

function Computed(props: { of: string; how: string }): Child {
  return (
    <a class="how" href={props.how} title="How this was computed">
      {props.of}
    </a>
  );
}

/** What the sums do not hold: usage that nobody told, and models that the price list does not have. */
function Lacking(props: { of: CallTotals; hrefOf: (filter: CallFilter) => string }): Child {
  const { of, hrefOf } = props;
  const unpriced = Object.entries(of.unpriced).sort(([, a], [, b]) => b - a);
  const answered = of.calls - of.errors;
  return (
    <ul class="calls-unknown">
      <li>
        <a href={hrefOf({})}>The calls, one by one</a>, or those that{" "}
        <a href={hrefOf({ only: "failed" })}>failed</a>, and those that the model{" "}
        <a href={hrefOf({ only: "refused" })}>refused</a>.
      </li>
      {of.unmeasured === 0 ? null : (
        <li>
          Usage unknown for{" "}
          <a href={hrefOf({ only: "unmeasured" })}>{counted(of.unmeasured, "call")}</a> (
          {percent(of.unmeasured / Math.max(1, answered))} of those that were answered): no sum of
          tokens or cost has them.
        </li>
      )}
      {unpriced.length === 0 ? null : (
        <li>
          {counted(total(of.unpriced), "call")} without a price:{" "}
          {listed(unpriced.map(([model, calls]) => `${model} (${count(calls)})`))}. Name them in the
          price list.
        </li>
      )}
    </ul>
  );
}
