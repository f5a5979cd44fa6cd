import fc from "fast-check";
import { expect, test } from "vitest";
import {
  advance,
  type Control,
  type ControlEvent,
  type ControlState,
  conclude,
  type Verdict,
} from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";

const base = controlOf(`
  measure: error_rate
  window: 1h
  limit: { max: 10% }
`);
const HOUR = 3_600_000;
const measured = { kind: "measured", value: 0, lower: 0, upper: 0, n: 1, detail: {} } as const;

const verdicts: Record<string, Verdict> = {
  recovered: { kind: "pass", measured, recovered: true, warned: false },
  passed: { kind: "pass", measured, recovered: false, warned: false },
  breach: { kind: "breach", measured, bound: "" },
  inconclusive: { kind: "inconclusive", reason: "", measured: null },
  no_data: { kind: "no_data", reason: "" },
  error: { kind: "error", reason: "" },
};
const HOLDING = new Set(["inconclusive", "no_data", "error"]);

interface Run {
  readonly states: readonly ControlState[];
  readonly events: readonly ControlEvent[];
}

function run(
  names: readonly string[],
  control: Control,
  from: ControlState = { phase: "ok" },
  offset = 0,
): Run {
  const states: ControlState[] = [];
  const events: ControlEvent[] = [];
  let state = from;
  names.forEach((name, i) => {
    const windowEndMs = (offset + i + 1) * HOUR;
    const verdict = verdicts[name];
    if (verdict === undefined) throw new Error(name);
    const step = advance(
      state,
      verdict,
      { windowStartMs: windowEndMs - HOUR, windowEndMs },
      control,
      (firstBreachMs) => `episode ${firstBreachMs}`,
    );
    state = step.state;
    states.push(state);
    events.push(...step.events);
  });
  return { states, events };
}

const span = fc.oneof(
  fc.record({ windows: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ ms: fc.integer({ min: 1, max: 4 * HOUR }) }),
);
const control = fc
  .record({ before: span, after: span })
  .map(({ before, after }) => ({ ...base, for: before, recover: { ...base.recover, for: after } }));
const sequence = fc.array(fc.constantFrom(...Object.keys(verdicts)), { maxLength: 60 });

test("no sequence without an explicit pass inside the recovery limit ends an episode", () => {
  const without = fc.array(
    fc.constantFrom(...Object.keys(verdicts).filter((name) => name !== "recovered")),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(control, sequence, without, (of, before, after) => {
      const first = run(before, of);
      const state = first.states.at(-1) ?? { phase: "ok" };
      const { states, events } = run(after, of, state, before.length);
      expect(events.filter(({ kind }) => kind === "ended")).toEqual([]);
      if (state.phase === "firing" || state.phase === "recovering") {
        expect(["firing", "recovering"]).toContain(states.at(-1)?.phase ?? "firing");
      }
    }),
  );
});

test("missing data, too little of it and errors change nothing at all", () => {
  fc.assert(
    fc.property(control, sequence, (of, names) => {
      const conclusive = run(
        names.filter((name) => !HOLDING.has(name)),
        of,
      );
      const shape = ({ states, events }: Run): unknown => [
        states.at(-1)?.phase ?? "ok",
        events.map(({ kind }) => kind),
      ];
      expect(shape(run(names, of))).toEqual(shape(conclusive));
    }),
  );
});

test("an episode fires exactly once and ends at most once, in turn", () => {
  fc.assert(
    fc.property(control, sequence, (of, names) => {
      let open: string | null = null;
      const seen = new Set<string>();
      for (const event of run(names, of).events) {
        if (event.kind === "fired") {
          expect(open).toBeNull();
          expect(seen.has(event.episode)).toBe(false);
          seen.add(event.episode);
          open = event.episode;
        } else if (event.kind === "ended") {
          expect(event.episode).toBe(open);
          open = null;
        } else if (event.kind === "recovering" || event.kind === "relapsed") {
          expect(event.episode).toBe(open);
        } else {
          expect(open).toBeNull();
        }
      }
    }),
  );
});

test("a restart anywhere, with the state read back from JSON, changes nothing", () => {
  fc.assert(
    fc.property(control, sequence, fc.nat(60), (of, names, at) => {
      const whole = run(names, of);
      const first = run(names.slice(0, at), of);
      const state: ControlState = JSON.parse(
        JSON.stringify(first.states.at(-1) ?? { phase: "ok" }),
      );
      const second = run(names.slice(at), of, state, Math.min(at, names.length));
      expect([...first.events, ...second.events]).toEqual(whole.events);
      expect([...first.states, ...second.states]).toEqual(whole.states);
    }),
  );
});

// An independent model: count what was judged, look at nothing else.
test("the machine agrees with a model that only counts windows", () => {
  const needed = (of: { windows: number } | { ms: number }): number =>
    Math.max(1, "windows" in of ? of.windows : Math.ceil(of.ms / HOUR));
  fc.assert(
    fc.property(control, sequence, (of, names) => {
      let breaches = 0;
      let passes = 0;
      let firing = false;
      const phases = names.map((name) => {
        if (HOLDING.has(name)) {
          // Nothing is counted.
        } else if (!firing) {
          breaches = name === "breach" ? breaches + 1 : 0;
          if (breaches >= needed(of.for)) [firing, passes] = [true, 0];
        } else {
          passes = name === "recovered" ? passes + 1 : 0;
          if (passes >= needed(of.recover.for)) {
            [firing, breaches] = [false, 0];
          }
        }
        if (firing) return passes > 0 ? "recovering" : "firing";
        return breaches > 0 ? "pending" : "ok";
      });
      expect(run(names, of).states.map(({ phase }) => phase)).toEqual(phases);
    }),
  );
});

