import type { OutgoingCall, SafeFetch } from "./safe-fetch.ts";
import type { Secret } from "./secret.ts";

/** Whom the collector tells that it lives, and how. */
export interface WatchdogTarget {
  readonly url: Secret;
  readonly everyMs: number;
  readonly allowPrivate: boolean;
  /** `healthchecks`: `/start` and `/fail` are told as well. */
  readonly style: "plain" | "healthchecks";
}

/** How telling the watchdog goes. */
export interface WatchdogStanding {
  /** Of the address: the rest of it is a secret. */
  readonly host: string;
  /** When it last answered that it heard us; null: never since the start. */
  readonly heardMs: number | null;
  /** Why nothing is told, or nobody hears it; null: all is well. */
  readonly problem: string | null;
}

export interface Watchdog {
  readonly standing: () => WatchdogStanding;
  readonly stop: () => Promise<void>;
}

/**
 * Tells a watchdog elsewhere, again and again, that the collector works: whoever hears nothing for a while raises
 * the alarm that a dead collector cannot raise. `ill` looks before each time; where it says something, or does not
 * answer within a period, nothing is told, whatever else still runs.
 */
export function startWatchdog(of: {
  readonly target: WatchdogTarget;
  /** What does not work, in words; null: everything does. */
  readonly ill: () => Promise<string | null>;
  readonly fetch: SafeFetch;
  readonly now: () => number;
  readonly log: (line: string) => void;
}): Watchdog {
  const { target, now } = of;
  const url = target.url.reveal();
  const { host } = new URL(url);
  const stopping = new AbortController();
  let heardMs: number | null = null;
  let problem: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  const call = (path: "" | "/start" | "/fail", body?: string): OutgoingCall => ({
    url: path === "" ? url : joined(url, path),
    method: body === undefined ? "GET" : "POST",
    headers: {
      "user-agent": "tiltmeter",
      ...(body === undefined ? {} : { "content-type": "text/plain" }),
    },
    ...(body === undefined ? {} : { body }),
    allowPrivate: target.allowPrivate,
  });

  async function tell(path: "" | "/start" | "/fail", body?: string): Promise<string | null> {
    try {
      const { status } = await of.fetch(call(path, body), stopping.signal);
      if (status >= 200 && status < 300) return null;
      return `the watchdog at ${host} answered ${status}: check watchdog.url in the configuration`;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return `the watchdog at ${host} cannot be told that the collector works (${why}): it will raise an alarm`;
    }
  }

  async function once(): Promise<void> {
    const ill = await withinMs(target.everyMs, of.ill());
    if (stopping.signal.aborted) return;
    let next: string | null;
    if (ill === null) {
      next = await tell("");
      if (next === null) heardMs = now();
    } else {
      next = `the watchdog at ${host} is told nothing, on purpose: ${ill}`;
      // Whoever can be told of a failure hears it at once, and not by silence.
      if (target.style === "healthchecks") await tell("/fail", ill.slice(0, WORDS_MAX));
    }
    if (stopping.signal.aborted) return;
    if (next !== problem) of.log(next ?? `the watchdog at ${host} is told again`);
    problem = next;
  }

  function schedule(): void {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      turn = once().then(schedule);
    }, target.everyMs);
    timer.unref();
  }

  const start = target.style === "healthchecks" ? tell("/start") : Promise.resolve(null);
  turn = start.then(once).then(schedule);
  return {
    standing: () => ({ host, heardMs, problem }),
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await turn;
    },
  };
}

/** Before a query, which such addresses may have. */
function joined(url: string, path: string): string {
  const made = new URL(url);
  made.pathname = `${made.pathname.replace(/\/+$/, "")}${path}`;
  return made.href;
}

/** What hangs is ill. */
async function withinMs(ms: number, looked: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`it cannot say within ${ms} ms how it is`), ms);
    timer.unref();
  });
  try {
    return await Promise.race([
      looked.catch((error: unknown) => (error instanceof Error ? error.message : String(error))),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

const WORDS_MAX = 1_000;
