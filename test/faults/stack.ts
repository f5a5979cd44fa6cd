import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../collector/bin/tiltmeter.cjs", import.meta.url));
/** A collector opens its engine, reads its journal and catches up: seconds, on a machine that has nothing else to do. */
const START_MS_MAX = 120_000;

/** The whole collector in a process of its own, which can be killed, stopped for a while and begun again. */
export class Stack {
  readonly key: string;
  readonly #arguments: readonly string[];
  #child: ChildProcess | null = null;
  #url = "";
  #errors = "";

  /** `port` 0 draws one at every start; `command` goes before the program: what traces it. */
  constructor(of: {
    readonly config: string;
    readonly data: string;
    readonly command?: readonly string[];
  }) {
    const secret = randomBytes(60)
      .toString("base64")
      .replace(/[^A-Za-z0-9]/g, "")
      .slice(0, 43);
    this.key = `tm_adm_killtest_${secret}`;
    const serve = ["serve", "--config", of.config, "--data", of.data, "--port", "0"];
    this.#arguments = [...(of.command ?? []), process.execPath, bin, ...serve];
  }

  /** Where it listens, or last listened. */
  get url(): string {
    return this.#url;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Begins without waiting until it listens. */
  begin(): void {
    const [command = "", ...rest] = this.#arguments;
    const child = spawn(command, rest, {
      env: { ...process.env, TILTMETER_BOOTSTRAP_KEY: this.key },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#errors = "";
    child.stderr?.on("data", (text) => {
      this.#errors = `${this.#errors}${text}`.slice(-10_000);
    });
    let printed = "";
    child.stdout?.on("data", (text) => {
      if (printed.length > 10_000) return;
      printed += String(text);
      const url = /^listening on (http:\S+)$/m.exec(printed)?.[1];
      if (url === undefined) return;
      this.#url = url;
      printed = " ".repeat(10_001);
      child.emit("listening");
    });
  }

  /** Resolves once it listens. */
  async start(): Promise<void> {
    this.begin();
    await this.listening();
  }

  /** Resolves once what was begun listens. */
  async listening(): Promise<void> {
    const child = this.#child;
    if (child === null) throw new Error("the collector was not begun");
    const signal = AbortSignal.timeout(START_MS_MAX);
    const stop = new AbortController();
    await Promise.race([
      once(child, "listening", { signal }),
      once(child, "exit", { signal: stop.signal }).then(([code]) => {
        throw new Error(`serve ended with ${code} before it listened: ${this.#errors}`);
      }),
    ]).finally(() => stop.abort());
  }

  send(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends it at once, if it runs; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** Asks it to end; resolves with its exit code. */
  async end(): Promise<number | null> {
    const child = this.#child;
    if (child === null) throw new Error("the collector was not begun");
    if (child.exitCode !== null) return child.exitCode;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const [code] = await ended;
    return code;
  }

  /** An answer of its API; whoever asks knows its shape. */
  async get(path: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${this.key}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>; // our own API
  }
}
