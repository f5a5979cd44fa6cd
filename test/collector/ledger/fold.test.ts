import { BARE_DECLARATION } from "@tiltmeter/rules";
import fc from "fast-check";
import { fold } from "tiltmeter/ledger/fold";
import { IllegalEntry } from "tiltmeter/ledger/illegal-entry";
import { EMPTY_STATE } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";
import { histories, record } from "./entries.ts";

test("folding entry by entry, in parts or at once gives the same state", () => {
  fc.assert(
    fc.property(histories, fc.nat(60), (entries, cut) => {
      const atOnce = fold(EMPTY_STATE, entries);
      expect(entries.reduce((state, entry) => fold(state, [entry]), EMPTY_STATE)).toEqual(atOnce);
      expect(fold(fold(EMPTY_STATE, entries.slice(0, cut)), entries.slice(cut))).toEqual(atOnce);
      expect(atOnce.size).toBe(entries.length);
    }),
  );
});

test("folding changes no state that it was given", () => {
  fc.assert(
    fc.property(histories, histories, (before, after) => {
      const state = fold(EMPTY_STATE, before);
      const kept = structuredClone(state);
      try {
        fold(state, after);
      } catch (error) {
        expect(error).toBeInstanceOf(IllegalEntry); // the second history repeats ids of the first
      }
      expect(state).toEqual(kept);
    }),
  );
});

const stamp = { atMs: 1, by: "tiltmeter" };
const raise = (id: number, fingerprint: string) =>
  ({ ...stamp, type: "nonconformity_raised", fingerprint, record: record(id) }) as const;

test("at most one open record has a fingerprint, and a closed one makes room", () => {
  const first = fold(EMPTY_STATE, [raise(1, "a"), raise(2, "b")]);
  expect(() => fold(first, [raise(3, "a")])).toThrow("NC-2026-0001 is open");
  const close = {
    ...stamp,
    type: "nonconformity_moved",
    id: "NC-2026-0001",
    to: "closed",
  } as const;
  const closed = fold(first, [{ ...close, fields: {}, text: "" }]);
  const again = fold(closed, [raise(3, "a")]);
  expect(again.byFingerprint.get("a")).toBe("NC-2026-0003");
  expect(again.raisedInYear.get(2026)).toBe(3);
  expect([...again.announcements].map(({ event, index }) => [event, index])).toEqual([
    ["raised", 0],
    ["raised", 1],
    ["closed", 2],
    ["raised", 3],
  ]);
});

test("an observation is kept and not announced", () => {
  const { record: raised, ...entry } = raise(1, "a");
  const state = fold(EMPTY_STATE, [{ ...entry, record: { ...raised, state: "observation" } }]);
  expect(state.nonconformities.size).toBe(1);
  expect(state.announcements).toHaveLength(0);
});

test("an id is taken once, and what does not exist cannot be changed", () => {
  const state = fold(EMPTY_STATE, [raise(1, "a")]);
  expect(() => fold(state, [raise(1, "b")])).toThrow("NC-2026-0001 is taken");
  expect(() => fold(state, [{ ...stamp, type: "key_revoked", id: "nobody" }])).toThrow(
    "entry 1 (key_revoked) cannot be: nobody does not exist",
  );
  expect(() => fold(state, [{ ...stamp, type: "baseline_approved", digest: "0" }])).toThrow("0");
});

test("one (control, instance, window end) has one step", () => {
  const step = {
    ...stamp,
    type: "control_transition",
    control: "c",
    revision: "r",
    instance: { system: "s" },
    instanceKey: "k",
    windowStartMs: 0,
    windowEndMs: 60,
    state: { phase: "ok" },
    verdict: { kind: "no_data", reason: "" },
    events: [],
  } as const;
  const state = fold(EMPTY_STATE, [step, { ...step, windowEndMs: 120 }]);
  expect(state.transitions.get("c")?.get("k")?.size).toBe(2);
  expect(() => fold(state, [step])).toThrow("has a step at 60");
});

test("routes go by what a record is, and by the owner that its system has declared", () => {
  const when = { severities: [], owners: ["team-credit"], systems: [], controls: [], raises: [] };
  const routes = {
    compliance: ["compliance"],
    routes: [{ id: "team", when, channels: ["team-chat"] }],
  };
  const loaded = { ...stamp, type: "routes_loaded", file: "routes.yaml", routes } as const;
  const declared = {
    ...stamp,
    type: "system_declared",
    system: "credit",
    ...BARE_DECLARATION,
    owner: "team-credit",
    changed: [],
  } as const;
  const state = fold(EMPTY_STATE, [raise(1, "a"), loaded, raise(2, "b"), declared, raise(3, "c")]);
  expect([...state.announcements].map(({ channels }) => channels)).toEqual([
    null,
    ["compliance"],
    ["compliance", "team-chat"],
  ]);
});

test("what was decided about a refused record is decided once", () => {
  const of = { ...stamp, item: "name.0.1", reason: "text" };
  const first = fold(EMPTY_STATE, [{ ...of, type: "quarantine_discarded" }]);
  expect(first.quarantine.get("name.0.1")).toMatchObject({ type: "quarantine_discarded" });
  expect(() => fold(first, [{ ...of, type: "quarantine_replayed", journal: "j", seq: 1 }])).toThrow(
    "name.0.1 is decided already",
  );
});
