import type { Request } from "./environment.ts";
import { type IngestDeps, type IngestPath, ingestRequest } from "./ingest-request.ts";
import { isJson, notJson } from "./json-body.ts";
import { receiptHeader } from "./otlp-logs.ts";
import { problemJson } from "./problem.ts";

/** `POST /api/v1/predictions` and its siblings: one object or an array. 200 once on disk. */
export async function plainJson(c: Request, path: IngestPath, deps: IngestDeps): Promise<Response> {
  if (!isJson(c)) return problemJson(notJson(c));
  const answer = await ingestRequest(c, { json: path }, deps);
  const { accepted, rejected, receipt } = answer;
  if (accepted === 0 && rejected.length > 0) {
    const first = rejected[0]?.reason ?? "";
    return problemJson({
      status: 422,
      detail: `nothing was accepted of ${rejected.length}; the first: ${first}`,
      more: { accepted, rejected, receipt },
    });
  }
  return c.json({ accepted, rejected, receipt }, 200, receiptHeader(answer));
}
