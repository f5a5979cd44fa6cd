import type { Request } from "./environment.ts";
import {
  type IngestAnswer,
  type IngestDeps,
  ingestRequest,
  type Signal,
} from "./ingest-request.ts";
import { encodingOf, otlpProblem, otlpSuccess, type PartialSuccess } from "./otlp-reply.ts";

/** `POST /v1/logs` and its siblings: OTLP over HTTP, in protobuf or JSON. 200 once what was accepted is on disk. */
export async function otlpIngest(c: Request, signal: Signal, deps: IngestDeps): Promise<Response> {
  const encoding = encodingOf(c.req.header("content-type"));
  if (encoding === null) {
    const got = JSON.stringify((c.req.header("content-type") ?? "none").slice(0, 64));
    const detail = `content-type must be application/x-protobuf or application/json, got ${got}`;
    return otlpProblem({ status: 415, detail }, null);
  }
  const answer = await ingestRequest(c, { otlp: encoding, signal }, deps);
  const success = partialSuccess(answer, signal);
  return otlpSuccess(success, { encoding, signal }, receiptHeader(answer));
}

/**
 * `Tiltmeter-Receipt: <journal>/<seq>`: where the accepted records are on disk; `Tiltmeter-Repeated:
 * true` where they were there before.
 */
export function receiptHeader({ receipt, repeated }: IngestAnswer): Record<string, string> {
  if (receipt === null) return {};
  const again: Record<string, string> = repeated ? { "tiltmeter-repeated": "true" } : {};
  return { "tiltmeter-receipt": `${receipt.journal}/${receipt.seq}`, ...again };
}

const REASONS_MAX = 5;

/** What a request is told that has nothing of what is stored. */
const NOTHING: Readonly<Record<Signal, string>> = {
  logs: "records has an event name that is stored here, such as aims.prediction",
  traces: "spans is of a call of a generative model; no other spans are stored here",
  metrics: "data points is of a metric that is stored here, such as gen_ai.client.token.usage",
};

/** Names that were too many; the records are stored. */
function foldedInWords(folded: number): string {
  return `${folded} attributes folded into the feature _overflow: their system has made up too many names of features and segments today`;
}

function partialSuccess(answer: IngestAnswer, signal: Signal): PartialSuccess {
  const { accepted, rejected, rejectedCount, foreign, elsewhere = 0, folded = 0 } = answer;
  const alsoFolded = folded === 0 ? "" : foldedInWords(folded);
  if (rejectedCount > 0) {
    const reasons = rejected
      .slice(0, REASONS_MAX)
      .map(({ index, reason }) => `record ${index}: ${reason}`);
    const more = rejectedCount > REASONS_MAX ? `; and ${rejectedCount - REASONS_MAX} more` : "";
    const total = accepted + rejectedCount + foreign + elsewhere;
    const refused = `${rejectedCount} of ${total} records refused: ${reasons.join("; ")}${more}`;
    return {
      rejected: rejectedCount,
      message: alsoFolded === "" ? refused : `${refused}; ${alsoFolded}`,
    };
  }
  if (alsoFolded !== "") return { rejected: 0, message: alsoFolded };
  if (signal === "logs" && elsewhere > 0) {
    const message = `${elsewhere} records tell of calls in recorded traces and are left to the spans of those; send traces here too`;
    return { rejected: 0, message };
  }
  // Others may share a pipeline with us; only who reaches us with nothing of ours is told.
  const nothing = accepted === 0 && elsewhere === 0 && foreign > 0;
  return { rejected: 0, message: nothing ? `none of ${foreign} ${NOTHING[signal]}` : "" };
}
