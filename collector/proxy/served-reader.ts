import { OWN_SOURCE } from "@tiltmeter/sdk/wire/genai-call";
import { isGenerative } from "@tiltmeter/sdk/wire/served/answer-reader";
import { askedOf } from "@tiltmeter/sdk/wire/served/asked";
import { ServedExchange, type ServedPrediction } from "@tiltmeter/sdk/wire/served/exchange";
import { countAt, fieldsOf, listAt, textAt } from "@tiltmeter/sdk/wire/served/fields";
import type { ServedRoute } from "@tiltmeter/sdk/wire/served/route";
import type { AnsweredPart, AskedPart, ExchangeReader, Foreseen, Said } from "./exchange-parts.ts";

/** What a mapping may say of one prediction of a known interface, over what its reader says. */
export type Overlay = (said: Said, of: ServedPrediction) => Said;

/**
 * Reads exchanges with a server that speaks one of the known interfaces. `provider` is `""` where it is not known.
 *
 * The columns of a table are features only where `over` says so: what of a row may be recorded is the user's to say.
 */
export function servedReader(
  route: ServedRoute,
  provider: string,
  over: (asked: AskedPart, answered: AnsweredPart) => Overlay = () => (said) => said,
): ExchangeReader {
  return {
    foresee: (asked) => foreseenOf(route, asked),
    read(asked, answered) {
      const predictions = predictionsOf(route, provider, asked, answered);
      const [first] = predictions;
      const id = first?.call?.responseId ?? textAt(fieldsOf(answered.body), "id");
      const overlay = over(asked, answered);
      const said = predictions.map((each) => overlay(saidOf(each), each));
      const [only, ...others] = said;
      return { id: id || null, said: only !== undefined && others.length === 0 ? only : said };
    },
  };
}

function foreseenOf(route: ServedRoute, { body }: AskedPart): Foreseen {
  const { api } = askedOf(route, body);
  // An embedding has no id; answers of the others carry one.
  if (isGenerative(api)) {
    return { id: null, many: null, isNamedByAnswer: api !== "openai.embeddings" };
  }
  const fields = fieldsOf(body);
  const rows =
    api === "kserve.infer"
      ? countAt({ rows: listAt(fieldsOf(listAt(fields, "inputs")[0]), "shape")[0] }, "rows")
      : rowsOf(fields);
  const id = api === "kserve.infer" ? textAt(fields, "id") : "";
  return {
    id: id === "" ? null : id,
    many: rows === null || rows < 2 ? null : rows,
    isNamedByAnswer: false,
  };
}

/** Of a request to an MLflow server; null where it has columns instead of rows. */
function rowsOf(request: Readonly<Record<string, unknown>>): number | null {
  const split = listAt(fieldsOf(request["dataframe_split"]), "data");
  const lists = [
    split,
    ...["dataframe_records", "instances", "inputs"].map((key) => listAt(request, key)),
  ];
  return lists.find((list) => list.length > 0)?.length ?? null;
}

/** The published reader takes bytes as they pass; here they have passed, so its clock is told when. */
function predictionsOf(
  route: ServedRoute,
  provider: string,
  asked: AskedPart,
  answered: AnsweredPart,
): readonly ServedPrediction[] {
  let clockMs = 0;
  const exchange = new ServedExchange({
    asked: askedOf(route, asked.body),
    keepsText: false,
    nowMs: () => clockMs,
  });
  const { status, text, isEvents, firstChunk } = answered;
  exchange.answered(status, isEvents ? "text/event-stream" : "application/json");
  clockMs = (firstChunk ?? 0) * 1_000;
  if (text !== "") exchange.chunk(Buffer.from(text));
  exchange.end();
  return exchange.predictions({ provider, source: OWN_SOURCE });
}

function saidOf(prediction: ServedPrediction): Said {
  const { model, task, label, value, call, failure } = prediction;
  return {
    model,
    task,
    ...(label === "" ? {} : { label }),
    value,
    ...(failure === "" ? {} : { errorType: failure }),
    ...(call === null ? {} : { call }),
  };
}
