import { AsyncResource } from "node:async_hooks";
import { monotonicMs, wallMs } from "./clock.ts";
import type { Notices } from "./notices.ts";
import { type ReadDirective, readDirective } from "./read-directive.ts";
import { retryAfterMs, retryDelayMs } from "./retry.ts";
import type { Settings } from "./settings.ts";
import { type HttpAnswer, Transport } from "./transport.ts";
import { PRODUCER_HEADER } from "./wire/attributes.ts";
import { wordsOf } from "./words-of.ts";

/** Whether calls go to the model, as the collector said last. */
export interface DirectiveStatus {
  /** `unknown`: it has not said yet, and calls go to the model. */
  readonly state: "unknown" | "run" | "suspend";
  /** ISO 8601. */
  readonly since: string | null;
  /** ISO 8601: then it ends by itself, also where the collector is away. */
  readonly until: string | null;
  readonly reason: string | null;
  /** The nonconformity that it stands on. */
  readonly record: string | null;
  /** Calls that a fallback has answered so far. */
  readonly diverted: number;
  /** Why the last asking failed; null where it did not. What was said before then holds. */
  readonly lastError: string | null;
}

/** Of a monitor that watches nothing, or that was closed before anybody asked. */
export const NOBODY_ASKS: DirectiveStatus = {
  state: "unknown",
  since: null,
  until: null,
  reason: null,
  record: null,
  diverted: 0,
  lastError: null,
};

/** The collector answers at the latest after this time, with news or without. */
const WAIT_S = 25;
/** An answer without news that came sooner than this was not waited for: somebody is in a hurry to be rid of us. */
const PROMPT_MS = 1_000;
const PROMPT_PAUSE: { readonly minMs: number; readonly spreadMs: number } = {
  minMs: 1_000,
  spreadMs: 4_000,
};
/** After news we ask again, which also says that we have them; not all processes at once. */
const NEWS_SPREAD_MS = 100;

// As in exporter.ts: entered from timers only, so that no request of the host is held for ever.
const outside = new AsyncResource("tiltmeter");

/**
 * Knows whether the system is suspended: asks the collector in the background for as long as the
 * monitor lives, and answers from memory.
 *
 * Nothing throws, waits or holds the process. Where the collector cannot be reached, what it said
 * last holds until its end; a suspension without an end holds until the collector says otherwise.
 */
