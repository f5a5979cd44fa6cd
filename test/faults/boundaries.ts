import { execFile, spawnSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";

/** One moment at which a process touches its files: the n-th call of a kind in one thread, counted from 1. */
export interface Boundary {
  readonly call: string;
  readonly at: number;
}

/** What strace does to a call: the process dies before it, it fails, or it fails from then on. */
export const INJECTIONS = {
  kill: "signal=SIGKILL:when=N",
  EIO: "error=EIO:when=N",
  ENOSPC: "error=ENOSPC:when=N",
  full: "error=ENOSPC:when=N+",
} as const;

export type Injection = keyof typeof INJECTIONS;

/** Calls that change a disk or promise that it was changed. */
export const WRITING =
  /^(write|writev|pwrite64|pwritev2?|openat|mkdir|rename|renameat2?|unlink|unlinkat|fdatasync|fsync|ftruncate|fallocate|link)$/;
const CALLS =
  "openat,read,pread64,preadv,write,writev,pwrite64,pwritev,pwritev2,ftruncate,fallocate,fdatasync,fsync,rename,renameat,renameat2,unlink,unlinkat,mkdir,link,close,getdents64";
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

/** Every boundary of a run on the files of a folder, and the paths of those files. */
export async function boundariesOf(
  program: readonly string[],
  of: { readonly folder: string; readonly trace: string },
): Promise<{ readonly boundaries: readonly Boundary[]; readonly paths: readonly string[] }> {
  const traced = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "4", "-o", of.trace];
  const ended = await run([...traced, "-e", `trace=${CALLS}`, ...program], ONE_THREAD);
  if (ended.code !== 0) throw new Error(`the untouched run failed: ${ended.errors}`);
  const lines = (await readFile(of.trace, "utf8")).split("\n");
  await rm(of.trace);
  const most = new Map<string, number>();
  const paths = new Set<string>();
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [, thread, call = ""] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    const touched = [...line.matchAll(/[<"](\/[^>"]+)[>"]/g)].map(([, path = ""]) => path);
    const own = touched.filter((path) => path.startsWith(of.folder));
    if (call === "" || own.length === 0) continue;
    for (const path of own) paths.add(path);
    const count = (counts.get(`${thread} ${call}`) ?? 0) + 1;
    counts.set(`${thread} ${call}`, count);
    most.set(call, Math.max(count, most.get(call) ?? 0));
  }
  const boundaries = [...most].flatMap(([call, times]) =>
    Array.from({ length: times }, (_, i) => ({ call, at: i + 1 })),
  );
  return { boundaries, paths: [...paths] };
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
  const { call, at } = of.boundary;
  const what = INJECTIONS[of.how].replace("when=N", `when=${at}`);
  const files = of.paths.flatMap((path) => ["-P", path]);
  const filter = ["-e", `trace=${call}`, "-e", `inject=${call}:${what}`];
  // At a stop of seccomp's no signal can be given.
  const faster = of.how === "kill" ? [] : ["--seccomp-bpf"];
  const strace = ["strace", "-f", ...faster, "-qq", "-o", of.trace];
  return [...strace, ...files, ...filter, ...program];
}

/** True where the trace of an injected run shows that its boundary was met. */
export async function wasMet(trace: string): Promise<boolean> {
  const text = await readFile(trace, "utf8").catch(() => "");
  await rm(trace, { force: true });
  return /\(INJECTED\)|killed by SIGKILL/.test(text);
}
