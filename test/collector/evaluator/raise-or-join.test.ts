import { foldStep, type Nonconformity } from "@tiltmeter/rules";
import { type Matter, raiseOrJoin } from "tiltmeter/evaluator/raise-or-join";
import { fold } from "tiltmeter/ledger/fold";
import { EMPTY_STATE, type GovernanceState } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";
import { episode } from "../ledger/entries.ts";
import { control, START } from "./house.ts";

let episodes = 0;
const matter = (id: string): Matter => {
  episodes += 1;
  return {
    control: control({ id, severity: "low" }),
    fingerprint: id,
    group: { system: "credit" },
    episodes: [episode(`${id}-${episodes}`)],
    evidence: "b".repeat(64),
  };
};

/** The state after what fired, and the record that it went to. */
function fired(state: GovernanceState, id: string): { state: GovernanceState; at: Nonconformity } {
  const next = fold(state, raiseOrJoin(state, [matter(id)], START).entries);
  const held = next.episodes.get(`${id}-${episodes}`) ?? "";
  const at = next.nonconformities.get(held);
  if (at === undefined) throw new Error("it went nowhere");
  return { state: next, at };
}

function moved(state: GovernanceState, id: string, to: Nonconformity["state"]): GovernanceState {
  const stamp = { atMs: START, by: "p_a", fields: {}, text: "" };
  return fold(state, [{ type: "nonconformity_moved", id, to, ...stamp }]);
}

function merged(state: GovernanceState, id: string, into: string): GovernanceState {
  return fold(state, [
    { type: "nonconformity_merged", id, into, atMs: START, by: "p_a", text: "" },
  ]);
}

test("further episodes of a merged matter go to the record that carries it, through any chain", () => {
  const one = fired(EMPTY_STATE, "a");
  const two = fired(one.state, "b");
  const three = fired(two.state, "c");
  const chained = merged(merged(three.state, one.at.id, two.at.id), two.at.id, three.at.id);
  const carrier = chained.nonconformities.get(three.at.id);
  expect(carrier?.episodes.map(({ id }) => id.slice(0, 1))).toEqual(["c", "b", "a"]);
  const again = fired(chained, "a");
  expect(again.at.id).toBe(three.at.id);
  expect(again.state.nonconformities.size).toBe(3);
  // Episodes that lasted when they were merged end where they went.
  for (const { id } of carrier?.episodes ?? []) expect(chained.episodes.get(id)).toBe(three.at.id);
});

test("what comes back after its closure is new, linked, one grade up, and refutes what was found", () => {
  const first = fired(EMPTY_STATE, "a");
  const closed = moved(first.state, first.at.id, "closed");
  const second = fired(closed, "a");
  expect(second.at).toMatchObject({ recurrenceOf: first.at.id, severity: "medium" });
  const before = closed.nonconformities.get(first.at.id);
  expect(second.state.nonconformities.get(first.at.id)).toEqual({
    ...before,
    refutedBy: second.at.id,
  });
  const third = fired(moved(second.state, second.at.id, "closed"), "a");
  expect(third.at).toMatchObject({ recurrenceOf: second.at.id, severity: "high" });
});

test("what was dismissed or void is no recurrence, and hides none", () => {
  for (const end of ["dismissed", "void"] as const) {
    const first = fired(EMPTY_STATE, "a");
    const gone = fired(moved(first.state, first.at.id, end), "a");
    expect(gone.at).toMatchObject({ recurrenceOf: null, severity: "low" });
    const closed = moved(gone.state, gone.at.id, "closed");
    const second = fired(closed, "a");
    const third = fired(moved(second.state, second.at.id, end), "a");
    expect(third.at.recurrenceOf).toBe(gone.at.id);
  }
});

test("a matter whose carrier was closed recurs from that", () => {
  const one = fired(EMPTY_STATE, "a");
  const two = fired(one.state, "b");
  const closed = moved(merged(two.state, one.at.id, two.at.id), two.at.id, "closed");
  const again = fired(closed, "a");
  expect(again.at.recurrenceOf).toBe(two.at.id);
  expect(again.state.nonconformities.get(two.at.id)?.refutedBy).toBe(again.at.id);
});

test("an old move to merged hands nothing on, as it never did", () => {
  const one = fired(EMPTY_STATE, "a");
  const fields = { merged_into: "NC-2026-0009" };
  const stamp = { atMs: START, by: "mara", fields, text: "" };
  const old = fold(one.state, [
    { type: "nonconformity_moved", id: one.at.id, to: "merged", ...stamp },
  ]);
  expect(old.nonconformities.get(one.at.id)).toEqual(
    foldStep(one.at, { type: "nonconformity_moved", to: "merged", ...stamp }),
  );
  expect(fired(old, "a").at.id).not.toBe(one.at.id);
});
