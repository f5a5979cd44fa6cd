import { execFile, spawnSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { seeded } from "../collector/log/seeded.ts";

/** One moment at which a process touches its files: the n-th call of a kind in one thread, counted from 1. */
export interface Boundary {
  readonly call: string;
  readonly at: number;
}

/** What strace does to a call: the process dies before it, it fails, or it fails from then on. */
const INJECTIONS = {
  kill: "signal=SIGKILL:when=N",
  EIO: "error=EIO:when=N",
  ENOSPC: "error=ENOSPC:when=N",
  full: "error=ENOSPC:when=N+",
} as const;

export type Injection = keyof typeof INJECTIONS;

/** Some of all, at most so many, in an order that the seed gives. */
export function drawn<Each>(all: readonly Each[], seed: number, most: number): readonly Each[] {
  const random = seeded(seed);
  return all
    .map((each) => ({ each, by: random() }))
    .sort((a, b) => a.by - b.by)
    .slice(0, most)
    .map(({ each }) => each);
}

/** Every boundary in every way. */
export function everyWay(
  boundaries: readonly Boundary[],
): readonly { readonly boundary: Boundary; readonly how: Injection }[] {
  const ways = Object.keys(INJECTIONS) as Injection[];
  return boundaries.flatMap((boundary) => ways.map((how) => ({ boundary, how })));
}

/** What strace is told so that one boundary is met. */
function injecting({ call, at }: Boundary, how: Injection): readonly string[] {
  const what = INJECTIONS[how].replace("when=N", `when=${at}`);
  return ["-e", `trace=${call}`, "-e", `inject=${call}:${what}`];
}

/** The same for a process that runs already; `trace` then tells whether it came to that. */
export function attaching(boundary: Boundary, how: Injection, trace: string): readonly string[] {
  return ["-o", trace, ...injecting(boundary, how)];
}

/** Calls that change a disk or promise that it was changed. */
export const WRITING =
  /^(write|writev|pwrite64|pwritev2?|openat|mkdir|rename|renameat2?|unlink|unlinkat|rmdir|fdatasync|fsync|ftruncate|fallocate|link)$/;
const CALLS =
  "openat,read,pread64,preadv,write,writev,pwrite64,pwritev,pwritev2,ftruncate,fallocate,fdatasync,fsync,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,link,close,getdents64";
/** The pool that Node's file calls run in: one thread, so that the n-th call is the same in every run. */
export const ONE_THREAD = { UV_THREADPOOL_SIZE: "1" } as const;

/** Empty where strace works here; else why it does not. */
export function whyNotTraced(): string {
  const tried = spawnSync("strace", ["-f", "-qq", "-o", "/dev/null", "true"], { encoding: "utf8" });
  if (tried.error !== undefined) return "strace is not installed";
  return tried.status === 0 ? "" : `strace may not trace here: ${tried.stderr.trim()}`;
}

/** How a process ended and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: readonly string[];
  readonly errors: string;
}

/** Runs a program to its end, however it ends. */
export function run(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const [file = "", ...rest] = command;
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 26, timeout: 120_000 };
    const child = execFile(file, rest, options, (_, stdout, errors) => {
      const said = stdout.split("\n").filter((line) => line !== "");
      resolve({ code: child.exitCode, signal: child.signalCode, said, errors });
    });
  });
}

/** Every boundary of a whole run on the files of a folder, and the paths of those files. */
export async function boundariesOf(
  program: readonly string[],
  of: { readonly folder: string; readonly trace: string },
): Promise<Touched> {
  const traced = ["strace", "-f", "--seccomp-bpf", "-qq", ...tracing(of.trace)];
  const ended = await run([...traced, ...program], ONE_THREAD);
  if (ended.code !== 0) throw new Error(`the untouched run failed: ${ended.errors}`);
  return touchedIn(of.trace, { folder: of.folder, isFiltered: true });
}

/** What strace is told so that its trace can be counted. */
export function tracing(trace: string): readonly string[] {
  return ["-y", "-s", "4", "-o", trace, "-e", `trace=${CALLS}`];
}

/** Where a run touched the files of a folder. */
interface Touched {
  readonly boundaries: readonly Boundary[];
  readonly paths: readonly string[];
}

/**
 * The boundaries of a traced run, and removes the trace. Calls on other files count too, unless strace will leave them out
 * (`isFiltered`).
 */
export async function touchedIn(
  trace: string,
  of: { readonly folder: string; readonly isFiltered: boolean },
): Promise<Touched> {
  const lines = (await readFile(trace, "utf8")).split("\n");
  await rm(trace);
  const boundaries = new Map<string, Boundary>();
  const paths = new Set<string>();
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [, thread, call = ""] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    const own = [...line.matchAll(/[<"](\/[^>"]+)[>"]/g)]
      .map(([, path = ""]) => path)
      .filter((path) => path.startsWith(of.folder));
    if (call === "" || (of.isFiltered && own.length === 0)) continue;
    const at = (counts.get(`${thread} ${call}`) ?? 0) + 1;
    counts.set(`${thread} ${call}`, at);
    if (own.length > 0) boundaries.set(`${call} ${at}`, { call, at });
    for (const path of own) paths.add(path);
  }
  return { boundaries: [...boundaries.values()], paths: [...paths] };
}

/** The program with one boundary of it killed or failed; `trace` then tells whether it came to that. */
export function injected(
  program: readonly string[],
  of: {
    readonly paths: readonly string[];
    readonly boundary: Boundary;
    readonly how: Injection;
    readonly trace: string;
  },
): readonly string[] {
  const files = of.paths.flatMap((path) => ["-P", path]);
  const filter = injecting(of.boundary, of.how);
  // At a stop of seccomp's no signal can be given.
  const faster = of.how === "kill" ? [] : ["--seccomp-bpf"];
  const strace = ["strace", "-f", ...faster, "-qq", "-o", of.trace];
  return [...strace, ...files, ...filter, ...program];
}

/** True where the trace of an injected run shows that its boundary was met. */
export async function wasMet(trace: string): Promise<boolean> {
  return (await metIn(trace)).length > 0;
}

/** The calls of an injected run at which its boundary was met, as its trace has them: one in each thread that got so far. */
export async function metIn(trace: string): Promise<readonly string[]> {
  const text = await readFile(trace, "utf8").catch(() => "");
  await rm(trace, { force: true });
  return text.split("\n").filter((line) => /\(INJECTED\)|killed by SIGKILL/.test(line));
}
