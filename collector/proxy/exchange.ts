import type { IncomingMessage } from "node:http";
import type { TraceInput } from "@tiltmeter/sdk";
import { BodyCopy, type CopyBudget } from "./body-copy.ts";
import { decodedText, parsedJson } from "./decoded-body.ts";
import type { AnsweredPart, AskedPart, ExchangeReader, Foreseen, Said } from "./exchange-parts.ts";
import type { Ending, Watcher } from "./forward.ts";

/** On requests: the id that the caller wants. On answers: the id of the prediction. */
const ID_HEADER = "Tiltmeter-Prediction-Id";

const ID_LENGTH_MAX = 240;

/** What an exchange turned out to be. */
export interface Observed {
  /** Of the prediction, or what the ids of many begin with. */
  readonly id: string;
  /** Unix milliseconds of the request. */
  readonly timeMs: number;
  /** Seconds until the answer's end, or until what there was of it. */
  readonly latency: number;
  /** `""` where it was answered; else the status, or the system's code of why not. */
  readonly errorType: string;
  readonly said: Said | readonly Said[];
  /** Of the client's span, as its `traceparent` says; null where it sends none. */
  readonly trace: TraceInput | null;
  /** How many predictions were asked for; null: one, without a number in its id. */
  readonly many: number | null;
}

/** Why of an exchange less is known than passed. */
export type Unread =
  | "request_too_long"
  | "answer_too_long"
  | "request_unreadable"
  | "answer_unreadable"
  | "fault";

/** What all exchanges share. */
export interface ExchangeDeps {
  readonly budget: CopyBudget;
  readonly nowMs: () => number;
  /** Milliseconds of a clock that does not jump. */
  readonly monotonicMs: () => number;
  readonly nextId: () => string;
  /** The name of a prediction whose answer carries this id. */
  readonly nameByAnswer: (id: string) => string;
  /** Whether answers carry `Tiltmeter-Prediction-Id`. */
  readonly showsId: boolean;
  readonly onUnread: (why: Unread, error?: unknown) => void;
}

/**
 * Watches one exchange: keeps bounded copies of both bodies while they pass, and reads them afterwards.
 *
 * Nothing of it throws or delays what passes. `done` hears once what the exchange was; null where that could not be told.
 */
export class Exchange implements Watcher {
  readonly #incoming: IncomingMessage;
  readonly #params: Readonly<Record<string, string>>;
  readonly #reader: ExchangeReader;
  readonly #deps: ExchangeDeps;
  readonly #done: (observed: Observed | null) => void;
  readonly #request: BodyCopy;
  readonly #answer: BodyCopy;
  readonly #timeMs: number;
  readonly #startMs: number;
  readonly #ownId: string;
  #isFixed: boolean;
  #asked: Promise<AskedPart> | null = null;
  #foreseen: Foreseen | null = null;
  #firstMs: number | null = null;
  #status = 0;
  #answerHeaders: IncomingMessage["headers"] = {};

  constructor(of: {
    readonly incoming: IncomingMessage;
    readonly params: Readonly<Record<string, string>>;
    readonly reader: ExchangeReader;
    readonly deps: ExchangeDeps;
    /** The id that it has whatever the bodies say; null: as client, request or answer name it. */
    readonly id: string | null;
    readonly done: (observed: Observed | null) => void;
  }) {
    const { incoming, params, reader, deps, done } = of;
    this.#incoming = incoming;
    this.#params = params;
    this.#reader = reader;
    this.#deps = deps;
    this.#done = done;
    this.#request = new BodyCopy(deps.budget);
    this.#answer = new BodyCopy(deps.budget);
    this.#timeMs = deps.nowMs();
    this.#startMs = deps.monotonicMs();
    const given = of.id ?? clientId(incoming);
    this.#isFixed = given !== null;
    this.#ownId = given ?? deps.nextId();
  }

  readonly requestChunk = (chunk: Buffer): void => {
    this.#guarded(() => this.#request.add(chunk));
  };

