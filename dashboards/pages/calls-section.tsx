import type { Measurement } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { type Lane, lanesOf } from "../charts/lanes-of.ts";
import { ModelLanes, UNNAMED } from "../charts/model-lanes.tsx";
import { TimeChart } from "../charts/time-chart.tsx";
import { count, counted } from "../formats/number.ts";
import { between } from "../formats/time.ts";
import { listed } from "../formats/words.ts";
import { Shown, Unread, valueOr } from "../parts/attempt.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { MeasureTable } from "../parts/measure-table.tsx";
import { AllMeasures, MeasureFacts, measurementIn } from "../parts/measured.tsx";
import type { SteppedRange } from "../range.ts";
import type { ChangeMarker, Measures } from "../reads.ts";
import type { CallFilter } from "./calls.tsx";
import { type CallsView, callsByModel, callsInShort } from "./calls-reads.ts";
import type { HowLink } from "./how-link.ts";

/** What a system asked of hosted models: who answered, what it took and cost, and how it ended. */
export function CallsSection(props: {
  of: CallsView;
  steps: SteppedRange;
  changes: readonly ChangeMarker[];
  how: HowLink;
  /** Leads to the calls themselves. */
  hrefOf: (filter: CallFilter) => string;
  now: number;
}): Child {
  const { of, steps, changes, how, hrefOf, now } = props;
  return (
    <>
      <div data-live="calls-in-short">
        <Shown of={of.models}>
          {({ points }) => (
            <Began lanes={lanesOf(points)} approved={valueOr(of.approved, null)} {...props} />
          )}
        </Shown>
        <MeasureFacts
          measures={of.whole}
          metrics={callsInShort}
          how={how}
          compared={valueOr(of.compared, null)}
        />
        <Unknown of={of.whole} hrefOf={hrefOf} />
        <p class="soft">
          <a href={hrefOf({})}>The calls, one by one</a>; only those that{" "}
          <a href={hrefOf({ only: "failed" })}>failed</a>, or that the model{" "}
          <a href={hrefOf({ only: "refused" })}>refused</a>.
        </p>
        {of.models.kind === "unread" ? null : (
          <div class="segment">
            <h3>Models over time</h3>
            <ModelLanes
              lanes={lanesOf(of.models.value.points)}
              steps={steps}
              changes={changes}
              approved={valueOr(of.approved, null)}
              hrefOf={(model) => hrefOf({ model })}
              now={now}
            />
          </div>
        )}
      </div>
      <Shown of={of.charts}>
        {(charts) => (
          <div class="charts">
            {charts.map(({ metric, points, median, compared }) => (
              <TimeChart
                metric={metric}
                points={points}
                {...(median === null ? {} : { beside: { word: "median", points: median } })}
                compared={compared}
                steps={steps}
                changes={changes}
                now={now}
              />
            ))}
          </div>
        )}
      </Shown>
      <div class="segment" data-live="calls-by-model">
        <h3>By the model that answered</h3>
        <Shown of={of.byModel}>
          {(measures) => (
            <MeasureTable
              label="Calls by model"
              head="Model"
              rows={modelsOf(measures).map((model) => ({
                name: model === "" ? UNNAMED : model,
                by: { model_version: model },
              }))}
              metrics={callsByModel}
              measures={measures}
              how={how}
            />
          )}
        </Shown>
        <AllMeasures measures={of.whole} metrics={callsInShort} label="Calls" how={how} />
        {of.compared.kind === "unread" ? <Unread of={of.compared} /> : null}
        {of.approved.kind === "unread" ? <Unread of={of.approved} /> : null}
      </div>
    </>
  );
}

/** That another model began to answer, first of all: it is what nobody is told of. */
function Began(props: {
  lanes: readonly Lane[];
  approved: readonly string[] | null;
  steps: SteppedRange;
  now: number;
}): Child {
  const { lanes, approved, steps, now } = props;
  const began = lanes.filter(({ hasBegun }) => hasBegun);
  if (began.length === 0) return null;
  return (
    <ul class="findings">
      {began.map(({ model, firstMs }) => (
        <li class="finding">
          {model} began to answer, {between(firstMs, firstMs + steps.stepMs, now)}
          {approved === null || approved.includes(model)
            ? "."
            : ". It is not on the list of approved models."}
        </li>
      ))}
    </ul>
  );
}

/** What the sums do not hold: usage that nobody told, and models that the price list does not have. */
function Unknown(props: { of: Measures; hrefOf: (filter: CallFilter) => string }): Child {
  const { of, hrefOf } = props;
  const unmeasured = detailNumber(measurementIn(of, "usage_coverage"), "unmeasured") ?? 0;
  const lines = priceLines(of);
  if (unmeasured === 0 && lines.length === 0) return null;
  return (
    <ul class="calls-unknown">
      {unmeasured === 0 ? null : (
        <li>
          The usage of <a href={hrefOf({ only: "unmeasured" })}>{counted(unmeasured, "call")}</a> is
          unknown and in no sum of tokens or cost.
        </li>
      )}
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}

function priceLines(of: Measures): readonly string[] {
  const cost = measurementIn(of, "cost");
  const unpriced = cost !== null && "detail" in cost ? cost.detail?.["unpriced"] : undefined;
  if (typeof unpriced !== "object" || unpriced === null) return [];
  const models = Object.entries(unpriced).filter(
    (each): each is [string, number] => typeof each[1] === "number",
  );
  const calls = models.reduce((sum, [, n]) => sum + n, 0);
  return calls === 0
    ? []
    : [
        `${counted(calls, "call")} without a price: ${listed(models.map(([model, n]) => `${model} (${count(n)})`))}. Name it in the price list.`,
      ];
}

function detailNumber(of: Measurement | null, name: string): number | null {
  const value = of?.kind === "measured" ? of.detail[name] : undefined;
  return typeof value === "number" ? value : null;
}

/** The models of a table, the most called first. */
function modelsOf(measures: Measures): readonly string[] {
  const calls = measures.metrics.find(({ metric }) => metric === "calls")?.points ?? [];
  const size = ({ measurement: of }: (typeof calls)[number]): number =>
    of.kind === "measured" ? of.value : 0;
  return [...calls]
    .sort((a, b) => size(b) - size(a))
    .map(({ by }) => by["model_version"] ?? "")
    .slice(0, MODELS_MAX);
}

/** More rows than anybody compares. */
const MODELS_MAX = 20;

/** What would stand where a system calls no hosted model that we hear of, and how it is heard. */
export function NoCalls(): Child {
  return (
    <EmptyState
      title="No call of a hosted model was heard of in this range"
      teaches="Volume, tokens, cost, time to the first chunk, refusals and the model that answers would stand here, for systems that ask a supplier's model."
    >
      <p>
        Wrap the client (<code>wrapOpenAI</code>, <code>wrapAnthropic</code>, the AI SDK:{" "}
        <code>@tiltmeter/sdk</code>), or point an OpenTelemetry instrumentation here:
      </p>
      <pre>
        <code>{`OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318
OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer YOUR_INGEST_KEY"
OTEL_SERVICE_NAME=your-system`}</code>
      </pre>
    </EmptyState>
  );
}
