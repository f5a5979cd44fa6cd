import {
  type ActionAct,
  type Authority,
  type Control,
  type EffectivenessJudgement,
  endEpisode,
  illegality,
  indexRecords,
  type Nonconformity,
  type NonconformityState,
  nextStates,
  type RecordEvent,
  reopen,
  reportedRecord,
  SEVERITIES,
  type Severity,
} from "@tiltmeter/rules";
import fc from "fast-check";
import { recordAcceptanceEnds } from "tiltmeter/acts/acceptances";
import { commentRecord, moveRecord } from "tiltmeter/acts/nonconformity";
import { actOnAction, editRecord } from "tiltmeter/acts/record-changes";
import { reportRecord } from "tiltmeter/acts/report-record";
import { raiseOrJoin } from "tiltmeter/evaluator/raise-or-join";
import { endings } from "tiltmeter/evaluator/record";
import { fold } from "tiltmeter/ledger/fold";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { EMPTY_STATE, type GovernanceState } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";
import { control, START } from "../collector/evaluator/house.ts";
import { episode } from "../collector/ledger/entries.ts";
import {
  applyMove,
  grade,
  isEnded,
  type Model,
  type ModelRecord,
  mayMove,
  PEOPLE,
  rank,
} from "./record-life-model.ts";

// Random commands of people and of the machine, on the real acts over a real ledger, beside a model that was written from the
// description alone. After each the two must agree on what was allowed and on where every record stands.

interface Real {
  readonly ledger: MemoryLedger;
  /** Episodes of a matter that last. */
  readonly lasting: Map<string, string[]>;
  readonly closed: Map<string, Nonconformity>;
  episodes: number;
}

/** Of all walks. */
const reached = new Set<string>();

type Command = fc.AsyncCommand<Model, Real>;
const DAY = 86_400_000;
const GRADE: Readonly<Record<string, Severity>> = {
  minor: "low",
  middling: "medium",
  grave: "high",
};
const controls = new Map<string, Control>(
  Object.entries(GRADE).map(([id, severity]) => [id, control({ id, severity })]),
);

const dayAfter = (ms: number, days: number): string =>
  new Date(ms + days * DAY).toISOString().slice(0, 10);
const at = <T>(list: readonly T[], pick: number): T | undefined => list[pick % list.length];
const recordOf = (real: Real, id: string): Nonconformity => {
  const record = real.ledger.state.nonconformities.get(id);
  if (record === undefined) throw new Error(`${id} is lost`);
  return record;
};

/** The two tell the same, and nothing that must never be is. */
function agree(model: Model, real: Real): void {
  const { nonconformities } = real.ledger.state;
  expect(nonconformities.size).toBe(model.records.length);
  for (const expected of model.records) {
    const record = recordOf(real, expected.id);
    reached.add(record.state).add(`cycle ${record.cycle}`);
    expect({
      ...{ id: record.id, state: record.state, severity: record.severity, cycle: record.cycle },
      ...{ version: record.version, mergedInto: record.mergedInto },
      lasting: record.episodes.filter(({ endedMs }) => endedMs === null).length,
      proposedBy: record.proposedDismissal?.by ?? null,
    }).toEqual({
      ...{ id: expected.id, state: expected.state, severity: expected.severity },
      ...{ cycle: expected.cycle, version: expected.version, mergedInto: expected.mergedInto },
      lasting:
        isEnded(expected) && expected.state === "merged" ? expect.any(Number) : expected.lasting,
      proposedBy: expected.proposedBy,
    });
    // No way leads out of an end, and what was closed stays, but for what is said beside it.
    expect(nextStates(record).length === 0).toBe(isEnded(expected));
    if (record.state !== "closed") continue;
    const before = real.closed.get(record.id) ?? record;
    real.closed.set(record.id, before);
    const beside = { refutedBy: before.refutedBy, postscripts: before.postscripts };
    expect({ ...record, ...beside }).toEqual(before);
    // Nobody who acted reviewed, and nothing grave was closed without a review of its last cycle.
    if (!expected.wasGrave) continue;
    expect(expected.reviewed?.cycle).toBe(record.cycle);
    const review = record.steps.findLast(({ to }) => to === "closing");
    const closing = record.steps.findLast(({ to }) => to === "closed");
    const hands = record.actions
      .filter(({ dropped }) => dropped === null)
      .flatMap(({ owner, done }) => [owner, done?.by]);
    expect(hands.length).toBeGreaterThan(0);
    for (const step of [review, closing]) expect(hands).not.toContain(step?.by);
  }
}

