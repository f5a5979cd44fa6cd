import type { Request } from "./environment.ts";
import { type IngestAnswer, type IngestDeps, ingestRequest } from "./ingest-request.ts";
import { encodingOf, otlpProblem, otlpSuccess, type PartialSuccess } from "./otlp-reply.ts";

/** `POST /v1/logs`: OTLP over HTTP, in protobuf or JSON. 200 once what was accepted is on disk. */
export async function otlpLogs(c: Request, deps: IngestDeps): Promise<Response> {
  const encoding = encodingOf(c.req.header("content-type"));
  if (encoding === null) {
    const got = JSON.stringify((c.req.header("content-type") ?? "none").slice(0, 64));
    const detail = `content-type must be application/x-protobuf or application/json, got ${got}`;
    return otlpProblem({ status: 415, detail }, null);
  }
  const answer = await ingestRequest(c, { otlp: encoding }, deps);
  return otlpSuccess(partialSuccess(answer), encoding, receiptHeader(answer));
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

function partialSuccess(answer: IngestAnswer): PartialSuccess {
  const { accepted, rejected, rejectedCount, foreign } = answer;
  if (rejectedCount > 0) {
    const reasons = rejected
      .slice(0, REASONS_MAX)
      .map(({ index, reason }) => `record ${index}: ${reason}`);
    const more = rejectedCount > REASONS_MAX ? `; and ${rejectedCount - REASONS_MAX} more` : "";
    const total = accepted + rejectedCount + foreign;
    return {
      rejected: rejectedCount,
      message: `${rejectedCount} of ${total} records refused: ${reasons.join("; ")}${more}`,
    };
  }
  // Others may share a pipeline with us; only who reaches us with nothing of ours is told.
  const nothing = accepted === 0 && foreign > 0;
  return {
    rejected: 0,
    message: nothing
      ? `none of ${foreign} records has an event name that is stored here, such as aims.prediction`
      : "",
  };
}
