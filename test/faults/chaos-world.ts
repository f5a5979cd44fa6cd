import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../collector/bin/tiltmeter.cjs", import.meta.url));
const app = fileURLToPath(new URL("./chaos-app.mjs", import.meta.url));

/** Uniform in [0, 1), from a seed (mulberry32): the same moments for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** `tiltmeter serve`, that can be killed and comes back with what is on its disk. */
export class Collector {
  readonly #arguments: readonly string[];
  readonly #key: string;
  #child: ChildProcess | null = null;
  port = 0;

  constructor(of: { readonly config: string; readonly data: string; readonly key: string }) {
    this.#arguments = ["serve", "--config", of.config, "--data", of.data, "--port", "0"];
    this.#key = of.key;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [bin, ...this.#arguments], {
      env: { ...process.env, TILTMETER_BOOTSTRAP_KEY: this.#key },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    const errors: string[] = [];
    child.stderr.on("data", (text) => errors.push(String(text)));
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /^listening on http:\S+:(\d+)$/.exec(line)?.[1];
      if (port === undefined) continue;
      child.stdout.resume();
      this.port = Number(port);
      return;
    }
    throw new Error(`serve ended before it listened: ${errors.join("")}`);
  }

  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return null;
    child.kill(signal);
    await once(child, "exit");
    return child.exitCode;
  }

  /** Resolves once the store has what the journal promised. */
  async caughtUp(): Promise<void> {
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${this.port}/api/v1/status`, {
        headers: { authorization: `Bearer ${this.#key}` },
      });
      const status = (await response.json()) as Record<string, unknown>; // our own API
      if (JSON.stringify(status["appliedSeq"]) === JSON.stringify(status["lastSeq"])) return;
      await pause(50);
    }
  }
}

/** What the application says of itself. */
export interface AppStatus {
  readonly state: string;
  readonly queued: number;
  readonly spool: { readonly files: number; readonly adopted: number } | null;
}

/** The application, and what it said that it has recorded. */
export class Application {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #onStatus: ((status: AppStatus) => void) | null = null;
  #isEnded = false;

  constructor(of: {
    readonly system: string;
    readonly url: string;
    readonly key: string;
    readonly spool: string | null;
    /** Called with `CLASS ID` once it is recorded. */
    readonly onRecorded: (line: string) => void;
  }) {
    const child = spawn(process.execPath, [app], {
      env: {
        PATH: process.env["PATH"],
        SYSTEM: of.system,
        TILTMETER_URL: of.url,
        TILTMETER_KEY: of.key,
        ...(of.spool === null ? {} : { SPOOL: of.spool }),
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child = child;
    // `close` comes after the last line that it wrote.
    this.#closed = once(child, "close").finally(() => {
      this.#isEnded = true;
    });
    child.stdin.on("error", () => undefined);
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("status ")) this.#onStatus?.(JSON.parse(line.slice(7)) as AppStatus);
      else of.onRecorded(line);
    });
  }

  ask(lines: readonly string[]): void {
    if (!this.#isEnded && lines.length > 0) this.#child.stdin?.write(`${lines.join("\n")}\n`);
  }

  status(): Promise<AppStatus> {
    return new Promise((resolve) => {
      this.#onStatus = resolve;
      this.ask(["status"]);
    });
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#closed;
  }

  async close(): Promise<void> {
    this.ask(["close"]);
    await this.#closed;
  }
}
