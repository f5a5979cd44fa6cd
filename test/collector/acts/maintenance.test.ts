import fc from "fast-check";
import {
  endMaintenance,
  type MaintenanceEntry,
  startMaintenance,
} from "tiltmeter/acts/maintenance";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { fold } from "tiltmeter/ledger/fold";
import { EMPTY_STATE } from "tiltmeter/ledger/state";
import { startedMaintenance } from "tiltmeter/wiring/started-maintenance";
import { expect, test } from "vitest";

const NOW_MS = Date.UTC(2026, 10, 27, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function ledger() {
  let state = EMPTY_STATE;
  return {
    state: () => state,
    transact: async <T>(
      decide: (of: typeof state) =>
        | { entries: readonly MaintenanceEntry[]; result: T }
        | {
            readonly entries: readonly MaintenanceEntry[];
            readonly result: T;
          },
    ): Promise<T> => {
      const { entries, result } = decide(state);
      state = fold(state, entries as readonly LedgerEntry[]);
      return result;
    },
  };
}

const asked = { systems: ["credit"], reason: "a move", fromMs: null, forMs: 2 * HOUR, by: "p_a" };

test("maintenance begins now, is numbered by year, ends by itself or when somebody ends it, once", async () => {
  const { state, transact } = ledger();
  const deps = { nowMs: NOW_MS, forMsMax: DAY, transact };
  expect(await startMaintenance(asked, deps)).toEqual({
    answer: { kind: "done" },
    id: "MNT-2026-0001",
  });
  expect((await startMaintenance({ ...asked, systems: [] }, deps)).id).toBe("MNT-2026-0002");
  expect(startedMaintenance(state())).toMatchObject([
    { name: "MNT-2026-0001", systems: ["credit"], fromMs: NOW_MS, untilMs: NOW_MS + 2 * HOUR },
    { name: "MNT-2026-0002", systems: [] },
  ]);
  const end = (id: string, nowMs: number) => endMaintenance({ id, by: "p_a" }, { nowMs, transact });
  expect(await end("MNT-2026-0001", NOW_MS + HOUR)).toEqual({ kind: "done" });
  expect(startedMaintenance(state())[0]?.untilMs).toBe(NOW_MS + HOUR);
  expect(await end("MNT-2026-0001", NOW_MS + HOUR + 1)).toMatchObject({ kind: "refused" });
  expect(await end("MNT-2026-0002", NOW_MS + 2 * HOUR)).toMatchObject({
    reason: "MNT-2026-0002 has ended at 2026-11-27T14:00:00.000Z",
  });
  expect(await end("MNT-2026-0009", NOW_MS)).toMatchObject({ kind: "refused" });
});

test("nothing that was raised is hidden afterwards, and no maintenance lasts longer than it may", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -30 * DAY, max: 30 * DAY }),
      fc.integer({ min: -HOUR, max: 3 * DAY }),
      async (ahead, forMs) => {
        const { state, transact } = ledger();
        const deps = { nowMs: NOW_MS, forMsMax: DAY, transact };
        const { answer } = await startMaintenance(
          { ...asked, fromMs: NOW_MS + ahead, forMs },
          deps,
        );
        const [made] = startedMaintenance(state());
        if (answer.kind === "refused") {
          expect(made).toBeUndefined();
          return;
        }
        expect(made?.fromMs).toBeGreaterThanOrEqual(NOW_MS);
        expect((made?.untilMs ?? 0) - (made?.fromMs ?? 0)).toBe(forMs);
        expect(forMs).toBeLessThanOrEqual(DAY);
      },
    ),
  );
  const { transact } = ledger();
  const deps = { nowMs: NOW_MS, forMsMax: DAY, transact };
  const refused = await startMaintenance({ ...asked, reason: " ", forMs: 25 * HOUR }, deps);
  expect(refused.answer).toMatchObject({
    kind: "refused",
    fields: { reason: "is required", minutes: expect.stringContaining("from 1 to 1440") },
  });
});
