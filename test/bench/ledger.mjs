// The ledger: durable entries a second beside the bare disk, a transaction over many records, verification
// and a restart. `TILTMETER_BENCH_ENTRIES` sets how many entries are verified (default 100,000).
import { randomBytes } from "node:crypto";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fold } from "tiltmeter/ledger/fold";
import { foldCode } from "tiltmeter/ledger/fold-code";
import { Ledger } from "tiltmeter/ledger/ledger";
import { openSnapshots } from "tiltmeter/ledger/snapshots";
import { EMPTY_STATE } from "tiltmeter/ledger/state";

const ENTRIES = Number(process.env.TILTMETER_BENCH_ENTRIES ?? 100_000);
const GROUP = 100;
const RECORDS = 100_000;
const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bench-ledger-"));
const say = (what, figure, beside = "") => {
  console.log(`${what.padEnd(58)} ${String(figure).padStart(14)}  ${beside}`);
};
const perSecond = (n, ms) => `${Math.round((n / ms) * 1000).toLocaleString("en")}/s`;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const timed = async (work) => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};

/** Of about 430 bytes, as a step of a record is. */
const step = (i) => ({
  type: "notification_attempted",
  ...{ atMs: 1_790_000_000_000 + i, by: "tiltmeter", message: randomBytes(16).toString("hex") },
  ...{ record: `NC-2026-${i % 50_000}`, event: "raised", channel: "compliance", attempt: 1 },
  ...{ outcome: "delivered", status: 200, detail: "x".repeat(180), nextMs: null },
});
const record = (i) => ({
  type: "nonconformity_raised",
  ...{ atMs: 1_790_000_000_000 + i, by: "tiltmeter", fingerprint: `f-${i}` },
  record: {
    ...{ id: `NC-2026-${String(i).padStart(4, "0")}`, state: "observation", severity: "low" },
    ...{ control: "input-drift", controlTitle: "Drift", controlRevision: "a".repeat(64) },
    ...{ requirement: "Stays comparable.", clauses: {}, system: `s-${i % 100}`, group: {} },
    ...{ statement: "psi is 0.31, limit 0.2", raisedMs: 1, firstBreachMs: 1, episodes: [] },
    ...{ evidence: "b".repeat(64), owner: null, fields: {}, steps: [], version: 1 },
  },
});

try {
  // The floor: as many bytes, written and synced in as many groups.
  const bytes = Buffer.alloc(GROUP * 520);
  const file = await open(join(folder, "floor"), "w");
  let at = 0;
  const floorMs = await timed(async () => {
    for (let i = 0; i < 200; i += 1) {
      await file.writev([bytes], at);
      await file.datasync();
      at += bytes.length;
    }
  });
  await file.close();
  const floor = (200 * GROUP) / floorMs;

  const now = () => Date.now();
  const code = await foldCode();
  const snapshots = await openSnapshots({ folder: join(folder, "snapshots"), code });
  let ledger = await Ledger.open({ folder: join(folder, "ledger"), now });
  const appendMs = await timed(async () => {
    for (let i = 0; i < ENTRIES; i += GROUP) {
      await ledger.append(Array.from({ length: GROUP }, (_, j) => step(i + j)));
    }
  });
  const rate = ENTRIES / appendMs;
  say(
    `durable entries, groups of ${GROUP}`,
    perSecond(ENTRIES, appendMs),
    `${(floor / rate).toFixed(1)} × slower than write and fdatasync alone (${perSecond(200 * GROUP, floorMs)})`,
  );
  const alone = await timed(() =>
    Promise.all(Array.from({ length: 5_000 }, (_, i) => ledger.append([step(i)]))),
  );
  say("the same, 5,000 transactions of one entry at once", perSecond(5_000, alone));

  const verifyMs = await timed(async () => {
    for await (const _ of ledger.leaves()) void _;
  });
  say(
    `every hash of ${ledger.size.toLocaleString("en")} entries verified`,
    `${Math.round(verifyMs)} ms`,
    `10⁶ at this rate: ${((verifyMs / ledger.size) * 1000).toFixed(1)} s`,
  );
  const { state } = ledger;
  const digest = await snapshots.write(state);
  const stamp = { type: "ledger_snapshot", atMs: now(), by: "tiltmeter" };
  await ledger.append([{ ...stamp, size: state.size, digest }]);
  await ledger.close();
  const wholeMs = await timed(async () => {
    ledger = await Ledger.open({ folder: join(folder, "ledger"), now });
  });
  await ledger.close();
  const restartMs = await timed(async () => {
    ledger = await Ledger.open({
      ...{ folder: join(folder, "ledger"), now, beginning: snapshots.newest },
    });
  });
  await ledger.close();
  say(
    "restart from a snapshot, every hash verified",
    `${Math.round(restartMs)} ms`,
    `${(wholeMs / restartMs).toFixed(1)} × quicker than folding everything (${Math.round(wholeMs)} ms)`,
  );

  let many = EMPTY_STATE;
  const foldMs = await timed(async () => {
    for (let i = 0; i < RECORDS; i += 4096) {
      const next = Array.from({ length: Math.min(4096, RECORDS - i) }, (_, j) => record(i + j));
      many = fold(many, next);
    }
  });
  say(`fold of ${RECORDS.toLocaleString("en")} records`, `${Math.round(foldMs)} ms`);
  const transactions = [];
  for (let i = 0; i < 2_000; i += 1) {
    const startedMs = performance.now();
    many = fold(many, [record(RECORDS + i)]);
    transactions.push(performance.now() - startedMs);
  }
  const copies = [];
  const native = new Map(many.nonconformities);
  for (let i = 0; i < 11; i += 1) {
    const startedMs = performance.now();
    new Map(native);
    copies.push(performance.now() - startedMs);
  }
  say(
    "one record more over them, median",
    `${(median(transactions) * 1000).toFixed(0)} µs`,
    `longest ${Math.max(...transactions).toFixed(1)} ms; one copy of a native map ${median(copies).toFixed(1)} ms`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
