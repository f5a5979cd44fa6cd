import type { Control, Explained } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { metricWords } from "../formats/metric.ts";
import { sentence, unbroken } from "../formats/words.ts";
import { clauseAnchor } from "./clause-anchor.ts";

/** What the command line calls it, and how it reads on a page; the others stand elsewhere on it. */
const names: Readonly<Record<string, string>> = {
  measured: "Measured",
  where: "Applies to",
  limit: "Limit",
  "how sure": "How sure",
  sample: "Sample",
  raises: "Then",
  "no data": "Without data",
  costs: "Costs",
  "blind to": "Blind spots",
};

/** What a control requires, in the words of `tiltmeter controls explain`, with its owner and clauses. */
export function ControlTerms(props: { control: Control; explained: readonly Explained[] }): Child {
  const { control, explained } = props;
  const { meaning } = metricWords(control.measure);
  const told = new Map(explained.map(({ about, lines }) => [about, lines]));
  return (
    <dl class="in-short terms">
      {Object.entries(names).map(([about, name]) => (
        <div>
          <dt>{name}</dt>
          <dd>
            <Lines of={told.get(about) ?? []} />
            {about === "measured" && meaning !== "" ? <span class="under">{meaning}</span> : null}
          </dd>
        </div>
      ))}
      <div>
        <dt>Clauses</dt>
        <dd>
          <Clauses control={control} />
        </dd>
      </div>
      <div>
        <dt>Owner</dt>
        <dd>{control.owner === "" ? <span class="soft">nobody yet</span> : control.owner}</dd>
      </div>
      {control.runbook === null ? null : (
        <div>
          <dt>Runbook</dt>
          <dd>
            <code>{control.runbook}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Lines(props: { of: readonly string[] }): Child {
  const [only, ...rest] = props.of.map((line) => unbroken(sentence(line)));
  if (rest.length === 0) return <>{only}</>;
  return (
    <ul class="lines">
      {[only, ...rest].map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
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
