// A short life of a journal in a process of its own: appends, alone and together, a second segment, checkpoints, trimming,
// and its end. Tells each thing on a line of its own as it happens. Made to be killed and failed at every step.
// Arguments: the built collector's folder, the journal's folder, then what goes wrong with the file system's n-th call:
// `kill n` ends the process when the call is done and nobody has been told, `short n` lets a write take half.
import { writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [dist, folder, fault = "", at = "0"] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(dist, name)).href);
const { Journal } = await load("journal/journal.js");
const { nodeFileSystem } = await load("log/node-file-system.js");
const { LogUnavailable } = await load("log/log-unavailable.js");

/** Straight to the pipe: what was said before a kill was said. */
const say = (line) => writeSync(1, `${line}\n`);
let calls = 0;
async function counted(call, write) {
  calls += 1;
  const isNow = calls === Number(at);
  const answer = await (isNow && fault === "short" && write !== undefined ? write() : call());
  if (isNow && fault === "kill") process.kill(process.pid, "SIGKILL");
  return answer;
}
const disk = {
  makeFolder: (path) => counted(() => nodeFileSystem.makeFolder(path)),
  list: (path) => counted(() => nodeFileSystem.list(path)),
  rename: (from, to) => counted(() => nodeFileSystem.rename(from, to)),
  remove: (path) => counted(() => nodeFileSystem.remove(path)),
  syncFolder: (path) => counted(() => nodeFileSystem.syncFolder(path)),
  lock: (path) => nodeFileSystem.lock(path),
  open: (path, mode) =>
    counted(async () => {
      const file = await nodeFileSystem.open(path, mode);
      return {
        read: (into, position) => counted(() => file.read(into, position)),
        writev: (buffers, position) =>
          counted(
            () => file.writev(buffers, position),
            () => {
              const whole = Buffer.concat(buffers);
              const half = whole.subarray(0, Math.max(1, whole.length >> 1));
              return file.writev([half], position);
            },
          ),
        datasync: () => counted(() => file.datasync()),
        size: () => file.size(),
        close: () => file.close(),
      };
    }),
};

let time = 1_700_000_000_000;
const journal = await Journal.open({
  folder,
  now: () => time,
  fileSystem: disk,
  segmentBytesMax: 1_500,
});
say("open");
const first = journal.lastSeq + 1;

/** One batch, again with the same id where the disk refused it. */
async function append(n) {
  const batchId = Buffer.alloc(16);
  batchId.writeUInt32BE(n, 12);
  const statement = { kind: "outcome", id: `o-${n}`, timeMs: n, label: "x".repeat(n % 300) };
  const origin = { system: "s", systemVersion: "", environment: "", producer: "p" };
  const record = { origin, seq: n, traceId: "", spanId: "" };
  const records = [{ ...record, statement: { ...statement, value: null, source: "" } }];
  say(`tried ${n}`);
  for (let tries = 0; tries < 4; tries += 1) {
    try {
      const { seq } = await journal.append({ batchId, records, reply: Buffer.from(`${n}`) });
      say(`acknowledged ${n} ${seq}`);
      return;
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      say(`refused ${n}`);
      time += 1_100;
    }
  }
}
/** The store has everything up to here: from now on it may go. */
async function apply(seq) {
  if (seq > journal.lastSeq) return;
  say(`applied ${seq}`);
  time += 1_100;
  await journal.markApplied(seq).catch((error) => {
    if (!(error instanceof LogUnavailable)) throw error;
  });
}
await append(first);
await Promise.all([2, 3, 4].map((n) => append(first + n)));
await apply(journal.lastSeq - 1);
for (const n of [5, 6, 7, 8]) await append(first + n);
await apply(journal.lastSeq - 1);
await Promise.all([9, 10].map((n) => append(first + n)));
await apply(journal.lastSeq);
await append(first + 11);
let read = 0;
try {
  for await (const batch of journal.batches(journal.appliedSeq)) read += batch.records.length;
} catch (error) {
  // A disk that fails may keep what is there from being read; who applies it tries again.
  if (error.syscall === undefined) throw error;
  say("not read");
}
await journal.close().catch((error) => {
  if (!(error instanceof LogUnavailable)) throw error;
});
say(`closed after ${calls} calls, ${read} read`);
