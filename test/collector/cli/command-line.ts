import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Terminal } from "tiltmeter/cli/terminal";

const BIN = fileURLToPath(new URL("../../../collector/bin/tiltmeter.cjs", import.meta.url));
const BUILT = fileURLToPath(new URL("../../../collector/dist/cli/main.js", import.meta.url));

/** The built command as users run it: a process with its output so far. */
export interface Running {
  readonly process: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Resolves with standard output once it holds `text`; rejects when the process ends before, or at the deadline. */
  readonly printed: (text: string | RegExp, deadlineMs: number) => Promise<string>;
}

/** Starts `tiltmeter ARGS…`. Throws where the tree is not built: the tests then would show an old command. */
export function tiltmeter(args: readonly string[], env: Record<string, string> = {}): Running {
  if (!existsSync(BUILT)) {
    throw new Error(`${BUILT} is absent: run npm run build before the tests of the command line`);
  }
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // As in a loop of a shell over the lines of a file: they are that loop's, and no rows of ours. Who reads none closes the pipe.
  child.stdin.on("error", () => undefined).end("the next line\n");
  let out = "";
  let err = "";
  const listeners = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    for (const listener of listeners) listener();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => resolve(code));
  });
  return {
    process: child,
    out: () => out,
    err: () => err,
    ended,
    printed: (text, deadlineMs) =>
      new Promise((resolve, reject) => {
        const give = (): void => {
          if (typeof text === "string" ? !out.includes(text) : !text.test(out)) return;
          clearTimeout(deadline);
          listeners.delete(give);
          resolve(out);
        };
        const fail = (why: string): void => {
          clearTimeout(deadline);
          listeners.delete(give);
          reject(new Error(`${why} before it printed ${text}; out:\n${out}\nerr:\n${err}`));
        };
        const deadline = setTimeout(() => fail(`${deadlineMs} ms passed`), deadlineMs);
        listeners.add(give);
        void ended.then((code) => fail(`it ended with ${code}`));
        give();
      }),
  };
}

/** A terminal that remembers: for commands that run inside the test. */
export interface Recorded extends Terminal {
  readonly out: string[];
  readonly err: string[];
  readonly signal: (signal: "SIGINT" | "SIGTERM") => void;
}

export class Abandoned extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`abandoned with ${code}`);
    this.code = code;
  }
}

export function recordedTerminal(env: Record<string, string> = {}): Recorded {
  const out: string[] = [];
  const err: string[] = [];
  const listeners = new Set<(signal: "SIGINT" | "SIGTERM") => void>();
  return {
    out,
    err,
    print: (line) => void out.push(line),
    complain: (line) => void err.push(line),
    interactive: false,
    env,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onHangUp: () => () => undefined,
    abandon: (code) => {
      throw new Abandoned(code);
    },
    signal: (signal) => {
      for (const listener of listeners) listener(signal);
    },
  };
}
