import { type EffectivenessPlan, MACHINE, type Nonconformity, planOf } from "@tiltmeter/rules";
import { type DueExamination, dueExaminations, isExamined } from "./due-examinations.ts";
import { examine } from "./examine.ts";
import { isUnderTest, judgeRecord, type Standing } from "./judge-record.ts";
import { planFor } from "./plan.ts";
import type { ExaminerOptions } from "./sources.ts";

/** What the machine finds out about records, and whether their actions worked. */
export interface Examiner {
  /**
   * Looks at what is due: plans that are missing, records that are being verified, records that nobody
   * has looked at. Never rejects: what fails is told, and is due again. Turns must not overlap.
   */
  readonly turn: (nowMs: number) => Promise<void>;
  /** The plan of a record as it would be made now: what leaving its analysis promises. */
  readonly plan: (record: Nonconformity, nowMs: number) => Promise<EffectivenessPlan>;
  /** What telemetry says at present of a record that is being verified; null where nothing is known yet. */
  readonly standing: (id: string) => Standing | null;
}

const MINUTE_MS = 60_000;
/** Each takes a few questions; a store of many records has its turn again soon. */
const EXAMINED_AT_ONCE = 20;

export function createExaminer(options: ExaminerOptions): Examiner {
  const standings = new Map<string, { readonly lookedMs: number; readonly of: Standing | null }>();
  /** Records whose examination failed → when it is tried again. */
  const waiting = new Map<string, number>();

  /** Records never change in place: one that is calm stays so, and of a hundred thousand most are. */
  const calm = new WeakSet<Nonconformity>();
  let restless: readonly Nonconformity[] = [];
  let scanned: ReadonlyMap<string, Nonconformity> | null = null;

  function restlessRecords(): readonly Nonconformity[] {
    const { nonconformities } = options.ledger.state;
    if (nonconformities === scanned) return restless;
    const found: Nonconformity[] = [];
    for (const record of nonconformities.values()) {
      if (calm.has(record)) continue;
      if (isCalm(record)) calm.add(record);
      else found.push(record);
    }
    [scanned, restless] = [nonconformities, found];
    return found;
  }

  async function turn(nowMs: number): Promise<void> {
    for (const record of restlessRecords()) {
      if (needsPlan(record)) await attempt(`the plan of ${record.id}`, () => plan(record, nowMs));
    }
    // Read anew: plans were added.
    const now = restlessRecords();
    const verifying = now.filter(isUnderTest);
    for (const id of standings.keys()) {
      if (!verifying.some((record) => record.id === id)) standings.delete(id);
    }
    for (const record of verifying) {
      const lookedMs = standings.get(record.id)?.lookedMs ?? null;
      // A clock that went back holds nothing up.
      if (lookedMs !== null && Math.abs(nowMs - lookedMs) < MINUTE_MS) continue;
      await attempt(`the effectiveness of ${record.id}`, () => judge(record, nowMs));
    }
    const due = dueExaminations(now, nowMs).filter(
      ({ record }) => (waiting.get(record.id) ?? nowMs) <= nowMs,
    );
    for (const each of due.slice(0, EXAMINED_AT_ONCE)) await look(each, nowMs);
  }

  async function plan(record: Nonconformity, nowMs: number): Promise<void> {
    const made = await planFor(record, options, nowMs);
    await options.ledger.transact(({ nonconformities }) => {
      const now = nonconformities.get(record.id);
      const isMissing = now !== undefined && needsPlan(now) && now.cycle === made.cycle;
      const stamp = { atMs: nowMs, by: MACHINE, id: record.id };
      return {
        entries: isMissing ? [{ ...stamp, type: "effectiveness_planned", plan: made }] : [],
        result: undefined,
      };
    });
  }

  async function judge(record: Nonconformity, nowMs: number): Promise<void> {
    const standing = await judgeRecord(record, options, nowMs);
    standings.set(record.id, { lookedMs: nowMs, of: standing });
  }

  async function look(due: DueExamination, nowMs: number): Promise<void> {
    const { id } = due.record;
    waiting.set(id, nowMs + MINUTE_MS);
    await attempt(`the examination of ${id}`, async () => {
      const examination = await examine(due, options, nowMs);
      await options.ledger.transact(() => ({
        entries: [{ type: "nonconformity_examined", atMs: nowMs, by: MACHINE, id, examination }],
        result: undefined,
      }));
      waiting.delete(id);
    });
  }

  async function attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      options.onFailure(what, error);
    }
  }

  return {
    turn,
    plan: (record, nowMs) => planFor(record, options, nowMs),
    standing: (id) => standings.get(id)?.of ?? null,
  };
}

function isCalm(record: Nonconformity): boolean {
  return isExamined(record) && !needsPlan(record) && !isUnderTest(record);
}

/** Its actions have begun without one: the store was away when they did, or an older version let them. */
function needsPlan(record: Nonconformity): boolean {
  const isActing = record.state === "acting" || record.state === "verifying";
  return isActing && planOf(record, record.cycle) === null;
}
