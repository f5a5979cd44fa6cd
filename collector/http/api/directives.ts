import { createHash } from "node:crypto";
import { type Directive, directiveAt, type SystemDirective } from "@tiltmeter/rules";
import { PRODUCER_HEADER } from "@tiltmeter/sdk/wire/attributes";
import type { DirectiveMessage } from "@tiltmeter/sdk/wire/directive";
import { z } from "zod";
import type { Described } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import { isoOrNull, queryOf, wholeText } from "../query.ts";
import { Refusal } from "../refusal.ts";
import { directiveShape } from "../shapes/suspension.ts";
import type { Waiting } from "../waiting.ts";

/** A proxy gives up on a silent answer after 30 s or more. */
const WAIT_S_MAX = 30;
/** Between two askings of one process while too many wait. */
const FULL_RETRY_S = 5;

const directiveQuery = z.strictObject({
  wait: wholeText({
    min: 0,
    max: WAIT_S_MAX,
    rule: `must be whole seconds from 0 to ${WAIT_S_MAX}`,
  })
    .prefault("0")
    .describe("Seconds that the answer may wait while nothing is new."),
});

export interface DirectiveDeps {
  readonly nowMs: () => number;
  /** Also of a system that nobody has heard of. */
  readonly directive: (system: string) => SystemDirective;
  readonly waiting: Waiting;
  /** A process holds the present suspension of its system; not waited for, must not throw. */
  readonly acknowledged: (of: { readonly system: string; readonly producer: string }) => void;
}

/**
 * What the processes of a system should do: `run` or `suspend`.
 *
 * `If-None-Match` with the last ETag and `?wait=25` hold the answer back until there is news, or answer
 * 304 after that many seconds. Whoever sends the ETag of the present suspension has it in memory.
 */
export function directiveRoutes(app: Routes, deps: DirectiveDeps): void {
  const present = (system: string): DirectiveMessage =>
    messageOf(system, directiveAt(deps.directive(system), deps.nowMs()));
  app.get("/api/v1/directives/:system", async (c) => {
    const system = c.req.param("system");
    checkSystem(c, system);
    const waitMs = queryOf(c, directiveQuery).wait * 1_000;
    const isSeen = seenBy(c.req.header("if-none-match"));
    const isFull = deps.waiting.isFull();
    let message = present(system);
    if (isSeen(message.etag)) {
      const producer = c.req.header(PRODUCER_HEADER);
      if (message.directive === "suspend" && producer !== undefined) {
        deps.acknowledged({ system, producer });
      }
      const known = deps.directive(system);
      // The same object is the same directive: of all that is appended little is about this system.
      const isNews = (): boolean =>
        deps.directive(system) !== known && !isSeen(present(system).etag);
      await deps.waiting.wait(isNews, {
        ms: Math.min(waitMs, untilEnd(message, deps.nowMs())),
        signal: c.req.raw.signal,
      });
      message = present(system);
    }
    const headers = {
      etag: `"${message.etag}"`,
      ...(isFull && waitMs > 0 ? { "retry-after": String(FULL_RETRY_S) } : {}),
      // The server is ending, and would wait for a connection that asks again and again.
      ...(deps.waiting.isClosed() ? { connection: "close" } : {}),
    };
    return isSeen(message.etag) ? c.body(null, 304, headers) : c.json(message, 200, headers);
  });
}

function messageOf(system: string, of: Directive): DirectiveMessage {
  const { directive, sinceMs, untilMs, reason, record } = of;
  const said = {
    system,
    directive,
    since: isoOrNull(sinceMs),
    until: isoOrNull(untilMs),
    reason,
    record,
  };
  const etag = createHash("sha256").update(JSON.stringify(said)).digest("hex").slice(0, 16);
  return { ...said, etag };
}

/** An end that comes while somebody waits is news without an entry of the ledger. */
function untilEnd({ until }: DirectiveMessage, nowMs: number): number {
  return until === null ? Number.POSITIVE_INFINITY : Math.max(0, Date.parse(until) - nowMs);
}

function checkSystem(c: Request, system: string): void {
  const { id, keyId, systems } = c.get("caller");
  if (systems === null || systems.includes(system)) return;
  const detail = `${keyId === null ? id : `key ${keyId}`} may not ask for the directive of ${JSON.stringify(system.slice(0, 128))}; its systems are ${systems.join(", ")}`;
  throw new Refusal({ status: 403, detail });
}

/** Says whether the asker has an ETag already; `*` is any (RFC 9110, 13.1.2). */
function seenBy(header: string | undefined): (etag: string) => boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return (etag) => tags.includes(`"${etag}"`) || tags.includes("*");
}

export const DIRECTIVE_ROUTES: Described = {
  "GET /api/v1/directives/:system": {
    tag: "Systems",
    summary: "Ask whether a system may run",
    detail:
      "What the SDK asks in a long poll: with the last `ETag` in `If-None-Match` and `wait`, the answer comes when there is news, or is 304 after so many seconds. It is the same for a system that nobody has heard of.",
    query: directiveQuery,
    headers: { [PRODUCER_HEADER]: "Id of the process that asks: it holds the present suspension." },
    answers: { 200: { of: "What the processes of the system should do.", json: directiveShape } },
    problems: { 403: "The key is not of this system." },
  },
};
