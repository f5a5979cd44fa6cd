import type { EffectivenessJudgement, Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { metricValue, metricWords } from "../formats/metric.ts";
import { count, percent } from "../formats/number.ts";
import { unbroken } from "../formats/words.ts";
import { type Attempt, Shown } from "../parts/attempt.tsx";
import { Time } from "../parts/time.tsx";
import type { EffectivenessView } from "../record-findings.ts";

/** How it will be shown that the actions worked, and what telemetry says of it so far. */
export function RecordPlan(props: {
  record: Nonconformity;
  effectiveness: Attempt<EffectivenessView | null>;
  now: number;
}): Child {
  const { record, effectiveness, now } = props;
  const earlier = (record.plans ?? []).filter(({ cycle }) => cycle !== record.cycle);
  const judgements = record.judgements ?? [];
  return (
    <section class="block" aria-labelledby="plan">
      <h2 id="plan">Did the actions work?</h2>
      <Shown of={effectiveness}>{(view) => <Present view={view} now={now} />}</Shown>
      {judgements.length === 0 ? null : (
        <>
          <h3>What telemetry said</h3>
          <ol class="lines">
            {judgements.map((judgement) => (
              <li>
                <Time ms={judgement.judgedMs} now={now} only="moment" />{" "}
                <Result of={judgement.result} />
                {judgement.cycle === record.cycle ? null : (
                  <span class="soft"> (try {judgement.cycle})</span>
                )}
                <Reasons of={judgement} />
              </li>
            ))}
          </ol>
        </>
      )}
      {earlier.map(({ cycle, plannedMs, statement }) => (
        <details>
          <summary>The plan of try {cycle}</summary>
          <p class="soft">
            Made <Time ms={plannedMs} now={now} />
          </p>
          <p>{unbroken(statement)}</p>
        </details>
      ))}
    </section>
  );
}

function Present(props: { view: EffectivenessView | null; now: number }): Child {
  const { view, now } = props;
  if (view === null || view.plan === null) {
    return (
      <p class="quiet">
        Nothing is planned yet. When the analysis is done, the machine fixes how the effect will be
        shown, before anybody acts.
      </p>
    );
  }
  const { plan, isPreview, standing } = view;
  return (
    <>
      <p>{unbroken(plan.statement)}</p>
      <p class="soft">
        {isPreview ? (
          "This is what would be promised if the actions began now. Nothing is fixed yet."
        ) : (
          <>
            Fixed <Time ms={plan.plannedMs} now={now} />, and never changed since.
          </>
        )}
      </p>
      {standing === null || plan.kind !== "measured" ? null : (
        <>
          <p>
            At present: <Result of={standing.result} />
          </p>
          <Progress of={standing} needed={plan.windows} measure={plan.measure} />
          <Reasons of={standing} />
        </>
      )}
    </>
  );
}

function Progress(props: {
  of: Omit<EffectivenessJudgement, "evidence">;
  needed: number;
  measure: string;
}): Child {
  const { windows, pooled } = props.of;
  const { style } = metricWords(props.measure);
  return (
    <dl class="facts">
      <div>
        <dt>Windows in a row</dt>
        <dd>
          <span class="figure">
            {count(windows.run)} of {count(props.needed)}
          </span>
        </dd>
      </div>
      <div>
        <dt>Since the actions</dt>
        <dd>
          <span class="figure">{count(windows.passed)} passed</span>
          <span class="under">
            {count(windows.breached)} breached, {count(windows.open)} said nothing
          </span>
        </dd>
      </div>
      <div>
        <dt>Conclusive of the run</dt>
        <dd>
          <span class="figure">
            {windows.coverage === null ? "none yet" : percent(windows.coverage)}
          </span>
        </dd>
      </div>
      <div>
        <dt>All of it together</dt>
        <dd>
          <span class="figure">
            {pooled === null ? "not measured" : metricValue(style, pooled.value)}
          </span>
          {pooled === null ? null : (
            <span class="under">
              {bound("at least", pooled.lower, style)} {bound("at most", pooled.upper, style)}{" "}
              sample {count(pooled.n)}
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}

function bound(
  words: string,
  value: number | null,
  style: ReturnType<typeof metricWords>["style"],
): string {
  return value === null ? "" : `${words} ${metricValue(style, value)},`;
}

const RESULT_WORDS: Readonly<Record<EffectivenessJudgement["result"], string>> = {
  demonstrated: "demonstrated",
  not_demonstrated: "not demonstrated",
  refuted: "refuted",
};

function Result(props: { of: EffectivenessJudgement["result"] }): Child {
  return (
    <strong class={props.of === "refuted" ? "tone-firing" : undefined}>
      {RESULT_WORDS[props.of]}
    </strong>
  );
}

function Reasons(props: { of: Pick<EffectivenessJudgement, "reasons"> }): Child {
  return (
    <ul class="lines soft">
      {props.of.reasons.map(({ text }) => (
        <li>{unbroken(text)}</li>
      ))}
    </ul>
  );
}
