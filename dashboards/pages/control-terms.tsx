import type { Control, RiskTier } from "@tiltmeter/rules";
import { forTier } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { metricWords } from "../formats/metric.ts";
import { counted } from "../formats/number.ts";
import {
  consequenceWords,
  courseWords,
  limitWords,
  outcomeWords,
  proofWords,
  scopeWords,
} from "../formats/term-words.ts";
import { span } from "../formats/time.ts";
import { sentence, unbroken } from "../formats/words.ts";
import { clauseAnchor } from "./clause-anchor.ts";

const TIERS: readonly RiskTier[] = ["high", "limited", "minimal"];

/** What a control requires, in the order of a sentence: what, where, how sure, and what happens then. */
export function ControlTerms(props: { control: Control }): Child {
  const { control } = props;
  const { title, meaning } = metricWords(control.measure);
  const outcomes = outcomeWords(control);
  const rows: readonly (readonly [string, Child])[] = [
    [
      "Measured",
      <>
        {title}, over windows of {span(control.windowMs)}, judged every {span(control.everyMs)}
        <span class="under">{meaning}</span>
      </>,
    ],
    ["Applies to", scopeWords(control)],
    ["Limit", <LimitWords control={control} of="limit" />],
    ...(control.warn === null
      ? []
      : [["Warning", <LimitWords control={control} of="warn" />] as const]),
    [
      "How sure",
      <>
        {unbroken(proofWords(control))}
        <span class="under">{sampleWords(control)}</span>
      </>,
    ],
    ...(outcomes === "" ? [] : [["Outcomes", unbroken(outcomes)] as const]),
    ["Fires and ends", unbroken(courseWords(control))],
    ["Then", consequenceWords(control)],
    ["Owner", control.owner === "" ? <span class="soft">nobody yet</span> : control.owner],
    ["Clauses", <Clauses control={control} />],
    [
      "Blind spots",
      control.blindSpots.length === 0 ? (
        <span class="soft">none are written down</span>
      ) : (
        <ul>
          {control.blindSpots.map((spot) => (
            <li>{sentence(spot)}</li>
          ))}
        </ul>
      ),
    ],
    ...(control.runbook === null ? [] : [["Runbook", <code>{control.runbook}</code>] as const]),
  ];
  return (
    <dl class="in-short terms">
      {rows.map(([term, said]) => (
        <div>
          <dt>{term}</dt>
          <dd>{said}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The limit, and that of each tier where it is another. */
function LimitWords(props: { control: Control; of: "limit" | "warn" }): Child {
  const { control, of } = props;
  const own = control[of];
  const tiers = TIERS.flatMap((tier) => {
    const limit = forTier(control, tier)[of];
    return control.tiers[tier]?.[of] === undefined || limit === null ? [] : [{ tier, limit }];
  });
  const words = own === null ? "" : unbroken(limitWords(control.measure, own));
  if (tiers.length === 0) return <strong>{sentence(words)}</strong>;
  return (
    <ul class="tiers">
      {tiers.map(({ tier, limit }) => (
        <li>
          <span class="label">{tier} risk</span>{" "}
          <strong>{unbroken(limitWords(control.measure, limit))}</strong>
        </li>
      ))}
      {tiers.length === TIERS.length ? null : (
        <li>
          <span class="label">every other</span> <strong>{words}</strong>
        </li>
      )}
    </ul>
  );
}

function sampleWords({ minSample, by }: Control): string {
  const least = `At least ${counted(minSample, "case")} in a window`;
  return by.length > 1 ? `${least}, for each of them.` : `${least}.`;
}

function Clauses(props: { control: Control }): Child {
  const cited = Object.entries(props.control.clauses);
  if (cited.length === 0) return <span class="soft">it cites none</span>;
  return (
    <ul class="cited">
      {cited.map(([framework, clauses]) => (
        <li>
          <span class="soft">{framework}</span>{" "}
          {clauses.map((clause) => (
            <a href={`/coverage#${clauseAnchor(framework, clause)}`}>{clause}</a>
          ))}
        </li>
      ))}
    </ul>
  );
}