export class DirectiveSource {
  readonly #settings: Settings;
  readonly #notices: Notices;
  readonly #random: () => number;
  #transport: Transport | null = null;
  #known: ReadDirective | null = null;
  #diverted = 0;
  #lastError: string | null = null;
  #isStarted = false;
  #isStopped = false;
  #wake: (() => void) | null = null;
  #settle: () => void = () => undefined;
  readonly #settled = new Promise<void>((resolve) => {
    this.#settle = resolve;
  });

  constructor(of: {
    readonly settings: Settings;
    readonly notices: Notices;
    readonly random: () => number;
  }) {
    this.#settings = of.settings;
    this.#notices = of.notices;
    this.#random = of.random;
  }

  /** Begins to ask; called for each function that has a fallback. */
  start(): void {
    if (this.#isStarted || this.#isStopped) return;
    this.#isStarted = true;
    setTimeout(() => {
      outside.runInAsyncScope(() => void this.#ask());
    }, 0).unref();
  }

  isSuspended(): boolean {
    const known = this.#known;
    if (known === null || known.directive === "run") return false;
    return known.untilMs === null || wallMs() < known.untilMs;
  }

  /** A fallback has answered a call. */
  count(): void {
    this.#diverted += 1;
  }

  /** Null where nobody asks, since no function has a fallback. */
  status(): DirectiveStatus | null {
    if (!this.#isStarted) return null;
    const { since = null, until = null, reason = null, record = null } = this.#known ?? {};
    const said = { since, until, reason, record };
    return {
      state: this.#known === null ? "unknown" : this.isSuspended() ? "suspend" : "run",
      ...said,
      diverted: this.#diverted,
      lastError: this.#lastError,
    };
  }

  /** True once the collector has said what to do; false after `timeoutMs`, or where nobody asks. */
  async ready(timeoutMs: number): Promise<boolean> {
    if (!this.#isStarted || this.#isStopped) return this.#known !== null;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      // Someone is waiting for it: it holds the process.
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#settled, late]);
    clearTimeout(timer);
    return this.#known !== null;
  }

  /** Ends the asking. What was said last holds on. */
  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
    this.#transport?.close();
    this.#settle();
  }

  async #ask(): Promise<void> {
    const { endpoint, limits } = this.#settings;
    if (endpoint === null) {
      this.#failed("not an http or https address");
      return;
    }
    const url = directiveUrl(endpoint, this.#settings.origin.system);
    this.#transport = new Transport(url, WAIT_S * 1_000 + limits.requestTimeoutMs);
    let failures = 0;
    while (!this.#isStopped) {
      const startedMs = monotonicMs();
      const answer = await this.#get(this.#transport);
      if (this.#isStopped) return;
      const understood = answer !== null && this.#understand(answer);
      failures = understood ? 0 : failures + 1;
      const askedMs = answer === null ? 0 : retryAfterMs(answer.retryAfter, wallMs());
      const tookMs = monotonicMs() - startedMs;
      await this.#pause(
        Math.max(
          askedMs,
          understood ? this.#pauseAfter(answer, tookMs) : this.#retryMs(failures, answer),
        ),
      );
    }
  }

  async #get(transport: Transport): Promise<HttpAnswer | null> {
    const { key, origin } = this.#settings;
    try {
      return await transport.get({
        accept: "application/json",
        "user-agent": "tiltmeter-sdk",
        [PRODUCER_HEADER]: origin.producer,
        ...(this.#known === null ? {} : { "if-none-match": `"${this.#known.etag}"` }),
        ...(key === "" ? {} : { authorization: `Bearer ${key}` }),
      });
    } catch (error) {
      // Of Node's and our own client, which hold addresses and no values of anybody's.
      const words = error instanceof Error && error.message !== "" ? error.message : wordsOf(error);
      if (!this.#isStopped) this.#failed(words);
      return null;
    }
  }

  /** Takes in what was answered; false where that was no directive. */
  #understand(answer: HttpAnswer): boolean {
    try {
      if (answer.status === 200) this.#known = readDirective(answer.body);
      else if (answer.status !== 304 || this.#known === null) {
        this.#failed(`HTTP ${answer.status}`);
        return false;
      }
    } catch (error) {
      this.#failed(wordsOf(error));
      return false;
    }
    this.#lastError = null;
    this.#settle();
    return true;
  }

  #pauseAfter(answer: HttpAnswer, tookMs: number): number {
    if (answer.status === 200) return this.#random() * NEWS_SPREAD_MS;
    if (tookMs >= PROMPT_MS) return 0;
    return PROMPT_PAUSE.minMs + this.#random() * PROMPT_PAUSE.spreadMs;
  }

  #retryMs(failures: number, answer: HttpAnswer | null): number {
    const { retryMinMs, retryMaxMs } = this.#settings.limits;
    // Only a person mends a key or an address.
    const isPersonal = answer !== null && answer.status >= 400 && answer.status < 500;
    return retryDelayMs({
      attempt: isPersonal ? Infinity : failures - 1,
      range: { minMs: retryMinMs, maxMs: retryMaxMs },
      random: this.#random,
    });
  }

  #failed(reason: string): void {
    this.#lastError = reason;
    const { url } = this.#settings;
    this.#notices.once("directive", () => {
      const holds = this.isSuspended() ? "the system stays suspended" : "calls go to the model";
      return `the collector at ${url} does not say whether the system is suspended (${reason}): ${holds} until it does, see status().directive`;
    });
  }

  #pause(ms: number): Promise<void> {
    if (this.#isStopped || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(wake, ms);
      timer.unref();
      this.#wake = wake;
    });
  }
}

/** The address that records are posted to, to the one that is asked. */
function directiveUrl(endpoint: URL, system: string): URL {
  const url = new URL(endpoint);
  const path = `/api/v1/directives/${encodeURIComponent(system)}`;
  url.pathname = url.pathname.replace(/\/v1\/logs$/, path);
  url.searchParams.set("wait", String(WAIT_S));
  return url;
}
