import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import { answerHeaders, pairs, requestHeaders } from "./passed-headers.ts";
import { answerProblem } from "./problem-answer.ts";
import type { Target } from "./target.ts";

/** How an exchange ended. */
export type Ending =
  /** The whole answer was passed on. */
  | { readonly kind: "complete" }
  /** The client went away before that. */
  | { readonly kind: "abandoned" }
  /** The target gave no answer, or not the whole of it: the system's or the parser's code for why. */
  | { readonly kind: "failed"; readonly code: string };

/** Hears what passes, and changes nothing but what it adds to the answer's headers. No method throws or waits. */
export interface Watcher {
  readonly requestChunk: (chunk: Buffer) => void;
  readonly requestEnded: () => void;
  /** The answer's headers have come; gives what is added to them. */
  readonly answered: (
    status: number,
    headers: IncomingMessage["headers"],
  ) => readonly (readonly [string, string])[];
  readonly answerChunk: (chunk: Buffer) => void;
  /** Once, last. */
  readonly ended: (ending: Ending) => void;
}

/** Sees nothing. */
export const UNWATCHED: Watcher = {
  requestChunk: () => undefined,
  requestEnded: () => undefined,
  answered: () => [],
  answerChunk: () => undefined,
  ended: () => undefined,
};

interface Forwarding {
  readonly target: Target;
  readonly watcher: Watcher;
  /** The client waits for leave to send its body (`Expect: 100-continue`). */
  readonly awaitsContinue: boolean;
}

const BODYLESS: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"]);
/** May be sent again where a connection that was kept turned out to be closed. */
const REPEATABLE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Passes a request to the target and its answer to the client: bytes as they come, as fast as the slower side
 * takes them. A client that goes away ends the target's work; a target that breaks off breaks off the answer.
 */
export function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { target, watcher, awaitsContinue }: Forwarding,
): void {
  const passage = new Passage(incoming, outgoing, watcher);
  const hasBody = bodyOf(incoming);
  const begin = (isFirst: boolean): void => {
    const upstream = sendTo(target, incoming, hasBody);
    upstream.once("error", (error) => {
      const again = isFirst && upstream.reusedSocket && !hasBody;
      if (again && REPEATABLE.has(incoming.method ?? "") && passage.isUntouched) begin(false);
      else passage.failed(error, target);
    });
    passage.carry(upstream, { hasBody, awaitsContinue });
  };
  try {
    begin(true);
  } catch (error) {
    passage.failed(error, target);
  }
}

function bodyOf({ headers }: IncomingMessage): boolean {
  const length = headers["content-length"];
  return headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
}

function sendTo(target: Target, incoming: IncomingMessage, hasBody: boolean): ClientRequest {
  const method = incoming.method ?? "GET";
  const { headers, rawHeaders } = incoming;
  return target.send({
    method,
    path: incoming.url ?? "/",
    headers: requestHeaders(rawHeaders, {
      host: target.host,
      from: { address: incoming.socket.remoteAddress ?? "unknown", host: headers.host ?? "" },
      isChunked: headers["transfer-encoding"] !== undefined,
      takesTrailers: /\btrailers\b/i.test(String(headers["te"] ?? "")),
      isEmpty: !hasBody && headers["content-length"] === undefined && !BODYLESS.has(method),
    }),
  });
}

