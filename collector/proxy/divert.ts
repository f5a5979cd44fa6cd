import type { IncomingMessage, ServerResponse } from "node:http";
import type { Monitor } from "@tiltmeter/sdk";
import { Exchange, type ExchangeDeps } from "./exchange.ts";
import { forward, UNWATCHED, type Watcher } from "./forward.ts";
import { answerProblem } from "./problem-answer.ts";
import type { FallbackAnswer } from "./proxy-map.ts";
import { recordStops } from "./recording.ts";
import { replay } from "./replay.ts";
import type { Routed } from "./routed.ts";
import { suspendedProblem } from "./suspension.ts";
import type { Target } from "./target.ts";

/** What becomes of calls while their system is suspended. */
export interface Diverting {
  readonly ai: Monitor;
  readonly system: string;
  readonly target: Target;
  /** Answers in the model's place where the mapping gives no answer; null: nobody does. */
  readonly fallback: Target | null;
  readonly isShadow: boolean;
  readonly exchange: ExchangeDeps;
  /** Watches a call of the model for a prediction with this id. */
  readonly watch: (incoming: IncomingMessage, route: Routed, id: string) => Watcher;
}

/**
 * Answers a call that is kept from the suspended model: by the mapping's answer, by the fallback server, or by 503
 * that says why. It is recorded as an oversight decision, `stop`, under the ids that its predictions would have had.
 * In shadow the model is asked once the client has its answer. Resolves when all of that is done.
 */
export async function divert(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  of: { readonly route: Routed | null; readonly awaitsContinue: boolean },
  { ai, system, target, fallback, isShadow, exchange, watch }: Diverting,
): Promise<void> {
  const timeMs = exchange.nowMs();
  const { route, awaitsContinue } = of;
  const held = route === null ? null : heldCall(incoming, route, exchange);
  const given = route?.fallback ?? null;
  outgoing.on("error", () => undefined);
  const answered = new Promise<void>((resolve) => outgoing.once("close", resolve));
  if (given === null && fallback !== null) {
    const watcher = held === null ? UNWATCHED : { ...UNWATCHED, ...hears(held) };
    forward(incoming, outgoing, { target: fallback, watcher, awaitsContinue });
  } else {
    if (awaitsContinue) outgoing.writeContinue();
    await uploaded(incoming, held);
    await held?.foreseen();
    const added = held?.heldHeaders() ?? [];
    const problem = suspendedProblem(system, ai.directive(), exchange.nowMs());
    if (given === null) answerProblem(outgoing, problem, added);
    else answerGiven(outgoing, given, added);
  }
  await answered;
  if (held === null || route === null) return;
  const { id, many } = await held.foreseen();
  recordStops(ai, { id, many, timeMs });
  const body = held.keptRequest();
  try {
    if (isShadow && body !== null) {
      await replay(incoming, body, { target, watcher: watch(incoming, route, id) });
    }
  } finally {
    held.release();
  }
}

/** Keeps the request, and knows how its predictions would have been named. */
function heldCall(incoming: IncomingMessage, route: Routed, deps: ExchangeDeps): Exchange | null {
  const { reader, params } = route;
  if (reader === null) return null;
  return new Exchange({ incoming, params, reader, deps, id: null, done: () => undefined });
}

function hears(held: Exchange): Partial<Watcher> {
  const { requestChunk, requestEnded } = held;
  return { requestChunk, requestEnded, answered: () => held.heldHeaders() };
}

/** Resolves when the request has come whole, or its client has gone. */
function uploaded(incoming: IncomingMessage, held: Exchange | null): Promise<void> {
  return new Promise((resolve) => {
    incoming.on("data", held?.requestChunk ?? (() => undefined));
    incoming.on("error", () => undefined);
    incoming.once("end", resolve);
    incoming.once("close", resolve);
  });
}

function answerGiven(
  outgoing: ServerResponse,
  { status, headers, body }: FallbackAnswer,
  added: readonly (readonly [string, string])[],
): void {
  outgoing.writeHead(status, [
    ...headers.flat(),
    ...["Content-Length", String(Buffer.byteLength(body))],
    ...added.flat(),
  ]);
  outgoing.end(body);
}
