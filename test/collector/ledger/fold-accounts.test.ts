import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { fold } from "tiltmeter/ledger/fold";
import { decodeSnapshot, encodeSnapshot } from "tiltmeter/ledger/snapshot-bytes";
import { EMPTY_STATE } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";

const stamp = { atMs: 1, by: "p_root" };
const ADA = "p_aaaaaaaaaaaaaaaa";
const rights = { role: "viewer", systems: null };
const created: LedgerEntry = {
  ...{ ...stamp, type: "account_created", person: ADA, origin: "invited", ...rights },
  ...{ contact: "c_1", identity: null },
};
const changed = (more: object): LedgerEntry => ({
  ...{ ...stamp, type: "account_changed", person: ADA, ...rights, isActive: true },
  ...{ contact: "c_1", identity: null, changed: ["role"], ...more },
});
const password = (item: string): LedgerEntry => ({
  ...{ ...stamp, type: "account_password_set", person: ADA, password: item, mustChange: false },
});
const invited: LedgerEntry = {
  ...{ ...stamp, type: "account_invited", person: ADA, hash: "a".repeat(64), expiresMs: 9 },
};
const ended: LedgerEntry = { ...stamp, type: "sessions_ended", person: ADA };

test("whatever takes rights or changes a password ends sessions; a new address does not", () => {
  const generations = (entries: readonly LedgerEntry[]): unknown[] =>
    entries.map((_, i) => fold(EMPTY_STATE, entries.slice(0, i + 1)).accounts.get(ADA)?.generation);
  const address = changed({ contact: "c_2", changed: ["contact"] });
  const all = [created, invited, password("c_3"), address, changed({ role: "admin" }), ended];
  expect(generations(all)).toEqual([0, 0, 2, 2, 4, 5]);
});

test("an invitation is void once it was used, replaced, or the account is disabled", () => {
  const invitation = (...entries: LedgerEntry[]): unknown =>
    fold(EMPTY_STATE, [created, ...entries]).accounts.get(ADA)?.invitation;
  expect(invitation(invited)).toMatchObject({ expiresMs: 9, by: "p_root" });
  expect(invitation(invited, password("c_2"))).toBeNull();
  expect(invitation(invited, changed({ isActive: false, changed: ["state"] }))).toBeNull();
});

test("an erased person has no account; whoever has the name later is somebody new", () => {
  const erasure: LedgerEntry = {
    ...{ ...stamp, type: "subject_erased", request: "R-1", basis: "gdpr-17", reason: "" },
    ...{ texts: [], people: [ADA], rows: [], keys: [] },
  };
  expect(fold(EMPTY_STATE, [created, erasure]).accounts.has(ADA)).toBe(false);
  expect(() => fold(EMPTY_STATE, [created, erasure, ended])).toThrow("does not exist");
  expect(() => fold(EMPTY_STATE, [created, created])).toThrow("has an account");
});

test("a rotated key lives until the time that was said, and never longer than it did", () => {
  const key = (id: string, more: object = {}): LedgerEntry => ({
    ...{ ...stamp, type: "key_created", id, role: "viewer", name: "p_k", hash: "", systems: null },
    ...more,
  });
  const rotated = (untilMs: number): LedgerEntry => ({
    ...{ ...stamp, type: "key_rotated", id: "a", successor: "b", untilMs },
  });
  const after = (first: LedgerEntry, untilMs: number): unknown =>
    fold(EMPTY_STATE, [first, key("b"), rotated(untilMs)]).keys.get("a");
  expect(after(key("a"), 50)).toMatchObject({ expiresMs: 50, successor: "b" });
  expect(after(key("a", { expiresMs: 20 }), 50)).toMatchObject({ expiresMs: 20 });
});

test("what was done about access is kept in order, and comes back from a snapshot", async () => {
  const entries = [created, invited, password("c_2"), ended];
  const state = fold(EMPTY_STATE, entries);
  expect([...state.administration].map(({ type, index }) => [type, index])).toEqual(
    entries.map(({ type }, i) => [type, i]),
  );
  const back = decodeSnapshot(await encodeSnapshot(state, "code"), "code");
  expect(back).toEqual(state);
  if (back === null) throw new Error("the snapshot is not read");
  expect(fold(back, [ended])).toEqual(fold(EMPTY_STATE, [...entries, ended]));
});
