import type { Child } from "hono/jsx";
import { type Lane, lanesOf } from "../charts/lanes-of.ts";
import { ModelLanes } from "../charts/model-lanes.tsx";
import { TimeChart } from "../charts/time-chart.tsx";
import { between } from "../formats/time.ts";
import { Shown, Unread, valueOr } from "../parts/attempt.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { AllMeasures, MeasureFacts } from "../parts/measured.tsx";
import type { SteppedRange } from "../range.ts";
import type { ChangeMarker } from "../reads.ts";
import type { CallFilter } from "./calls.tsx";
import { CallsByModel } from "./calls-by-model.tsx";
import { HowCallsEnded } from "./calls-ended.tsx";
import { type CallsView, callMeasures } from "./calls-reads.ts";
import { CallSums } from "./calls-sums.tsx";
import { ChecksSaid } from "./checks-said.tsx";
import type { HowLink } from "./how-link.ts";
import type { ModelCalls } from "./model-calls.ts";

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
  const approved = valueOr(of.approved, null);
  const unread = [of.compared, of.measuresBeside, of.approved].filter(
    (each) => each.kind === "unread",
  );
  return (
    <>
      <div data-live="calls-in-short">
        <Shown of={of.models}>
          {(models) => <Began lanes={lanesIn(models)} approved={approved} {...{ steps, now }} />}
        </Shown>
        <CallSums
          of={of.whole}
          prices={of.prices}
          compared={valueOr(of.compared, null)}
          how={how}
          hrefOf={hrefOf}
        />
        <Shown of={of.measures}>
          {(measures) => (
            <MeasureFacts
              measures={measures}
              metrics={callMeasures}
              how={how}
              compared={valueOr(of.measuresBeside, null)}
            />
          )}
        </Shown>
        {of.models.kind === "unread" ? null : (
          <div class="segment">
            <h3>Models over time</h3>
            <ModelLanes
              lanes={lanesIn(of.models.value)}
              hrefOf={(model) => hrefOf({ model })}
              {...{ steps, changes, approved, now }}
            />
          </div>
        )}
      </div>
      <Shown of={of.charts}>
        {(charts) => (
          <div class="charts">
            {charts.map(({ beside, ...chart }) => (
              <TimeChart
                {...chart}
                {...(beside === null ? {} : { beside })}
                {...{ steps, changes, now }}
              />
            ))}
          </div>
        )}
      </Shown>
      <div data-live="calls-by-model">
        <div class="segment">
          <h3>By the model that answered</h3>
          <Shown of={of.models}>
            {(models) => (
              <CallsByModel
                models={models}
                measures={valueOr(of.byModel, null)}
                how={how}
                hrefOf={hrefOf}
              />
            )}
          </Shown>
          {of.byModel.kind === "unread" ? <Unread of={of.byModel} /> : null}
        </div>
        <Shown of={of.models}>
          {(models) => <HowCallsEnded models={models} whole={of.whole} hrefOf={hrefOf} />}
        </Shown>
        <Shown of={of.checks}>{(checks) => <ChecksSaid of={checks} />}</Shown>
        <Shown of={of.measures}>
          {(measures) => (
            <AllMeasures measures={measures} metrics={callMeasures} label="Calls" how={how} />
          )}
        </Shown>
        {unread.map((each) => (
          <Unread of={each} />
        ))}
      </div>
    </>
  );
}

function lanesIn(models: readonly ModelCalls[]): readonly Lane[] {
  return lanesOf(
    models.flatMap(({ model, points }) =>
      points.map(({ timeMs, calls }) => ({ timeMs, model, calls: calls.calls })),
    ),
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