  readonly requestEnded = (): void => {
    this.#guarded(() => {
      void this.#readOnce();
    });
  };

  readonly answered = (
    status: number,
    headers: IncomingMessage["headers"],
  ): readonly (readonly [string, string])[] => {
    this.#status = status;
    this.#answerHeaders = headers;
    const id = this.#knownId(status);
    return id === null ? [] : this.#shown(id);
  };

  readonly answerChunk = (chunk: Buffer): void => {
    this.#guarded(() => {
      this.#firstMs ??= this.#deps.monotonicMs();
      this.#answer.add(chunk);
    });
  };

  readonly ended = (ending: Ending): void => {
    const endMs = this.#deps.monotonicMs();
    // After what passes: the client has its answer before we look at ours.
    setImmediate(() => void this.#finish(ending, endMs));
  };

  /** The request's body so far as it was kept; null where it was too long. */
  keptRequest(): Buffer | null {
    return this.#request.isTooLong ? null : this.#request.bytes();
  }

  /** What the request foretells, once it has come whole. */
  async foreseen(): Promise<{ readonly id: string; readonly many: number | null }> {
    await this.#readOnce();
    return { id: this.#idBefore(), many: this.#foreseen?.many ?? null };
  }

  /** What is added to the answer of somebody else than the model. */
  heldHeaders(): readonly (readonly [string, string])[] {
    const id = this.#foreseen === null && !this.#isFixed ? null : this.#idBefore();
    return id === null ? [] : this.#shown(id);
  }

  /** Gives the copies' memory back. Idempotent. */
  release(): void {
    this.#request.release();
    this.#answer.release();
  }

  #shown(id: string): readonly (readonly [string, string])[] {
    return this.#deps.showsId && SHOWABLE.test(id) ? [[ID_HEADER, id]] : [];
  }

  #idBefore(): string {
    return this.#isFixed ? this.#ownId : (validId(this.#foreseen?.id) ?? this.#ownId);
  }

  /** The id where nothing that is still to come can change it. */
  #knownId(status: number): string | null {
    if (this.#isFixed) return this.#ownId;
    if (this.#foreseen === null) return null;
    if (this.#foreseen.isNamedByAnswer && status < 400) return null;
    return this.#idBefore();
  }

  #readOnce(): Promise<AskedPart> {
    this.#asked ??= this.#readRequest();
    return this.#asked;
  }

  /** Never rejects: it is begun while nobody waits for it. */
  async #readRequest(): Promise<AskedPart> {
    const { headers, method = "", url = "" } = this.#incoming;
    const text = await this.#text(this.#request, headers);
    const body = isJson(headers) ? parsedJson(text) : undefined;
    if (this.#request.isTooLong) this.#deps.onUnread("request_too_long");
    else if (isJson(headers) && body === undefined && text !== "") {
      this.#deps.onUnread("request_unreadable");
    }
    const asked = { method, path: url, headers: firstOf(headers), params: this.#params, body };
    this.#guarded(() => {
      this.#foreseen = this.#reader.foresee(asked);
    });
    return asked;
  }

  /** Null where it is not what its headers say. */
  #text(copy: BodyCopy, headers: IncomingMessage["headers"]): Promise<string | null> {
    return decodedText(copy.bytes(), headers["content-encoding"], this.#deps.budget.bytesMax);
  }

  async #finish(ending: Ending, endMs: number): Promise<void> {
    try {
      const asked = await this.#readOnce();
      const answered = await this.#readAnswer();
      const { id, said } = this.#reader.read(asked, answered);
      this.#done({
        id: this.#nameOf(id, ending),
        timeMs: this.#timeMs,
        latency: Math.max(0, endMs - this.#startMs) / 1_000,
        errorType: this.#errorOf(ending),
        said,
        trace: traceOf(this.#incoming),
        many: this.#foreseen?.many ?? null,
      });
    } catch (error) {
      this.#deps.onUnread("fault", error);
      this.#done(null);
    } finally {
      this.release();
    }
  }

  #nameOf(said: string | null, ending: Ending): string {
    const isAnswered = ending.kind !== "failed" && this.#status < 400;
    const isOpen = !this.#isFixed && isAnswered && this.#foreseen?.isNamedByAnswer === true;
    const id = isOpen ? validId(said) : null;
    return id === null ? this.#idBefore() : this.#deps.nameByAnswer(id);
  }

  #errorOf(ending: Ending): string {
    if (ending.kind === "failed") return ending.code;
    if (this.#status >= 400) return String(this.#status);
    return ending.kind === "abandoned" && this.#status === 0 ? "client_closed" : "";
  }

  async #readAnswer(): Promise<AnsweredPart> {
    const headers = this.#answerHeaders;
    const isEvents = /^text\/event-stream\b/i.test(headers["content-type"] ?? "");
    const text = await this.#text(this.#answer, headers);
    const body = isJson(headers) ? parsedJson(text) : undefined;
    if (this.#answer.isTooLong) this.#deps.onUnread("answer_too_long");
    else if (text === null || (isJson(headers) && body === undefined && text !== "")) {
      this.#deps.onUnread("answer_unreadable");
    }
    return {
      status: this.#status,
      headers: firstOf(headers),
      body,
      text: text ?? "",
      isEvents,
      firstChunk: this.#firstMs === null ? null : (this.#firstMs - this.#startMs) / 1_000,
    };
  }

  #guarded(observe: () => void): void {
    try {
      observe();
    } catch (error) {
      this.#deps.onUnread("fault", error);
    }
  }
}

/** A body without a type is tried: many small servers and scripts leave it out. */
function isJson(headers: IncomingMessage["headers"]): boolean {
  return /json|^$/i.test(headers["content-type"] ?? "");
}

/** The id that the client asks for; null where it asks for none, or for one that cannot be. */
function clientId({ headers }: IncomingMessage): string | null {
  const given = headers[ID_HEADER.toLowerCase()];
  return typeof given === "string" ? validId(given) : null;
}

/** W3C Trace Context, of any version: what follows the two ids is not ours. */
function traceOf({ headers }: IncomingMessage): TraceInput | null {
  const found = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-/.exec(String(headers["traceparent"]));
  const [, traceId, spanId] = found ?? [];
  return traceId === undefined || spanId === undefined ? null : { traceId, spanId };
}

/** What a header can carry. */
const SHOWABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** As the SDK takes ids; a number is counted up behind it where one call makes many. */
function validId(id: string | null | undefined): string | null {
  return typeof id === "string" && id !== "" && id.length <= ID_LENGTH_MAX ? id : null;
}

function firstOf(headers: IncomingMessage["headers"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value[0] : value) ?? "",
    ]),
  );
}
