import type { Child } from "hono/jsx";
import { count, NOT_MEASURED, seconds } from "../formats/number.ts";
import { Block } from "../parts/block.tsx";
import { type Fact, Facts } from "../parts/facts.tsx";
import type { CallFacts, PredictionDetail } from "../prediction.ts";

/** What the call of a generative model was: who answered, what it used up, how it ended, and who saw it. */
export function CallSection(props: { of: CallFacts; model: PredictionDetail["model"] }): Child {
  const { of, model } = props;
  return (
    <Block id="call" title="The call" lead={provenance(of, model)}>
      <Facts of={[...whoAnswered(of, model), ...usedUp(of), ...howItEnded(of)]} />
      <div class="segment">
        <h3>Who saw it</h3>
        <Facts of={whoSaw(of)} />
      </div>
    </Block>
  );
}

/** Where the name of the model comes from: without it, a name proves nothing. */
function provenance(of: CallFacts, model: PredictionDetail["model"]): string {
  switch (of.modelSource) {
    case "provider":
      return of.requestModel === "" || of.requestModel === model.name
        ? "The supplier's own answer names the model."
        : `${of.requestModel} was asked for; the supplier's own answer says that ${model.name} answered.`;
    case "copied":
      return "The instrumentation repeats the name that was asked for: which model answered is not known.";
    default:
      return "Nothing says which model answered.";
  }
}

function whoAnswered(of: CallFacts, model: PredictionDetail["model"]): readonly Fact[] {
  return [
    { term: "Requested model", value: said(of.requestModel) },
    { term: "Answering model", value: model.name === "" ? unknown : model.name },
    { term: "Operation", value: said(of.operation) },
    {
      term: "Id of the answer",
      value: of.responseId === "" ? unknown : <code>{of.responseId}</code>,
      wide: true,
    },
    ...(of.conversationId === ""
      ? []
      : [{ term: "Conversation", value: <code>{of.conversationId}</code>, wide: true }]),
  ];
}

function usedUp(of: CallFacts): readonly Fact[] {
  const { inputTokens, cachedTokens, cacheWriteTokens, outputTokens, reasoningTokens } = of;
  return [
    {
      term: "Input tokens",
      value: (
        <>
          {tokens(inputTokens)}
          {cachedTokens === null ? null : (
            <span class="under">{count(cachedTokens)} from the cache</span>
          )}
          {cacheWriteTokens === null || cacheWriteTokens === 0 ? null : (
            <span class="under">{count(cacheWriteTokens)} into the cache</span>
          )}
        </>
      ),
    },
    {
      term: "Output tokens",
      value: (
        <>
          {tokens(outputTokens)}
          {reasoningTokens === null || reasoningTokens === 0 ? null : (
            <span class="under">{count(reasoningTokens)} of reasoning</span>
          )}
        </>
      ),
    },
  ];
}

function howItEnded(of: CallFacts): readonly Fact[] {
  const tools = Object.entries(of.tools);
  return [
    {
      term: "Streamed",
      value: of.isStreamed === null ? unknown : of.isStreamed ? "yes" : "no",
    },
    ...(of.isStreamed === false
      ? []
      : [
          {
            term: "First chunk",
            value:
              of.firstChunk === null ? (
                <span class="soft">{NOT_MEASURED}</span>
              ) : (
                `after ${seconds(of.firstChunk)}`
              ),
          },
        ]),
    {
      term: "Finish reason",
      value: of.finishReasons.length === 0 ? unknown : of.finishReasons.join(", "),
    },
    { term: "Refused", value: of.isRefused === null ? unknown : of.isRefused ? "yes" : "no" },
    {
      term: "Tools asked for",
      value:
        tools.length === 0
          ? "none"
          : tools.map(([name, times]) => (times === 1 ? name : `${name} × ${times}`)).join(", "),
    },
  ];
}

function whoSaw({ source }: CallFacts): readonly Fact[] {
  return [
    { term: "Dialect", value: said(source.dialect) },
    {
      term: "Instrumentation",
      value: source.scope === "" ? said("") : `${source.scope} ${source.scopeVersion}`.trim(),
    },
    ...(source.schemaUrl === ""
      ? []
      : [{ term: "Schema", value: <code>{source.schemaUrl}</code>, wide: true }]),
    {
      term: "Seen by",
      value:
        source.seenBy.length === 0 ? (
          "one record"
        ) : (
          <>
            one record, and {source.seenBy.length} more of its trace that are not counted again:{" "}
            <code>{source.seenBy.join(", ")}</code>
          </>
        ),
      wide: true,
    },
  ];
}

const unknown = <span class="soft">not known</span>;

function said(text: string): Child {
  return text === "" ? <span class="soft">not said</span> : text;
}

function tokens(value: number | null): Child {
  return value === null ? unknown : count(value);
}
