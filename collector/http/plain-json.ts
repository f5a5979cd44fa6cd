import type { Request } from "./environment.ts";
import { type IngestDeps, type IngestPath, ingestRequest } from "./ingest-request.ts";
import { isJson, notJson } from "./json-body.ts";
import { receiptHeader } from "./otlp-ingest.ts";
import { Refusal } from "./refusal.ts";

/** `POST /api/v1/predictions` and its siblings: one object or an array. 200 once on disk. */
export async function plainJson(c: Request, path: IngestPath, deps: IngestDeps): Promise<Response> {
  if (!isJson(c)) throw new Refusal(notJson(c));
  const answer = await ingestRequest(c, { json: path }, deps);
  const { accepted, rejected, rejectedCount, receipt, folded } = answer;
  // All of them are listed, but for a request with more than a thousand: then how many there are.
  const count = rejectedCount > rejected.length ? { rejectedCount } : {};
  const lost = folded === undefined ? {} : { folded };
  const reply = { accepted, rejected, ...count, ...lost, receipt };
  if (accepted === 0 && rejectedCount > 0) {
    const detail = `nothing was accepted of ${rejectedCount}; the first: ${rejected[0]?.reason ?? ""}`;
    throw new Refusal({ status: 422, detail, more: reply });
  }
  return c.json(reply, 200, receiptHeader(answer));
}
