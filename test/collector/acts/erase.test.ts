import { randomBytes } from "node:crypto";
import { type ErasureTargets, recordErasure } from "tiltmeter/acts/erase";
import { parseErasureSubject } from "tiltmeter/acts/erasure-subject";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { newPseudonym } from "tiltmeter/tlog/pseudonym";
import { expect, test } from "vitest";

const by = newPseudonym();
const commitment = (): string => `text:${randomBytes(32).toString("hex")}`;
const nothing: ErasureTargets = { texts: [], people: [], rows: [], keys: [], systems: [] };
const asked = { request: "DSR-1", basis: "gdpr-17", reason: `text:${"0".repeat(64)}`, by } as const;

const transactOf =
  (ledger: MemoryLedger): MemoryLedger["transact"] =>
  (decide) =>
    ledger.transact(decide);

test("a hold on a system refuses what is evidence of it until it is released", async () => {
  const ledger = new MemoryLedger();
  const stamp = { atMs: 1, by };
  const hold = {
    hold: "H-1",
    system: "credit",
    record: null,
    statedBy: null,
    reason: commitment(),
  };
  await ledger.transact(() => ({
    entries: [{ ...stamp, type: "hold_placed", ...hold }],
    result: undefined,
  }));
  const targets = { ...nothing, texts: [commitment()], systems: ["credit"] };
  const erase = (of: ErasureTargets) =>
    recordErasure({ ...asked, targets: of }, 2, transactOf(ledger));
  const refused = await erase(targets);
  expect(refused).toMatchObject({ kind: "refused" });
  expect(refused.kind === "refused" && refused.reason).toContain("evidence of credit is held");
  expect(await erase({ ...targets, systems: ["triage"] })).toMatchObject({ kind: "done" });
  await ledger.transact(() => ({
    entries: [{ ...stamp, type: "hold_released", hold: "H-1", reason: commitment() }],
    result: undefined,
  }));
  expect(await erase(targets)).toMatchObject({ kind: "done" });
});

test("the largest erasure is as many entries as it takes, each within its bound, and nothing is left out", async () => {
  const ledger = new MemoryLedger();
  const targets: ErasureTargets = {
    ...nothing,
    texts: Array.from({ length: 450 }, commitment),
    people: [newPseudonym()],
    rows: Array.from({ length: 300 }, (_, seq) => ({
      ...{ table: "predictions_v1", journal: "00000000-0000-0000-0000-000000000000" },
      ...{ seq: 2 ** 40 + seq, rows: Array.from({ length: 130 }, (_, i) => 3_999_999_999 - i) },
    })),
    keys: Array.from({ length: 450 }, () => `k_${randomBytes(12).toString("hex")}`),
  };
  const answer = await recordErasure({ ...asked, targets }, 2, transactOf(ledger));
  const { erasures, erased } = ledger.state;
  expect(answer).toEqual({ kind: "done", entries: erasures.map(({ index }) => index) });
  expect(erasures.flatMap(({ texts }) => texts)).toEqual(targets.texts);
  expect(erasures.flatMap(({ keys }) => keys)).toEqual(targets.keys);
  const rows = (of: ErasureTargets["rows"]) =>
    of.flatMap((batch) => batch.rows.map((row) => `${batch.seq}/${row}`));
  expect(rows(erasures.flatMap((each) => each.rows))).toEqual(rows(targets.rows));
  expect(erased.size).toBe(451);
});

test("a request without an id, a reason or anything to erase is refused with the field", async () => {
  const erase = async (of: Partial<typeof asked> & { readonly targets: ErasureTargets }) => {
    const answer = await recordErasure({ ...asked, ...of }, 2, transactOf(new MemoryLedger()));
    return answer.kind === "refused" ? Object.keys(answer.fields) : [];
  };
  const targets = { ...nothing, texts: [commitment()] };
  expect(await erase({ targets, request: "Ada Lovelace" as "DSR-1" })).toEqual(["request"]);
  expect(await erase({ targets: nothing })).toEqual(["subject"]);
  expect(await erase({ targets, reason: " " as typeof asked.reason })).toEqual(["reason"]);
});

test("subjects are read by their form, and anything else is none", () => {
  expect(parseErasureSubject("person:Ada Berg")).toEqual({ kind: "person", name: "Ada Berg" });
  expect(parseErasureSubject(by)).toEqual({ kind: "person", name: by });
  expect(parseErasureSubject("NC-2026-0042")).toEqual({ kind: "record", id: "NC-2026-0042" });
  expect(parseErasureSubject("data-subject:credit/a/b")).toEqual({
    ...{ kind: "data-subject", system: "credit", subject: "a/b" },
  });
  for (const text of [
    "",
    "Ada",
    "person:",
    "data-subject:credit",
    "data-subject:/x",
    "concern:x/",
  ]) {
    expect(parseErasureSubject(text)).toBeNull();
  }
});