function command(
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command {
  return {
    check: (model) => check(model),
    run: async (model, real) => {
      model.nowMs += 60_000;
      await run(model, real);
      agree(model, real);
    },
    toString: () => name,
  };
}

const some = (model: Model): boolean => model.records.length > 0;

/** A control breaches: a new record, or one more episode of the record that carries the matter. */
function breach(matter: string): Command {
  return command(
    `breach of ${matter}`,
    () => true,
    async (model, real) => {
      const of = controls.get(matter);
      if (of === undefined) throw new Error("a matter has a control");
      real.episodes += 1;
      const id = `e${real.episodes}`;
      real.lasting.set(matter, [...(real.lasting.get(matter) ?? []), id]);
      await real.ledger.transact((state) => {
        const found = { control: of, fingerprint: matter, group: { system: "credit" } };
        const matters = [{ ...found, episodes: [episode(id)], evidence: "b".repeat(64) }];
        return { entries: raiseOrJoin(state, matters, model.nowMs).entries, result: null };
      });
      let carrier = model.records.findLast((each) => each.matter === matter);
      while (carrier !== undefined && carrier.mergedInto !== null) {
        const { mergedInto }: ModelRecord = carrier;
        carrier = model.records.find((each) => each.id === mergedInto);
      }
      if (carrier !== undefined && !isEnded(carrier)) {
        carrier.lasting += 1;
        carrier.version += 1;
        return;
      }
      const last = lastClosed(model, carrier);
      const base = Math.max(rank(of.severity), last === undefined ? 0 : rank(last.severity));
      const severity = SEVERITIES[last === undefined ? rank(of.severity) : Math.min(3, base + 1)];
      add(model, real, {
        ...{ matter, severity: severity ?? "critical", lasting: 1 },
        recurrenceOf: last?.id ?? null,
      });
      expect(real.ledger.state.nonconformities.get(model.records.at(-1)?.id ?? "")).toMatchObject({
        recurrenceOf: last?.id ?? null,
      });
    },
  );
}

function lastClosed(model: Model, before: ModelRecord | undefined): ModelRecord | undefined {
  let record = before;
  while (record?.state === "dismissed" || record?.state === "void") {
    const { recurrenceOf }: ModelRecord = record;
    record = model.records.find((each) => each.id === recurrenceOf);
  }
  return record?.state === "closed" ? record : undefined;
}

function add(
  model: Model,
  real: Real,
  of: Pick<ModelRecord, "matter" | "severity" | "lasting" | "recurrenceOf">,
): void {
  const id = [...real.ledger.state.nonconformities.keys()].at(-1) ?? "";
  model.records.push({
    ...{ id, ...of, state: "raised", wasGrave: rank(of.severity) >= 2, cycle: 1, actions: [] },
    ...{ proposedBy: null, judged: null, untilMs: null, mergedInto: null, version: 1 },
    reviewed: null,
  });
}

/** All that a matter has of lasting episodes ends. */
function recovery(matter: string): Command {
  return command(
    `recovery of ${matter}`,
    () => true,
    async (model, real) => {
      const lasting = real.lasting.get(matter) ?? [];
      real.lasting.set(matter, []);
      for (const each of lasting) {
        const holder = real.ledger.state.episodes.get(each) ?? "";
        const ended = { kind: "ended", episode: each, atMs: START, reason: "recovered" } as const;
        await real.ledger.transact((state) => ({
          entries: endings(state, [ended], model.nowMs),
          result: null,
        }));
        const record = model.records.find(({ id }) => id === holder);
        if (record === undefined || isEnded(record)) continue;
        record.lasting -= 1;
        record.version += 1;
      }
    },
  );
}

function report(severity: Severity, isWhole: boolean): Command {
  return command(
    `report ${severity} ${isWhole}`,
    () => true,
    async (model, real) => {
      const fields = {
        ...{ source: "internal_audit", title: "no minutes", requirement: "reviews have minutes" },
        ...{ severity, ...(isWhole ? { statement: "there are none" } : {}) },
      };
      const asked = { by: "ann", fields, cites: { iso42001: ["9.3"] }, concern: null };
      const answer = await reportRecord(asked, model.nowMs, (decide) =>
        real.ledger.transact(decide),
      );
      expect(answer.kind).toBe(isWhole ? "raised" : "refused");
      if (isWhole) add(model, real, { matter: null, severity, lasting: 0, recurrenceOf: null });
    },
  );
}

interface Ask {
  readonly pick: number;
  readonly to: NonconformityState;
  readonly by: string;
  readonly authority: Authority;
  readonly severity: Severity;
  readonly into: number;
  readonly flaw: "none" | "outdated" | "blank" | "extra";
}

function move(of: Ask): Command {
  return command(`move ${JSON.stringify(of)}`, some, async (model, real) => {
    const expected = at(model.records, of.pick);
    if (expected === undefined) return;
    const record = recordOf(real, expected.id);
    const into = at(model.records, of.into);
    const asked = nextStates(record).find(({ to }) => to === of.to)?.fields ?? [];
    const answers = new Map(
      asked.map(({ name, options, kind }) => [
        name,
        options?.[0] ??
          (kind === "date"
            ? dayAfter(model.nowMs, 30)
            : kind === "instant"
              ? "2020-01-01T00:00Z"
              : "words"),
      ]),
    );
    if (answers.has("severity")) answers.set("severity", of.severity);
    if (answers.has("merged_into")) answers.set("merged_into", into?.id ?? "");
    const required = asked.some((field) => field.required);
    if (of.flaw === "blank") answers.clear();
    if (of.flaw === "extra") answers.set("criterion_2", "easier");
    const answer = await moveRecord(
      {
        ...{ id: expected.id, to: of.to, by: of.by, authority: of.authority, reason: "because" },
        fields: Object.fromEntries(answers),
        version: of.flaw === "outdated" ? record.version - 1 : record.version,
      },
      model.nowMs,
      (decide) => real.ledger.transact(decide),
    );
    const isWhole = of.flaw === "none" || (of.flaw === "blank" && !required);
    const allowed = isWhole && mayMove(expected, { ...of, into });
    expect(answer.kind === "done", `${expected.state} to ${of.to}: ${JSON.stringify(answer)}`).toBe(
      allowed,
    );
    if (of.flaw === "outdated") expect(answer.kind).toBe("outdated");
    if (allowed) applyMove(model, expected, { ...of, into });
    if (allowed && of.to === "accepted") {
      expected.untilMs = Date.parse(dayAfter(model.nowMs, 31));
    }
  });
}

function act(of: { pick: number; act: ActionAct; on: number; by: string; owner: string }): Command {
  return command(`action ${JSON.stringify(of)}`, some, async (model, real) => {
    const expected = at(model.records, of.pick);
    if (expected === undefined) return;
    const action = of.act === "plan" ? undefined : at(expected.actions, of.on);
    const plan = { what: "retrain", owner: of.owner, due: dayAfter(model.nowMs, 30) };
    const fields =
      of.act === "plan"
        ? plan
        : of.act === "done"
          ? { evidence: "release 7" }
          : of.act === "change"
            ? { change: "PR 7" }
            : {};
    const answer = await actOnAction(
      {
        ...{ id: expected.id, act: of.act, action: action?.id ?? "", by: of.by, fields },
        ...{ reason: "because", version: expected.version },
      },
      model.nowMs,
      (decide) => real.ledger.transact(decide),
    );
    const isFree = action !== undefined && action.doneBy === null && !action.dropped;
    const allowed = expected.state === "acting" && (of.act === "plan" || isFree);
    expect(answer.kind === "done", JSON.stringify(answer)).toBe(allowed);
    if (!allowed) return;
    expected.version += 1;
    const id = `A${expected.actions.length + 1}`;
    const { cycle } = expected;
    if (of.act === "plan") {
      expected.actions.push({ id, cycle, owner: of.owner, doneBy: null, dropped: false });
    } else if (action !== undefined) {
      if (of.act === "done") action.doneBy = of.by;
      if (of.act === "drop") action.dropped = true;
    }
  });
}

function edit(of: { pick: number; severity: Severity; reason: string }): Command {
  return command(`edit ${JSON.stringify(of)}`, some, async (model, real) => {
    const expected = at(model.records, of.pick);
    if (expected === undefined) return;
    const fields = { severity: of.severity };
    const { id, version } = expected;
    const asked = { id, fields, cites: {}, uncites: {}, reason: of.reason, by: "ann", version };
    const answer = await editRecord(asked, model.nowMs, (decide) => real.ledger.transact(decide));
    const allowed = !isEnded(expected) && of.severity !== expected.severity && of.reason !== "";
    expect(answer.kind === "done", JSON.stringify(answer)).toBe(allowed);
    if (!allowed) return;
    expected.version += 1;
    grade(expected, of.severity);
  });
}

/** Telemetry speaks of the present cycle; what it refutes goes back to its cause. */
function judge(of: { pick: number; result: EffectivenessJudgement["result"] }): Command {
  return command(`judge ${JSON.stringify(of)}`, some, async (model, real) => {
    const expected = at(model.records, of.pick);
    if (expected === undefined || expected.matter === null || isEnded(expected)) return;
    const { cycle, id } = expected;
    const stamp = { atMs: model.nowMs, by: "tiltmeter", id };
    const judgement: EffectivenessJudgement = {
      ...{ cycle, result: of.result, judgedMs: model.nowMs, startMs: START, toMs: model.nowMs },
      reasons: [{ code: "shown", text: "as it is" }],
      windows: { scheduled: 3, passed: 3, breached: 0, open: 0, run: 3, coverage: 1 },
      ...{ pooled: null, successors: [], evidence: "c".repeat(64) },
    };
    await real.ledger.transact((state) => {
      const plans = state.nonconformities.get(id)?.plans ?? [];
      const plan = {
        ...({ kind: "measured", cycle, plannedMs: START, statement: "three windows" } as const),
        ...{ control: expected.matter ?? "", revision: "r", measure: "error_rate" },
        ...{ limit: { min: null, max: 0.1 }, limitInWords: "at most 10 %", baseline: null },
        ...{ proof: "value" as const, confidence: 0.95, windowMs: 1, everyMs: 1, windows: 3 },
        ...{ refutedBy: 1, coverageMin: 0.95, episodesMax: 0 as const, instances: [] },
        sample: {
          ...{ needed: null, usual: null, conclusive: null, takesMs: null, clockMs: 1 },
          isReachable: null,
        },
      };
      const planned = plans.some((each) => each.cycle === cycle)
        ? []
        : [{ ...stamp, type: "effectiveness_planned" as const, plan }];
      return {
        entries: [...planned, { ...stamp, type: "effectiveness_judged" as const, judgement }],
        result: null,
      };
    });
    expected.judged = { cycle, result: of.result };
    if (of.result !== "refuted") return;
    const event = reopen(recordOf(real, id), { text: "it breached", atMs: model.nowMs });
    const isTested = expected.state === "verifying" || expected.state === "closing";
    expect(event !== null).toBe(isTested);
    if (event === null) return;
    await real.ledger.transact(() => ({ entries: [{ ...event, id }], result: null }));
    expected.state = "analysing";
    expected.cycle += 1;
    expected.version += 1;
  });
}

function wait(days: number): Command {
  return command(
    `wait ${days}`,
    () => true,
    async (model, real) => {
      model.nowMs += days * DAY;
      const { ledger } = real;
      await recordAcceptanceEnds(model.nowMs, {
        state: () => ledger.state,
        transact: (decide) => ledger.transact(decide),
      });
      for (const record of model.records) {
        if (record.state !== "accepted" || (record.untilMs ?? 0) > model.nowMs) continue;
        record.state = "analysing";
        record.untilMs = null;
        record.version += 1;
      }
    },
  );
}

function comment(pick: number): Command {
  return command(`comment ${pick}`, some, async (model, real) => {
    const expected = at(model.records, pick);
    if (expected === undefined) return;
    const said = { id: expected.id, text: "looked", by: "cat" };
    const answer = await commentRecord(said, model.nowMs, (decide) => real.ledger.transact(decide));
    expect(answer.kind).toBe("done");
    if (!isEnded(expected)) expected.version += 1;
  });
}

/** The way to the end, step by step, so that random walks get there, too. */
const WAY: readonly NonconformityState[] = [
  "assessing",
  "containing",
  "analysing",
  "acting",
  "verifying",
  "closing",
  "closed",
];

const person = fc.constantFrom(...PEOPLE);
const severity = fc.constantFrom(...SEVERITIES);
const authority = fc.constantFrom<Authority>("work", "approve", "administer");
const pick = fc.nat(4);
const to = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WAY) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<NonconformityState>(
      ...(["dismissed", "observation", "accepted", "merged", "void", "raised"] as const),
    ),
  },
);
const flaw = fc.oneof(
  { weight: 9, arbitrary: fc.constant("none" as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("outdated" as const, "blank" as const, "extra" as const),
  },
);
const ask = fc.record({ pick, to, by: person, authority, severity, into: pick, flaw });
/** The next step of the main way, whatever that is; made ready for it, or just asked for. */
const onward = fc
  .record({ pick, by: person, severity, isReady: fc.boolean() })
  .map(({ isReady, ...of }) =>
    command(`onward ${JSON.stringify({ ...of, isReady })}`, some, async (model, real) => {
      const expected = at(model.records, of.pick);
      const next = expected === undefined ? undefined : WAY[WAY.indexOf(expected.state) + 1];
      if (expected === undefined || next === undefined) return;
      const first = isReady ? preliminaries(expected, of.pick) : [];
      const whole = { ...of, to: next, authority: "work", into: 0, flaw: "none" } as const;
      for (const each of [...first, move(whole)]) await each.run(model, real);
    }),
  );

function preliminaries(record: ModelRecord, pick: number): readonly Command[] {
  const { state, actions, cycle, matter } = record;
  switch (state) {
    case "acting": {
      const on = actions.length;
      const plan = { pick, act: "plan", on: 0, by: "bob", owner: "bob" } as const;
      const open = actions.flatMap(({ doneBy, dropped }, i) =>
        doneBy === null && !dropped ? [act({ ...plan, act: "done", on: i })] : [],
      );
      const isNew = !actions.some((each) => each.cycle === cycle && !each.dropped);
      return isNew ? [...open, act(plan), act({ ...plan, act: "done", on })] : open;
    }
    case "verifying":
      return [judge({ pick, result: "demonstrated" })];
    case "closing":
      return matter === null ? [] : Object.keys(GRADE).map(recovery);
    default:
      return [];
  }
}

const acts = fc.constantFrom<ActionAct>("plan", "plan", "done", "done", "change", "drop");
const matter = fc.constantFrom(...Object.keys(GRADE));
const commands = [
  matter.map(breach),
  matter.map(recovery),
  fc.tuple(severity, fc.boolean()).map(([grade, whole]) => report(grade, whole)),
  ask.map(move),
  ask.map(move),
  onward,
  onward,
  onward,
  fc.record({ pick, act: acts, on: fc.nat(3), by: person, owner: person }).map(act),
  fc.record({ pick, act: acts, on: fc.nat(3), by: person, owner: person }).map(act),
  fc.record({ pick, severity, reason: fc.constantFrom("", "seen again") }).map(edit),
  fc
    .record({
      pick,
      result: fc.constantFrom(
        "demonstrated" as const,
        "not_demonstrated" as const,
        "refuted" as const,
      ),
    })
    .map(judge),
  fc.constantFrom(1, 40).map(wait),
  pick.map(comment),
];

test("no command, in whatever order, takes a record where its life cycle does not lead", async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 120, size: "max" }), async (steps) => {
      const ledger = new MemoryLedger();
      const real: Real = { ledger, lasting: new Map(), closed: new Map(), episodes: 0 };
      const model: Model = { nowMs: START, records: [] };
      await fc.asyncModelRun(() => ({ model, real }), steps);
      // What was recorded folds to the same state, and whoever checks it finds every step legal.
      expect(fold(EMPTY_STATE, ledger.entries)).toEqual(ledger.state);
      checkHistory(ledger);
      const { inbox, counts } = indexRecords(ledger.state.nonconformities.values());
      expect(inbox).toHaveLength(model.records.length);
      expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(model.records.length);
    }),
    { numRuns: Number(process.env["TILTMETER_RUNS"] ?? 100) },
  );
  // A test that never gets there shows nothing.
  const ends = ["closed", "dismissed", "merged", "void", "accepted", "observation", "cycle 2"];
  expect([...reached]).toEqual(expect.arrayContaining(ends));
});

