import type { EvidenceRecord } from "@tiltmeter/rules";
import type { Ledger } from "tiltmeter/ledger/ledger";
import { expect } from "vitest";
import { HOUR, type House, living, START, strip } from "../collector/evaluator/house.ts";

/** Ticks at the given hours (from START) in one life; answers the ids raised. No control may fail. */
export async function tickAt(
  house: House,
  ...hours: readonly number[]
): Promise<readonly string[]> {
  return living(house, async ({ evaluator }) => {
    const raised: string[] = [];
    for (const hour of hours) {
      const report = await evaluator.tick(START + hour * HOUR);
      expect(report.errors).toEqual([]);
      raised.push(...report.raised);
    }
    return raised;
  });
}

/** 1, 2, …, count. */
export function hours(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Lines of rows that name something, as `errors credit/v1 3h breach firing`. */
export function linesOf(house: House, part: string): readonly string[] {
  return strip(house.rows).filter((line) => line.includes(part));
}

export async function inLedger<T>(house: House, look: (ledger: Ledger) => T): Promise<T> {
  return living(house, async ({ ledger }) => look(ledger));
}

/**
 * What must hold in every scenario: no episode ends but by an explicit pass inside the recovery limit,
 * or as superseded or retired, and then the ledger says so; and of what has ended the rows agree.
 */
export async function expectNothingEndsByAbsence(house: House): Promise<void> {
  await living(house, async ({ ledger }) => {
    for await (const { entry } of ledger.entries()) {
      if (entry.type !== "control_transition") continue;
      const ended = entry.events.find((event) => event.kind === "ended");
      if (ended?.reason !== "recovered") continue;
      expect(entry.verdict).toMatchObject({ kind: "pass", recovered: true });
    }
  });
  const last = new Map<string, House["rows"][number]>();
  for (const row of house.rows.filter(({ dataRevision }) => dataRevision === 1)) {
    const key = `${row.control} ${row.instanceKey}`;
    const before = last.get(key);
    last.set(key, row);
    if (before === undefined || before.windowEndMs >= row.windowEndMs) continue;
    const wasOpen = before.state.phase === "firing" || before.state.phase === "recovering";
    if (!wasOpen || row.state.phase === "firing" || row.state.phase === "recovering") continue;
    const passed = row.verdict.kind === "pass" && row.verdict.recovered;
    const said = await endingOf(house, before.state);
    expect(passed || said === "superseded" || said === "retired").toBe(true);
  }
}

async function endingOf(
  house: House,
  state: House["rows"][number]["state"],
): Promise<string | null> {
  if (!("episode" in state)) return null;
  return living(house, async ({ ledger }) => {
    for await (const { entry } of ledger.entries()) {
      if (entry.type !== "control_transition") continue;
      const ended = entry.events.find((event) => event.kind === "ended");
      if (ended?.episode === state.episode) return ended.reason;
    }
    return null;
  });
}

/** Predictions of several hours: the share that failed in each, null where nothing came. */
export function series(
  shares: readonly (number | null)[],
  hourly: (hour: number, failed: number) => readonly EvidenceRecord[],
): readonly EvidenceRecord[] {
  return shares.flatMap((failed, hour) => (failed === null ? [] : hourly(hour, failed)));
}
