import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Longer than a start takes, also on a busy machine. */
const START_MS_MAX = 60_000;
/** What has not ended by then hangs, since something of the process itself was failed; a slow one is killed as a hanging one is. */
export const ROUND_MS_MAX = 20_000;

/** A program that is led by lines on its input, and what it says. */
export class Life {
  readonly child: ChildProcess;
  readonly lines: string[] = [];
  readonly #ended: Promise<unknown>;
  errors = "";

  constructor(program: readonly string[]) {
    this.child = spawn(process.execPath, program, { stdio: ["pipe", "pipe", "pipe"] });
    this.#ended = once(this.child, "exit");
    let rest = "";
    this.child.stdout?.on("data", (text) => {
      const whole = `${rest}${text}`.split("\n");
      rest = whole.pop() ?? "";
      this.lines.push(...whole);
      this.child.emit("line");
    });
    this.child.stderr?.on("data", (text) => {
      this.errors = `${this.errors}${text}`.slice(-4_000);
    });
    // A process that is killed closes its end while it is spoken to.
    this.child.stdin?.on("error", () => undefined);
  }

  say(order: string): void {
    this.child.stdin?.write(`${order}\n`);
  }

  /** Resolves with the first line that begins so, or null once the process is gone or hangs. */
  async hear(beginning: string, msMax: number = START_MS_MAX): Promise<string | null> {
    const signal = AbortSignal.timeout(msMax);
    for (;;) {
      const line = this.lines.find((each) => each.startsWith(beginning));
      if (line !== undefined) return line;
      if (this.child.exitCode !== null || this.child.signalCode !== null) return null;
      const more = Promise.race([once(this.child, "line", { signal }), this.#ended]);
      const isOver = await more.then(
        () => false,
        () => true,
      );
      if (isOver) return null;
    }
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.#ended;
  }
}

/** Attaches strace to all threads; resolves once it is. */
export async function attach(life: Life, options: readonly string[]): Promise<ChildProcess> {
  const strace = spawn("strace", ["-f", ...options, "-p", String(life.child.pid)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  strace.stderr?.on("data", (text) => {
    said += text;
    strace.emit("said");
  });
  while (!said.includes("attached")) {
    const signal = AbortSignal.timeout(START_MS_MAX);
    await Promise.race([once(strace, "said", { signal }), once(strace, "exit", { signal })]);
    if (strace.exitCode !== null) throw new Error(`strace did not attach: ${said}`);
  }
  return strace;
}
