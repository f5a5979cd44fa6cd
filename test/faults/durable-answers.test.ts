import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { seeded } from "../collector/log/seeded.ts";
import { SEED } from "../seed.ts";
import { whyNotTraced } from "./boundaries.ts";
import { sizeOf, tellFigures } from "./figures.ts";
import { Stack } from "./stack.ts";

// A collector under load, traced: its system calls, in the order in which the kernel was asked, are all that is believed.
// Which batch a 200 is for shows in the receipt that it carries; where that batch lies in the journal shows in the bytes that
// were written, and what was synced in the calls of fdatasync.

const ANSWERS = sizeOf("TILTMETER_TRACED_ANSWERS", 200);
const untraced = whyNotTraced();
const SENDERS = 6;

test.skipIf(untraced !== "")(
  `${ANSWERS} answers under load: before each 200 on the wire, a sync of the journal began after its batch was written, and ended (seed ${SEED})`,
  { timeout: 300_000 + ANSWERS * 500 },
  async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "tiltmeter-traced-")));
    const config = join(folder, "tiltmeter.yaml");
    await writeFile(config, 'library: "off"\n');
    const trace = join(folder, "trace");
    const calls = "trace=write,writev,pwrite64,pwritev,sendto,fdatasync";
    // A frame's number ends with its 14th byte, the head of an answer within its first kilobyte.
    // A tracer beside it (-D), so that the collector is the child that is signalled.
    const strace = [
      "strace",
      "-D",
      "-f",
      "-q",
      "--seccomp-bpf",
      "-y",
      "-xx",
      "-s",
      "1200",
      "-o",
      trace,
    ];
    const stack = new Stack({
      config,
      data: join(folder, "data"),
      command: [...strace, "-e", calls, "-e", "signal=none", "--"],
    });
    try {
      await stack.start();
      const random = seeded(SEED);
      let sent = 0;
      let answered = 0;
      const sender = async (): Promise<void> => {
        while (answered < ANSWERS) {
          sent += 1;
          const id = `p-${sent}`;
          const time = new Date().toISOString();
          const one = { system: "s", id, time, model: { name: "m", version: "1" }, label: "a" };
          const response = await fetch(`${stack.url}/api/v1/predictions`, {
            method: "POST",
            headers: {
              authorization: `Bearer ${stack.key}`,
              "content-type": "application/json",
              "tiltmeter-batch-id": randomBytes(16).toString("hex"),
            },
            body: JSON.stringify([one]),
          });
          await response.arrayBuffer();
          expect(response.status).toBe(200);
          answered += 1;
          if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 20));
        }
      };
      await Promise.all(Array.from({ length: SENDERS }, sender));
      const { pid } = stack;
      expect(await stack.end()).toBe(0);
      const last = new RegExp(`^${pid} +\\+\\+\\+ exited`, "m");
      await expect
        .poll(async () => last.test(await readFile(trace, "latin1")), { timeout: 60_000 })
        .toBe(true);
      const found = judge(await readFile(trace, "latin1"), join(folder, "data", "journal"));
      tellFigures({ answers: found.answers, syncs: found.syncs });
      expect(found.early).toEqual([]);
      expect(found.answers).toBeGreaterThanOrEqual(ANSWERS);
      expect(found.syncs).toBeGreaterThan(0);
    } finally {
      await stack.kill();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** A call as strace tells of it: when it began, and when it ended. */
interface Call {
  readonly name: string;
  readonly text: string;
}

/** Goes through a trace in order, and judges every 200. */
function judge(
  trace: string,
  journal: string,
): { readonly answers: number; readonly syncs: number; readonly early: readonly string[] } {
  /** By thread, a call that has begun. */
  const open = new Map<string, Call>();
  /** By batch, the file that holds it. */
  const written = new Map<number, string>();
  /** By thread that syncs, the batches that were written when it began. */
  const syncing = new Map<string, readonly number[]>();
  const durable = new Set<number>();
  const early: string[] = [];
  let answers = 0;
  let syncs = 0;

  const begins = (thread: string, { name, text }: Call): void => {
    const file = fileOf(text);
    if (name === "fdatasync" && file.startsWith(`${journal}/seg-`)) {
      syncing.set(
        thread,
        [...written].flatMap(([batch, of]) => (of === file ? [batch] : [])),
      );
    }
    if (!file.startsWith("socket")) return;
    const bytes = bytesOf(text);
    if (!bytes.startsWith("HTTP/1.1 200")) return;
    const seq = Number(/^tiltmeter-receipt: \S+\/(\d+)/im.exec(bytes)?.[1]);
    if (Number.isNaN(seq)) return;
    answers += 1;
    if (!durable.has(seq)) early.push(`the answer for batch ${seq} left before it was synced`);
  };
  const ends = (thread: string, { name, text }: Call, isGood: boolean): void => {
    const file = fileOf(text);
    if (isGood && /^(pwrite64|pwritev|write|writev)$/.test(name)) {
      if (!file.startsWith(`${journal}/seg-`)) return;
      for (const batch of framesIn(text)) written.set(batch, file);
    } else if (name === "fdatasync") {
      const covered = syncing.get(thread) ?? [];
      syncing.delete(thread);
      if (!isGood || covered.length === 0) return;
      syncs += 1;
      for (const batch of covered) durable.add(batch);
    }
  };

  for (const line of trace.split("\n")) {
    const [, thread = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
    if (resumed !== null) {
      const begun = open.get(thread);
      open.delete(thread);
      const text = `${begun?.text ?? ""}${resumed[2]}`;
      ends(thread, { name: resumed[1] ?? "", text }, !/ = -1 /.test(rest));
      continue;
    }
    const call = /^(\w+)\((.*)$/.exec(rest);
    if (call === null) continue;
    const of = { name: call[1] ?? "", text: call[2] ?? "" };
    begins(thread, of);
    if (rest.endsWith("<unfinished ...>")) open.set(thread, of);
    else ends(thread, of, !/ = -1 /.test(rest));
  }
  return { answers, syncs, early };
}

/** What a call's first descriptor is of, as strace has it: a path, or `socket:[1234]`. */
function fileOf(text: string): string {
  const [, hex = ""] = /^\d+<((?:\\x[0-9a-f]{2})*)>/.exec(text) ?? [];
  return Buffer.from(hex.replaceAll("\\x", ""), "hex").toString("latin1");
}

/** The bytes of the texts in a call, which strace prints as \\x41\\x42. */
function bytesOf(text: string): string {
  return [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)]
    .map(([, hex = ""]) => Buffer.from(hex.replaceAll("\\x", ""), "hex").toString("latin1"))
    .join("");
}

/** Numbers of the frames that a write takes: each is a text of its own, and is known by its magic. */
function framesIn(text: string): readonly number[] {
  return [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].flatMap(([, hex = ""]) => {
    const bytes = Buffer.from(hex.replaceAll("\\x", ""), "hex");
    const isFrame = bytes.length >= 14 && bytes.readUInt32LE(0) === 0xf9fdfbff;
    return isFrame ? [bytes.readUIntLE(8, 6)] : [];
  });
}
