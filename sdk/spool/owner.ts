import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { isMainThread } from "node:worker_threads";
import type { Attributes } from "../wire/attribute-value.ts";
import type { Origin } from "../wire/origin.ts";

/** Which process a folder of the spool is of. Numbers of processes repeat, in containers always. */
export interface Process {
  readonly pid: number;
  /** When it began, in ticks since the machine's start; `""` where the platform does not say. */
  readonly start: string;
  /** The machine's present run, and the namespace in which the number counts; `""` as above. */
  readonly boot: string;
  readonly namespace: string;
  readonly host: string;
  /** Threads end without their process. */
  readonly isMainThread: boolean;
}

/** What a folder says of whoever writes into it: also what a survivor needs to speak for it. */
export interface Owner extends Process {
  readonly origin: Origin;
  readonly resource: Attributes;
  /** The classes of records whose numbers `mark` holds, in its order. */
  readonly classes: readonly string[];
}

export function thisProcess(): Process {
  return {
    pid: process.pid,
    start: startOf(process.pid) ?? "",
    boot: textOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    namespace: textOf(() => readlinkSync("/proc/self/ns/pid")),
    host: hostname(),
    isMainThread,
  };
}

/** Null where what was read from a file names no owner, such as one of another version. */
export function readOwner(read: unknown): Owner | null {
  if (typeof read !== "object" || read === null || !("origin" in read)) return null;
  const { origin } = read;
  const isNamed = typeof origin === "object" && origin !== null && "producer" in origin;
  const hasClasses = "classes" in read && Array.isArray(read.classes);
  // The folder may be written to by its owner alone, who wrote all of it in one go or nothing.
  return isNamed && hasClasses && "pid" in read && "resource" in read ? (read as Owner) : null;
}

/** Whether a process lives; null where that cannot be told from here, such as in another container. */
export function lives(owner: Process, self: Process): boolean | null {
  if (owner.host !== self.host || owner.namespace !== self.namespace) return null;
  if (owner.boot !== self.boot) return false;
  const start = startOf(owner.pid);
  if (owner.start === "" || start === null) return isThere(owner.pid) ? null : false;
  if (start !== owner.start) return false;
  return owner.isMainThread ? true : null;
}

/** Null where nothing is said; `dead` of one that has ended and that nobody has waited for. */
function startOf(pid: number): string | null {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat === "") return null;
  // Fields 3 and 22, counted after the name, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? "dead" : (fields[19] ?? null);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to ask is there all the same.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    // Another platform than Linux: the lease decides.
    return "";
  }
}
