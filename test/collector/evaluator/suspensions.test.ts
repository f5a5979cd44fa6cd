import { type Control, RUNNING } from "@tiltmeter/rules";
import type { InventorySystem } from "tiltmeter/evaluator/scope";
import type { Ledger } from "tiltmeter/ledger/ledger";
import { expect, test } from "vitest";
import { control, HOUR, type House, inHouse, living, predictions, START } from "./house.ts";

const declared = (id: string, riskTier: InventorySystem["riskTier"]): InventorySystem => ({
  id,
  riskTier,
  environment: null,
  status: "live",
  positiveLabel: null,
  lists: {},
  declaredMs: START,
  suspendedSinceMs: null,
  resumedMs: null,
});

const SUSPENDS: Control["suspends"] = [
  { when: "propose", riskTiers: [] },
  { when: "at_once", riskTiers: ["high"] },
];

/** Ticks the hours and reads what the ledger says of a system after each. */
async function after(
  house: House,
  hours: readonly number[],
  read: (ledger: Ledger) => unknown,
): Promise<readonly unknown[]> {
  return living(house, async ({ evaluator, ledger }) => {
    const seen: unknown[] = [];
    for (const hour of hours) {
      const { errors } = await evaluator.tick(START + hour * HOUR);
      expect(errors).toEqual([]);
      seen.push(read(ledger));
    }
    return seen;
  });
}

test("what is raised brings its proposal along, or suspends at once where the file says so for the tier", async () => {
  const records = ["credit", "mail"].flatMap((system) => [
    ...predictions({ hour: 0, system }),
    ...predictions({ hour: 1, system, failed: 0.4 }),
  ]);
  const controls = [control({ id: "errors", suspends: SUSPENDS })];
  const inventory = [declared("credit", "high"), declared("mail", "limited")];
  await inHouse({ records, controls, inventory }, async (house) => {
    const [, second] = await after(house, [1, 2], ({ state }) => [
      state.directives.get("credit"),
      state.directives.get("mail"),
    ]);
    expect(second).toMatchObject([
      {
        proposals: [],
        suspension: { ground: "at_once", by: "tiltmeter", records: ["NC-2026-0001"] },
      },
      { proposals: [{ control: "errors", record: "NC-2026-0002" }], suspension: null },
    ]);
    // Whoever is told of the record is told of it.
    const statements = await living(house, async ({ ledger }) =>
      [...ledger.state.nonconformities.values()].map(({ statement }) => statement),
    );
    expect(statements).toEqual([
      expect.stringContaining("Suspended at once, as the control says: credit."),
      expect.stringContaining("Suspension is proposed, and waits for a person: mail."),
    ]);
    // A restart folds the same.
    await living(house, async ({ ledger }) => {
      expect([ledger.state.directives.get("credit"), ledger.state.directives.get("mail")]).toEqual(
        second,
      );
    });
  });
});

test("a group over all systems proposes for each system in it, and shadow proposes nothing", async () => {
  const records = ["a", "b", "c"].flatMap((system) =>
    predictions({ hour: 0, system, failed: system === "c" ? 0 : 0.5 }),
  );
  const suspends: Control["suspends"] = [{ when: "propose", riskTiers: [] }];
  const together = control({ id: "together", groupBy: [], suspends });
  const shadow = control({ id: "shadow", status: "shadow", suspends });
  await inHouse({ records, controls: [together, shadow] }, async (house) => {
    const [seen] = await after(house, [1], ({ state }) => [...state.directives]);
    expect(seen).toMatchObject([
      ["a", { proposals: [{ control: "together", record: "NC-2026-0001" }] }],
      ["b", { proposals: [{ control: "together", record: "NC-2026-0001" }] }],
    ]);
  });
});

test("a record that turns out to be none takes its proposal along; a merged one does not", async () => {
  const suspends: Control["suspends"] = [{ when: "propose", riskTiers: [] }];
  const records = predictions({ hour: 0, failed: 0.5 });
  for (const [to, left] of [
    ["dismissed", 0],
    ["merged", 1],
  ] as const) {
    await inHouse({ records, controls: [control({ id: "errors", suspends })] }, async (house) => {
      const [seen] = await after(house, [1], ({ state }) => state.directives.get("credit"));
      expect(seen).toMatchObject({ proposals: [{ record: "NC-2026-0001" }] });
      await living(house, async ({ ledger }) => {
        const id = "NC-2026-0001";
        const moved = { type: "nonconformity_moved", id, to, fields: {}, text: "x" } as const;
        await ledger.append([{ atMs: START, by: "ann", ...moved }]);
        const of = ledger.state.directives.get("credit") ?? RUNNING;
        expect(of.proposals).toHaveLength(left);
        expect(of.version).toBe(left === 0 ? 2 : 1);
      });
    });
  }
});