/** One exchange on its way, from the first byte to its one end. */
class Passage {
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  readonly #watcher: Watcher;
  #upstream: ClientRequest | null = null;
  #answer: IncomingMessage | null = null;
  #isEnded = false;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, watcher: Watcher) {
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.#watcher = watcher;
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) this.#abandoned();
    });
    // Both end in a close, which says it all.
    incoming.on("error", () => undefined);
    outgoing.on("error", () => undefined);
  }

  /** Nothing was answered yet, and the client is still there. */
  get isUntouched(): boolean {
    return this.#answer === null && !this.#isEnded && !this.#outgoing.headersSent;
  }

  carry(
    upstream: ClientRequest,
    of: { readonly hasBody: boolean; readonly awaitsContinue: boolean },
  ): void {
    this.#upstream = upstream;
    // Further faults after the first one have nothing to say.
    upstream.on("error", () => undefined);
    upstream.once("response", (answer) => this.#answered(answer));
    // A target that upgrades, though nobody asked it to, speaks what we cannot pass on.
    upstream.once("upgrade", (_, socket) => {
      socket.destroy();
      upstream.destroy(Object.assign(new Error("it upgraded unasked"), { code: "EPROTO" }));
    });
    upstream.on("information", (information) => this.#informed(information));
    if (of.awaitsContinue) upstream.once("continue", () => this.#outgoing.writeContinue());
    if (of.hasBody) this.#passBody(upstream);
    else {
      upstream.end();
      this.#watcher.requestEnded();
      this.#incoming.resume();
    }
  }

  failed(error: unknown, target: Target): void {
    if (this.#answer !== null) return; // its own close tells
    if (this.#isEnded) return;
    const code = codeOf(error);
    const isLate = code === "ETIMEDOUT";
    if (!this.#outgoing.headersSent && !this.#outgoing.destroyed) {
      this.#incoming.unpipe();
      this.#incoming.resume();
      const status = isLate ? 504 : 502;
      const added = this.#watcher.answered(status, {});
      answerProblem(
        this.#outgoing,
        {
          status,
          code: isLate ? "target_timeout" : "target_unreachable",
          detail: `the model server at ${target.shown} gave no answer (${code}${wordsOf(error, code)}); ${nextStep(code)}`,
        },
        added,
      );
    }
    this.#end({ kind: "failed", code });
  }

  #passBody(upstream: ClientRequest): void {
    const { requestChunk, requestEnded } = this.#watcher;
    this.#incoming.on("data", requestChunk);
    this.#incoming.once("end", () => {
      const { rawTrailers } = this.#incoming;
      if (rawTrailers.length > 0) upstream.addTrailers(pairs(rawTrailers));
      upstream.end();
      requestEnded();
    });
    this.#incoming.pipe(upstream, { end: false });
  }

  #answered(answer: IncomingMessage): void {
    if (this.#isEnded) {
      answer.destroy();
      return;
    }
    this.#answer = answer;
    const outgoing = this.#outgoing;
    const status = answer.statusCode ?? 502;
    const added = this.#watcher.answered(status, answer.headers);
    outgoing.sendDate = false; // the target's own, or none
    try {
      outgoing.writeHead(
        status,
        answer.statusMessage ?? "",
        answerHeaders(answer.rawHeaders, added),
      );
    } catch (error) {
      answer.destroy();
      outgoing.destroy();
      this.#end({ kind: "failed", code: codeOf(error) });
      return;
    }
    // The headers of a slow stream go at once; those of a quick answer together with it, which saves a system call.
    let isBegun = false;
    setImmediate(() => {
      if (!isBegun && !outgoing.writableEnded) outgoing.flushHeaders();
    });
    answer.on("data", (chunk: Buffer) => {
      isBegun = true;
      this.#watcher.answerChunk(chunk);
    });
    answer.once("end", () => {
      if (answer.rawTrailers.length > 0) outgoing.addTrailers(pairs(answer.rawTrailers));
      outgoing.end();
    });
    answer.on("error", () => undefined);
    answer.once("close", () => {
      if (!answer.complete) this.#brokenOff();
    });
    outgoing.once("finish", () => this.#end({ kind: "complete" }));
    answer.pipe(outgoing, { end: false });
  }

  #informed(information: { statusCode: number; headers: NodeJS.Dict<string | string[]> }): void {
    const { statusCode, headers } = information;
    if (this.#outgoing.headersSent || this.#incoming.httpVersionMinor === 0) return;
    try {
      if (statusCode === 102) this.#outgoing.writeProcessing();
      if (statusCode === 103) {
        const hints: Record<string, string | string[]> = {};
        for (const [name, value] of Object.entries(headers)) if (value) hints[name] = value;
        this.#outgoing.writeEarlyHints(hints);
      }
    } catch {
      // Hints that Node refuses to write are hints: the answer comes without them.
    }
  }

  /** What the target sent so far still reaches the client; that it is not all, too. */
  #brokenOff(): void {
    const { socket } = this.#outgoing;
    if (socket === null) this.#outgoing.destroy();
    else socket.destroySoon();
    this.#end({ kind: "failed", code: "ECONNRESET" });
  }

  #abandoned(): void {
    this.#upstream?.destroy();
    this.#end({ kind: "abandoned" });
  }

  #end(ending: Ending): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const upstream = this.#upstream;
    // An answer that came before the whole request was sent: the rest has no reader.
    if (upstream !== null && !upstream.writableEnded) {
      this.#incoming.unpipe(upstream);
      this.#incoming.resume();
      upstream.destroy();
    }
    this.#watcher.ended(ending);
  }
}

/** The system's or the parser's code of a failure; `_OTHER` where it has none. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "_OTHER";
}

function nextStep(code: string): string {
  return /CERT|SIGNATURE|ALTNAME/.test(code)
    ? "its certificate must be vouched for: NODE_EXTRA_CA_CERTS names a file of further authorities"
    : "see whether it runs and listens there";
}

function wordsOf(error: unknown, code: string): string {
  const words = error instanceof Error ? error.message : "";
  return words === "" || words.includes(code) ? "" : `: ${words.slice(0, 200)}`;
}
