import { cp, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { Journal } from "tiltmeter/journal/journal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SEED } from "../seed.ts";
import {
  boundariesOf,
  drawn,
  type Ended,
  type Injection,
  injected,
  ONE_THREAD,
  run,
  WRITING,
  wasMet,
  whyNotTraced,
} from "./boundaries.ts";
import { sizeOf, tellFigures } from "./figures.ts";

// A short life of a journal (`journal-life.mjs`), from nothing and over what a killed one left, killed and failed at the
// boundaries of its calls: all of them before a release, some that a seed draws in a pull request.

const RUNS = sizeOf("TILTMETER_BOUNDARIES", 40);
const script = fileURLToPath(new URL("./journal-life.mjs", import.meta.url));
const dist = fileURLToPath(new URL("../../collector/dist", import.meta.url));
const untraced = whyNotTraced();

let base = "";
beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "tiltmeter-boundaries-")));
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** What a life said of itself. */
interface Said {
  readonly tried: ReadonlySet<number>;
  /** Batch → its number in the journal. */
  readonly acknowledged: ReadonlyMap<number, number>;
  readonly appliedSeq: number;
}

const NOTHING: Said = { tried: new Set(), acknowledged: new Map(), appliedSeq: 0 };

function heard(ended: Ended, before: Said): Said {
  const tried = new Set(before.tried);
  const acknowledged = new Map(before.acknowledged);
  let { appliedSeq } = before;
  for (const line of ended.said) {
    const [what, n, seq] = line.split(" ");
    if (what === "tried") tried.add(Number(n));
    if (what === "acknowledged") acknowledged.set(Number(n), Number(seq));
    if (what === "applied") appliedSeq = Math.max(appliedSeq, Number(n));
  }
  return { tried, acknowledged, appliedSeq };
}

const nowMs = 1_700_000_100_000;

/** As the life made it. */
function recordsOf(n: number): readonly Telemetry[] {
  const origin = { system: "s", systemVersion: "", environment: "", producer: "p" };
  const label = "x".repeat(n % 300);
  const statement = { kind: "outcome", id: `o-${n}`, timeMs: n, label, value: null } as const;
  return [{ origin, seq: n, traceId: "", spanId: "", statement: { ...statement, source: "" } }];
}

/** Batch → its number, of every batch that is there; each is whole and there once. */
async function found(journal: Journal, said: Said): Promise<ReadonlyMap<number, number>> {
  const batches = new Map<number, number>();
  for await (const { seq, batchId, records } of journal.batches(0)) {
    const n = Number.parseInt(batchId.slice(24), 16);
    expect(said.tried, "invented").toContain(n);
    expect(batches.has(n), `${n} is there twice`).toBe(false);
    expect(records).toEqual(recordsOf(n));
    batches.set(n, seq);
  }
  return batches;
}

/** What was acknowledged is there, is known as a repeat, and what was not is taken, once. */
async function verify(folder: string, said: Said): Promise<void> {
  const journal = await Journal.open({ folder, now: () => nowMs });
  const owed = [...said.acknowledged].filter(([, seq]) => seq > said.appliedSeq);
  const before = await found(journal, said);
  for (const [n, seq] of owed) expect(before.get(n), `${n} was acknowledged`).toBe(seq);
  for (const gap of journal.recovery.gaps) expect(gap.inLastGroup, JSON.stringify(gap)).toBe(true);
  for (const n of said.tried) {
    const batchId = Buffer.alloc(16);
    batchId.writeUInt32BE(n, 12);
    const receipt = await journal.append({ batchId, records: recordsOf(n), reply: Buffer.of() });
    const seq = said.acknowledged.get(n);
    if (seq !== undefined) expect(receipt).toMatchObject({ seq, duplicate: true });
  }
  await journal.close();
  const again = await Journal.open({ folder, now: () => nowMs });
  const after = await found(again, said);
  for (const n of said.tried) {
    const seq = said.acknowledged.get(n) ?? Number.POSITIVE_INFINITY;
    if (seq > said.appliedSeq) expect(after.has(n), `${n} was sent again`).toBe(true);
  }
  await again.close();
}

