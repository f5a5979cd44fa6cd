import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { routeOf } from "@tiltmeter/sdk/wire/served/route";
import { AnswerIds } from "./answer-ids.ts";
import { CopyBudget } from "./body-copy.ts";
import { type Diverting, divert } from "./divert.ts";
import { Exchange, type ExchangeDeps, type Unread } from "./exchange.ts";
import { forward, UNWATCHED, type Watcher } from "./forward.ts";
import { matchRequest } from "./path-pattern.ts";
import { answerProblem } from "./problem-answer.ts";
import type { ProxyDeps, ProxyOptions } from "./proxy-options.ts";
import { readerOfRoute } from "./reader-of-route.ts";
import { recordPredictions } from "./recording.ts";
import type { Routed } from "./routed.ts";
import { servedReader } from "./served-reader.ts";

/** What the proxy has done so far. */
export interface ProxyStatus {
  /** Requests whose answers are still on their way. */
  readonly inHand: number;
  readonly recorded: number;
  /** Calls that were kept from the suspended model. */
  readonly diverted: number;
  /** Exchanges of which less is known than passed, by reason. */
  readonly unread: Readonly<Record<string, number>>;
  readonly copiedBytes: number;
}

/** Copies of all exchanges in hand: what a burst of large bodies may cost. */
const COPIES_TOTAL = 16;

/** Decides of each request where it goes, and who watches. */
export class Gateway {
  readonly #options: ProxyOptions;
  readonly #deps: ProxyDeps;
  readonly #exchange: ExchangeDeps;
  readonly #budget: CopyBudget;
  readonly #answerIds = new AnswerIds();
  readonly #outgoing = new Set<ServerResponse>();
  readonly #pending = new Set<Promise<void>>();
  readonly #unread = new Map<string, number>();
  readonly #idPrefix = randomBytes(10).toString("base64url");
  #ids = 0;
  #recorded = 0;
  #diverted = 0;
  readonly #diverting: Diverting;
  #isClosing = false;

