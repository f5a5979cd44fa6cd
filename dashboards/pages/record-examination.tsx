import type { Contribution, Examination, Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { metricValue, metricWords } from "../formats/metric.ts";
import { count, counted, percent } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { dimensionWord } from "../parts/labels.tsx";
import { Time } from "../parts/time.tsx";

/** What the machine found out about a record, and what it could not. */
export function RecordExamination(props: {
  record: Nonconformity;
  /** The metric of the control: it says how numbers read. */
  measure: string;
  now: number;
}): Child {
  const { record, measure, now } = props;
  const of = record.examination;
  return (
    <section class="block" aria-labelledby="examination">
      <h2 id="examination">What the machine found out</h2>
      {of === undefined ? (
        <p class="quiet">
          Nothing yet: the machine looks within a minute of the raise, and again when people have
          assessed the record.
        </p>
      ) : (
        <>
          <p class="soft">
            Looked at <Time ms={of.examinedMs} now={now} />. What stands near in time or shares
            something is no cause yet; people find that.
          </p>
          <Decisions of={of} id={record.id} now={now} />
          <Contributions of={of.contributions ?? []} system={record.system} measure={measure} />
          <h3>Changed in the seven days before</h3>
          <Changes of={of.changes} now={now} />
          <h3>Changed since the first breach</h3>
          <Containment of={of.containment ?? null} now={now} />
          <Changes of={of.since ?? null} now={now} />
          <Others of={of} />
          <Unknown of={of} />
        </>
      )}
    </section>
  );
}

function Decisions(props: { of: Examination; id: string; now: number }): Child {
  const { decisions } = props.of;
  if (decisions === null) return null;
  const { predictions, outcomes, reviews, subjects, method } = decisions;
  return (
    <>
      <dl class="facts">
        <Fact title="Decisions affected" value={count(predictions)} />
        <Fact title="Persons" value={subjects === null ? "not known" : count(subjects)} />
        <Fact title="With a known truth" value={count(outcomes)} />
        <Fact title="Reviewed by people then" value={count(reviews)} />
      </dl>
      <p class="soft">
        {method}{" "}
        <a href={`/nonconformities/${segment(props.id)}/decisions`}>Review these decisions</a>
      </p>
    </>
  );
}

function Fact(props: { title: string; value: string }): Child {
  return (
    <div>
      <dt>{props.title}</dt>
      <dd>
        <span class="figure">{props.value}</span>
      </dd>
    </div>
  );
}

function Contributions(props: {
  of: readonly Contribution[];
  system: string;
  measure: string;
}): Child {
  if (props.of.length === 0) return null;
  const { style } = metricWords(props.measure);
  return (
    <>
      <h3>Where it comes from</h3>
      <p class="soft">Distances of features do not add up, so they have no share.</p>
      <section class="scroll" tabindex={0} aria-label="Contributions, scrolls">
        <table class="stacks">
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" class="number">
                Measured
              </th>
              <th scope="col" class="number">
                Share of it
              </th>
              <th scope="col" class="number">
                Sample
              </th>
            </tr>
          </thead>
          <tbody>
            {props.of.map((part) => (
              <tr>
                <th scope="row">
                  {part.kind === "feature" ? (
                    <>
                      feature{" "}
                      <a href={`/systems/${segment(props.system)}/features/${segment(part.name)}`}>
                        {part.name}
                      </a>
                    </>
                  ) : (
                    `${dimensionWord(part.name)} ${part.value === "" ? "(empty)" : part.value}`
                  )}
                </th>
                <td class="number" data-label="Measured">
                  {metricValue(part.kind === "feature" ? "plain" : style, part.measured)}
                </td>
                <td class="number" data-label="Share of it">
                  {part.share === null ? <span class="soft">none</span> : percent(part.share)}
                </td>
                <td class="number" data-label="Sample">
                  {count(part.n)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Containment(props: { of: Examination["containment"]; now: number }): Child {
  const { of, now } = props;
  if (!of) return null;
  const came =
    of.predictions === null
      ? "what came in meanwhile is not known"
      : of.predictions === 0
        ? "no prediction came in meanwhile"
        : `${counted(of.predictions, "prediction")} came in all the same`;
  return (
    <p>
      Suspended <Time ms={of.sinceMs} now={now} only="moment" />
      {of.endedMs === null ? (
        ""
      ) : (
        <>
          {" "}
          to <Time ms={of.endedMs} now={now} only="moment" />
        </>
      )}
      : {came}.
    </p>
  );
}

function Changes(props: { of: Examination["changes"]; now: number }): Child {
  const { of: changes } = props;
  if (changes === null) return <p class="quiet">Not found out.</p>;
  return (
    <>
      {changes.count === 0 ? (
        <p class="quiet">Nothing that is known of.</p>
      ) : (
        <ul class="lines">
          {changes.first.map(({ atMs, what }) => (
            <li>
              <Time ms={atMs} now={props.now} only="moment" /> {what}
            </li>
          ))}
        </ul>
      )}
      <More left={changes.count - changes.first.length} of="change" />
    </>
  );
}

function Others(props: { of: Examination }): Child {
  const { elsewhere, similar } = props.of;
  return (
    <>
      <h3>Could it be elsewhere?</h3>
      {elsewhere === null ? null : elsewhere.count === 0 ? (
        <p class="quiet">No other system shares the model, a supplier, a feature or the control.</p>
      ) : (
        <>
          <ul class="lines">
            {elsewhere.first.map(({ system, shares }) => (
              <li>
                <a href={`/systems/${segment(system)}`}>{system}</a> shares {shares.join(", ")}
              </li>
            ))}
          </ul>
          <More left={elsewhere.count - elsewhere.first.length} of="system" />
        </>
      )}
      {similar === null || similar.count === 0 ? (
        <p class="quiet">No open record is alike.</p>
      ) : (
        <>
          <ul class="lines">
            {similar.first.map(({ id, why }) => (
              <li>
                <a href={`/nonconformities/${segment(id)}`}>{id}</a> {why}
              </li>
            ))}
          </ul>
          <More left={similar.count - similar.first.length} of="record" />
        </>
      )}
    </>
  );
}

function More(props: { left: number; of: string }): Child {
  if (props.left <= 0) return null;
  return <p class="soft">And {counted(props.left, `${props.of} more`, `${props.of}s more`)}.</p>;
}

function Unknown(props: { of: Examination }): Child {
  const { unknown, isIncomplete } = props.of;
  if (unknown.length === 0) return null;
  return (
    <>
      <h3>Not found out</h3>
      <ul class="lines">
        {unknown.map(({ what, why }) => (
          <li>
            {what}: {why}
          </li>
        ))}
      </ul>
      {isIncomplete ? <p class="soft">The machine looks again within the hour.</p> : null}
    </>
  );
}