interface Case {
  readonly name: string;
  /** The life that it begins from. */
  readonly start: string | null;
  readonly isTraced: boolean;
  readonly command: (folder: string) => readonly string[];
}

/** Copies keep one path, since strace knows files by their whole paths. */
const folderOf = (): string => join(base, "journal");
const traceOf = (): string => join(base, "trace");

async function prepare(start: string | null): Promise<string> {
  await rm(folderOf(), { recursive: true, force: true });
  if (start === null) await mkdir(folderOf());
  else await cp(start, folderOf(), { recursive: true });
  return folderOf();
}

async function casesFrom(start: string | null, name: string): Promise<readonly Case[]> {
  const program = [process.execPath, script, dist];
  const trace = traceOf();
  const cases: Case[] = [];
  const whole = await run([...program, await prepare(start)], ONE_THREAD);
  const calls = Number(/^closed after (\d+)/.exec(whole.said.at(-1) ?? "")?.[1]);
  expect(calls).toBeGreaterThan(50);
  for (const how of ["kill", "short"]) {
    for (let at = 1; at <= calls; at += 1) {
      const command = (folder: string) => [...program, folder, how, String(at)];
      cases.push({ name: `${name}: ${how} after call ${at}`, start, isTraced: false, command });
    }
  }
  if (untraced !== "") return cases;
  const folder = await prepare(start);
  const of = { folder, trace };
  const { boundaries, paths } = await boundariesOf([...program, folder], of);
  expect(boundaries.length).toBeGreaterThan(50);
  for (const boundary of boundaries) {
    const isWriting = WRITING.test(boundary.call);
    const ways: readonly Injection[] = isWriting
      ? ["kill", "EIO", "ENOSPC", "full"]
      : ["kill", "EIO"];
    for (const how of ways) {
      const command = (into: string) =>
        injected([...program, into], { paths, boundary, how, trace });
      cases.push({
        name: `${name}: ${how} at ${boundary.call} ${boundary.at}`,
        start,
        isTraced: true,
        command,
      });
    }
  }
  return cases;
}

test(`a journal killed and failed at its calls, ${RUNS} times at most: what was acknowledged is there once, the rest can be sent again (seed ${SEED}${untraced === "" ? "" : `; only from within, since ${untraced}`})`, {
  timeout: 300_000 + RUNS * 10_000,
}, async () => {
  const program = [process.execPath, script, dist];
  const killed = join(base, "killed");
  const ended = await run([...program, await prepare(null), "kill", "45"], ONE_THREAD);
  expect(ended.signal).toBe("SIGKILL");
  const before = heard(ended, NOTHING);
  await cp(folderOf(), killed, { recursive: true });
  const all = [
    ...(await casesFrom(null, "from nothing")),
    ...(await casesFrom(killed, "recovering")),
  ];
  const counts = { runs: 0, met: 0, killed: 0, "failed to open": 0, refused: 0 };
  for (const each of drawn(all, SEED, RUNS)) {
    const start = each.start === null ? NOTHING : before;
    const life = await run(each.command(await prepare(each.start)), ONE_THREAD);
    counts.runs += 1;
    if (each.isTraced ? await wasMet(traceOf()) : true) counts.met += 1;
    if (life.signal === "SIGKILL") counts.killed += 1;
    if (life.said.some((line) => line.startsWith("refused"))) counts.refused += 1;
    if (life.signal === null && life.code !== 0) {
      // A disk that fails may keep a journal from being opened, not from going on.
      expect(life.said, `${each.name}: ${life.errors}`).toEqual([]);
      counts["failed to open"] += 1;
    }
    try {
      await verify(folderOf(), heard(life, start));
    } catch (cause) {
      throw new Error(`seed ${SEED}, ${each.name}; it said ${life.said.join(", ")}`, { cause });
    }
  }
  tellFigures({ boundaries: all.length, ...counts, ...(untraced === "" ? {} : { untraced }) });
  expect(counts.killed).toBeGreaterThan(0);
  // A few calls come later or not at all in a run where something else went first.
  expect(counts.met / counts.runs).toBeGreaterThan(0.8);
});