function checkHistory(ledger: MemoryLedger): void {
  let state: GovernanceState = EMPTY_STATE;
  for (const entry of ledger.entries) {
    if ("id" in entry && entry.type !== "nonconformity_reported") {
      const record = state.nonconformities.get(String(entry.id));
      const into = "into" in entry ? state.nonconformities.get(String(entry.into)) : undefined;
      if (record !== undefined) {
        expect(illegality(record, entry as RecordEvent, into)).toBeNull();
      }
    }
    state = fold(state, [entry]);
  }
}

test("a history with one step changed is found out", () => {
  const stamp = { atMs: START, by: "ann" };
  const report = {
    ...({ id: "NC-2026-0001", ...stamp, source: "complaint", severity: "high" } as const),
    ...{ system: "", clauses: {}, foundMs: START, concern: null, fields: { title: "t" } },
  };
  const raised = reportedRecord(report);
  const move = (to: NonconformityState, fields: Record<string, string> = {}, by = "ann") =>
    ({ type: "nonconformity_moved", atMs: START, by, to, fields, text: "because" }) as const;
  for (const [event, why] of [
    [move("closed"), "cannot go from raised to closed"],
    [move("assessing"), "needs owner"],
    [move("dismissed"), "by one person, where two have to agree"],
    [move("analysing", {}, "tiltmeter"), "which the machine never does"],
    [{ type: "action_done", ...stamp, action: "A1", fields: { evidence: "e" } }, "it is raised"],
    [{ type: "postscript_added", ...stamp, text: "t" }, "what is said of it is a comment"],
  ] as const) {
    expect(illegality(raised, event)).toContain(why);
  }
  expect(illegality(raised, move("assessing", { owner: "ann" }))).toBeNull();
  expect(endEpisode(raised, { episode: "e", endedMs: 0, reason: "recovered" }, 0)).toBe(raised);
});
