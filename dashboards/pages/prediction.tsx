import type { Child } from "hono/jsx";
import { plain, seconds } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { attempt } from "../parts/attempt.tsx";
import { Block } from "../parts/block.tsx";
import type { PageContent } from "../parts/document.tsx";
import { type Fact, Facts } from "../parts/facts.tsx";
import { LabelPairs } from "../parts/labels.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { Time } from "../parts/time.tsx";
import type { PredictionDetail } from "../prediction.ts";
import type { Reads } from "../reads.ts";
import { CallSection } from "./call-section.tsx";
import { notFound, unreadable } from "./problem.tsx";

/** `/systems/:system/predictions/:prediction`: what was asked and answered once, and what became of it. */
export async function prediction(
  reads: Reads,
  of: { readonly system: string; readonly prediction: string },
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const { system, prediction: id } = of;
  const found = await attempt(`the prediction ${id}`, () => reads.prediction({ system, id }));
  if (found.kind === "unread") return unreadable(found);
  if (found.value === null) {
    return notFound(
      `No prediction of ${system} is called ${id}`,
      "It was never received, has expired, or was erased; records are found by the id that the application gave.",
    );
  }
  return {
    title: `${id}, prediction of ${system}`,
    section: "systems",
    body: <Prediction of={found.value} now={nowMs} />,
    status: 200,
    about: { system },
    refreshSeconds: null,
  };
}

function Prediction(props: { of: PredictionDetail; now: number }): Child {
  const { of, now } = props;
  return (
    <>
      <PageHead
        title={of.id}
        lead={of.call === null ? "One prediction, as it was received." : leadOf(of)}
        way={[
          { word: "Overview", href: "/" },
          { word: of.system, href: `/systems/${segment(of.system)}` },
        ]}
        here={of.id}
      />
      <Facts of={factsOf(of, now)} />
      {of.call === null ? null : <CallSection of={of.call} model={of.model} />}
      <Inputs of={of} />
      <Block id="became" title="What became of it">
        <Became of={of} now={now} />
      </Block>
    </>
  );
}

function leadOf({ call, status }: PredictionDetail): string {
  const asked = call?.requestModel || "a model that is not named";
  const came = status === "error" ? ", which failed" : call?.isRefused ? ", which was refused" : "";
  return `One call of ${asked}${came}.`;
}

function factsOf(of: PredictionDetail, now: number): readonly Fact[] {
  const said = (text: string): Child => (text === "" ? <span class="soft">not said</span> : text);
  const { model } = of;
  return [
    { term: "When", value: <Time ms={of.timeMs} now={now} /> },
    { term: "Received", value: <Time ms={of.receivedMs} now={now} /> },
    {
      term: "Model",
      value:
        model.name === "" ? (
          <span class="soft">not known</span>
        ) : (
          <>
            {model.name}{" "}
            {model.version === "" || model.version === model.name ? null : (
              <span class="label">{model.version}</span>
            )}
          </>
        ),
    },
    { term: "Supplier", value: said(model.supplier) },
    {
      term: "Answer",
      value: of.status === "error" ? `failed: ${of.errorType || "not said how"}` : said(of.label),
    },
    ...(of.score === null ? [] : [{ term: "Score", value: plain(of.score) }]),
    ...(of.value === null ? [] : [{ term: "Value", value: plain(of.value) }]),
    {
      term: "Latency",
      value:
        of.latency === null ? <span class="soft">not measured</span> : `${seconds(of.latency)}`,
    },
    { term: "Environment", value: said(of.environment) },
    { term: "Trace", value: of.traceId === "" ? said("") : <code>{of.traceId}</code>, wide: true },
    {
      term: "Producer",
      value: of.producer === "" ? said("") : <code>{of.producer}</code>,
      wide: true,
    },
  ];
}

/** A text of a call is kept apart; here is its name alone. */
const CONTENT = "content:";
const APART = (
  <span class="soft">
    kept apart and encrypted; <code>tiltmeter content SYSTEM PREDICTION --reason …</code> reads it
  </span>
);

function Inputs(props: { of: PredictionDetail }): Child {
  const { of } = props;
  const rows: readonly (readonly [string, Child])[] = [
    ...Object.entries(of.numericFeatures).map(([name, value]) => [name, plain(value)] as const),
    ...Object.entries(of.categoricalFeatures).map(
      ([name, value]) => [name, value.startsWith(CONTENT) ? APART : value] as const,
    ),
    ...of.missingFeatures.map(
      (name) => [name, <span class="soft">missing</span>] as const satisfies readonly unknown[],
    ),
  ];
  return (
    <Block id="inputs" title="What went in">
      {Object.keys(of.segment).length === 0 ? null : (
        <p>
          <LabelPairs of={of.segment} />
        </p>
      )}
      {rows.length === 0 ? (
        <p class="quiet">
          No input was recorded with it: values and texts travel only where the application says so.
        </p>
      ) : (
        <PlainTable label="Inputs" columns={["Feature", "Value"]} rows={rows} />
      )}
    </Block>
  );
}

function Became(props: { of: PredictionDetail; now: number }): Child {
  const { of, now } = props;
  const { outcome, reviews, scores } = of;
  if (outcome === null && reviews.length === 0 && scores.length === 0) {
    return (
      <p class="quiet">
        No outcome, no decision of a person and no score was sent for it. They find it by this id:{" "}
        <code>review</code>, <code>outcome</code> and <code>score</code> of the SDK, or{" "}
        <code>POST /api/v1/oversight</code>.
      </p>
    );
  }
  return (
    <PlainTable
      label="What became of it"
      columns={["What", "When", "Said", "By"]}
      rows={[
        ...(outcome === null
          ? []
          : [
              [
                "Outcome",
                <Time ms={outcome.timeMs} now={now} only="moment" />,
                outcome.label || (outcome.value === null ? "(none)" : plain(outcome.value)),
                "",
              ],
            ]),
        ...reviews.map((review) => [
          "Decision of a person",
          <Time ms={review.timeMs} now={now} only="moment" />,
          [review.action, [review.from, review.to].filter(Boolean).join(" → "), review.reason]
            .filter((each) => each !== "")
            .join(", "),
          review.by,
        ]),
        ...scores.map((score) => [
          `Score ${score.name}`,
          <Time ms={score.timeMs} now={now} only="moment" />,
          [
            ...(score.passed === null ? [] : [score.passed ? "passed" : "did not pass"]),
            ...(score.value === null ? [] : [plain(score.value)]),
            ...(score.label === "" ? [] : [score.label]),
          ].join(", ") || "(nothing)",
          score.source,
        ]),
      ]}
    />
  );
}