  constructor(options: ProxyOptions, deps: ProxyDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#budget = new CopyBudget({
      bytesMax: options.copyBytesMax,
      totalMax: options.copyBytesMax * COPIES_TOTAL,
    });
    this.#exchange = {
      budget: this.#budget,
      nowMs: deps.nowMs,
      monotonicMs: deps.monotonicMs,
      nextId: () => {
        this.#ids += 1;
        return `${this.#idPrefix}-${this.#ids.toString(36)}`;
      },
      nameByAnswer: (id) => this.#answerIds.name(id),
      showsId: options.showsId,
      onUnread: (why, error) => this.#tellUnread(why, error),
    };
    const { system, target, fallback, isShadow } = options;
    this.#diverting = {
      ...{ system, target, fallback, isShadow },
      ai: deps.ai,
      exchange: this.#exchange,
      watch: (incoming, route, id) => this.#watch(incoming, route, id),
    };
  }

  status(): ProxyStatus {
    return {
      inHand: this.#outgoing.size,
      recorded: this.#recorded,
      diverted: this.#diverted,
      unread: Object.fromEntries(this.#unread),
      copiedBytes: this.#budget.held,
    };
  }

  take(incoming: IncomingMessage, outgoing: ServerResponse, awaitsContinue: boolean): void {
    if (this.#isClosing) outgoing.shouldKeepAlive = false;
    this.#outgoing.add(outgoing);
    outgoing.once("close", () => this.#outgoing.delete(outgoing));
    const path = (incoming.url ?? "/").split("?", 1)[0] ?? "/";
    if (this.#options.healthPath !== null && path === this.#options.healthPath) {
      incoming.resume();
      this.#health(outgoing);
      return;
    }
    if (/^websocket$/i.test(incoming.headers.upgrade ?? "")) {
      incoming.resume();
      answerProblem(outgoing, UPGRADE_REFUSED);
      return;
    }
    if (!/^chunked$/i.test(incoming.headers["transfer-encoding"] ?? "chunked")) {
      incoming.resume();
      outgoing.shouldKeepAlive = false;
      answerProblem(outgoing, CODING_REFUSED);
      return;
    }
    const route = this.#routed(incoming);
    if (this.#isHeld(incoming, route)) {
      this.#diverted += 1;
      this.#track(
        divert(incoming, outgoing, { route, awaitsContinue }, this.#diverting).catch((error) => {
          this.#tellUnread("fault", error);
          // Whatever went wrong here: the model is not asked.
          outgoing.destroy();
        }),
      );
      return;
    }
    const watcher = route === null ? UNWATCHED : this.#watch(incoming, route, null);
    forward(incoming, outgoing, { target: this.#options.target, watcher, awaitsContinue });
  }

  /** No more keep-alive: each connection ends with the answer that it waits for. */
  leave(): void {
    this.#isClosing = true;
    for (const outgoing of this.#outgoing)
      if (!outgoing.headersSent) outgoing.shouldKeepAlive = false;
  }

  /** Resolves once everything in hand is over and recorded, or after `graceMs`; null: however long that takes. */
  async settled(graceMs: number | null): Promise<void> {
    const all = Promise.all(this.#pending);
    if (graceMs === null) {
      await all;
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([all, late]);
    clearTimeout(timer);
  }

  #track(work: Promise<void>): void {
    const guarded = work
      .catch((error: unknown) => this.#tellUnread("fault", error))
      .finally(() => this.#pending.delete(guarded));
    this.#pending.add(guarded);
  }

  /** Null where nothing is known of such requests: they pass unseen. */
  #routed(incoming: IncomingMessage): Routed | null {
    try {
      const { method = "GET", url = "/" } = incoming;
      const { map, provider } = this.#options;
      const of = { model: map?.model ?? {}, provider };
      for (const route of map?.routes ?? []) {
        const params = matchRequest(route.request, method, url);
        if (params === null) continue;
        if (!route.isRecorded) return { reader: null, params, fallback: null };
        return { reader: readerOfRoute(route, of), params, fallback: route.fallback };
      }
      const served = routeOf(method, url);
      if (served === null) return null;
      return { reader: servedReader(served, provider), params: {}, fallback: null };
    } catch (error) {
      this.#tellUnread("fault", error);
      return null;
    }
  }

  /**
   * Whether a request is kept from the target. While a system is suspended its model gets nothing that may be a
   * call, known or not: only requests that ask for nothing but information pass, and what the mapping says is none.
   */
  #isHeld({ method = "GET" }: IncomingMessage, route: Routed | null): boolean {
    if (this.#deps.ai.directive().state !== "suspend") return false;
    return route === null ? !SAFE.has(method) : route.reader !== null;
  }

  #watch(incoming: IncomingMessage, route: Routed, id: string | null): Watcher {
    const { reader, params } = route;
    if (reader === null) return UNWATCHED;
    let finish: () => void = () => undefined;
    const pending = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.#track(pending);
    return new Exchange({
      incoming,
      params,
      reader,
      deps: this.#exchange,
      id,
      done: (observed) => {
        if (observed !== null) this.#recorded += recordPredictions(this.#deps.ai, observed);
        finish();
      },
    });
  }

  #health(outgoing: ServerResponse): void {
    const { ai } = this.#deps;
    const { state, queued, dropped, lastError } = ai.status();
    const recording = { state, queued, dropped, lastError };
    const { system, target } = this.#options;
    const body = {
      status: "ok",
      system,
      target: target.shown,
      directive: ai.directive(),
      recording,
      ...this.status(),
    };
    const text = `${JSON.stringify(body)}\n`;
    outgoing.writeHead(200, {
      "content-type": "application/json",
      "cache-control": "no-store",
      "content-length": Buffer.byteLength(text),
    });
    outgoing.end(text);
  }

  #tellUnread(why: Unread, error?: unknown): void {
    const times = (this.#unread.get(why) ?? 0) + 1;
    this.#unread.set(why, times);
    if (times > 1) return;
    const words = error instanceof Error ? `: ${error.message.slice(0, 200)}` : "";
    this.#deps.log(`${UNREAD_WORDS[why]}${words}; told once, counted under unread`);
  }
}

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

const UPGRADE_REFUSED = {
  status: 501,
  code: "upgrade_refused",
  detail:
    "this proxy records HTTP exchanges and passes no web sockets; connect to the model server itself for those",
} as const;

const CODING_REFUSED = {
  status: 501,
  code: "transfer_coding_refused",
  detail:
    "this proxy passes bodies with a length or in chunks, and no other transfer coding; compress with Content-Encoding",
} as const;

const UNREAD_WORDS: Readonly<Record<Unread, string>> = {
  request_too_long:
    "a request was longer than is kept: its prediction is recorded without what it asked (--copy-max)",
  answer_too_long:
    "an answer was longer than is kept: its prediction is recorded without what it said (--copy-max)",
  request_unreadable:
    "a request says that it is JSON and is none: its prediction is recorded without what it asked",
  answer_unreadable: "an answer could not be read: its prediction is recorded without what it said",
  fault: "an exchange passed and could not be recorded",
};