test("the whole way: pending, fired, recovering, relapsed, recovering, ended", () => {
  const of = { ...base, for: { windows: 2 }, recover: { ...base.recover, for: { ms: 2 * HOUR } } };
  const { events } = run(
    ["breach", "no_data", "breach", "recovered", "passed", "recovered", "error", "recovered"],
    of,
  );
  expect(events).toEqual([
    { kind: "pending", atMs: HOUR },
    { kind: "fired", atMs: 3 * HOUR, episode: `episode ${HOUR}`, firstBreachMs: HOUR },
    { kind: "recovering", atMs: 4 * HOUR, episode: `episode ${HOUR}` },
    { kind: "relapsed", atMs: 5 * HOUR, episode: `episode ${HOUR}` },
    { kind: "recovering", atMs: 6 * HOUR, episode: `episode ${HOUR}` },
    { kind: "ended", atMs: 8 * HOUR, episode: `episode ${HOUR}`, reason: "recovered" },
  ]);
});

test("a revision or a retirement ends what is open and says why, never recovered", () => {
  const firing = run(["breach"], base).states[0] ?? { phase: "ok" };
  expect(conclude(firing, "superseded", 7)).toEqual({
    state: { phase: "ok" },
    events: [{ kind: "ended", atMs: 7, episode: `episode ${HOUR}`, reason: "superseded" }],
  });
  expect(conclude({ phase: "ok" }, "retired", 7).events).toEqual([]);
  const pending: ControlState = { phase: "pending", sinceMs: 1, windows: 1 };
  expect(conclude(pending, "retired", 7).events).toEqual([{ kind: "cleared", atMs: 7 }]);
});

test("a whole life, told step by step: pending twice, fired, recovering twice, relapsed, ended", () => {
  const of = { ...base, for: { windows: 3 }, recover: { ...base.recover, for: { windows: 3 } } };
  const names = [
    ...["recovered", "breach", "breach", "breach", "recovered", "recovered", "passed"],
    ...["recovered", "recovered", "recovered", "recovered"],
  ];
  const { states, events } = run(names, of);
  const episode = `episode ${2 * HOUR}`;
  const opened = { episode, firstBreachMs: 2 * HOUR, firedMs: 4 * HOUR };
  const recovering = { phase: "recovering", ...opened } as const;
  expect(states).toEqual([
    { phase: "ok" },
    { phase: "pending", sinceMs: 2 * HOUR, windows: 1 },
    { phase: "pending", sinceMs: 2 * HOUR, windows: 2 },
    { phase: "firing", ...opened },
    { ...recovering, recoveringSinceMs: 5 * HOUR, windows: 1 },
    { ...recovering, recoveringSinceMs: 5 * HOUR, windows: 2 },
    { phase: "firing", ...opened },
    { ...recovering, recoveringSinceMs: 8 * HOUR, windows: 1 },
    { ...recovering, recoveringSinceMs: 8 * HOUR, windows: 2 },
    { phase: "ok" },
    { phase: "ok" },
  ]);
  expect(events).toEqual([
    { kind: "pending", atMs: 2 * HOUR },
    { kind: "fired", atMs: 4 * HOUR, episode, firstBreachMs: 2 * HOUR },
    { kind: "recovering", atMs: 5 * HOUR, episode },
    { kind: "relapsed", atMs: 7 * HOUR, episode },
    { kind: "recovering", atMs: 8 * HOUR, episode },
    { kind: "ended", atMs: 10 * HOUR, episode, reason: "recovered" },
  ]);
});

test("a pass clears what was pending, in the recovery limit or not, and says so", () => {
  const of = { ...base, for: { windows: 2 } };
  for (const pass of ["passed", "recovered"]) {
    const { states, events } = run(["breach", pass], of);
    expect(states.at(-1)).toEqual({ phase: "ok" });
    expect(events).toEqual([
      { kind: "pending", atMs: HOUR },
      { kind: "cleared", atMs: 2 * HOUR },
    ]);
  }
});

test("what is concluded without a recovery says why, and what was pending is cleared", () => {
  const pending: ControlState = { phase: "pending", sinceMs: 1, windows: 1 };
  expect(conclude(pending, "superseded", 9)).toEqual({
    state: { phase: "ok" },
    events: [{ kind: "cleared", atMs: 9 }],
  });
  const opened = { episode: "e", firstBreachMs: 1, firedMs: 2 };
  const open: readonly ControlState[] = [
    { phase: "firing", ...opened },
    { phase: "recovering", ...opened, recoveringSinceMs: 3, windows: 1 },
  ];
  for (const state of open) {
    for (const reason of ["superseded", "retired"] as const) {
      expect(conclude(state, reason, 9)).toEqual({
        state: { phase: "ok" },
        events: [{ kind: "ended", atMs: 9, episode: "e", reason }],
      });
    }
  }
  expect(conclude({ phase: "ok" }, "retired", 9)).toEqual({ state: { phase: "ok" }, events: [] });
});
