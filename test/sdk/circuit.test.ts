import fc from "fast-check";
import { expect, test } from "vitest";
import { Circuit } from "../../sdk/circuit.ts";

const range = { minMs: 500, maxMs: 30_000 };
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const act = fc.oneof(
  fc.constant({ kind: "hurry" as const }),
  fc.record({ kind: fc.constant("pass" as const), ms: fc.nat(60_000) }),
  fc.record({
    kind: fc.constant("answer" as const),
    ok: fc.boolean(),
    askedMs: fc.constantFrom(0, 0, 1_000, 3_000),
    isLasting: fc.boolean(),
  }),
);

test("whatever happens: no attempt before the collector's own pause, none in a rush while open, none put off for ever", () => {
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 60 }),
      fc.array(chance, { minLength: 1 }),
      (acts, chances) => {
        let drawn = 0;
        const random = (): number => chances[drawn++ % chances.length] ?? 0;
        const circuit = new Circuit({ range, random });
        let [nowMs, failures, failedMs, askedMs] = [0, 0, -Infinity, 0];
        for (const each of acts) {
          if (each.kind === "hurry") circuit.hurry();
          else if (each.kind === "pass") nowMs += each.ms;
          else {
            nowMs = Math.max(nowMs, circuit.retryAtMs);
            expect(nowMs - failedMs).toBeGreaterThanOrEqual(askedMs);
            if (failures >= 4) expect(nowMs - failedMs).toBeGreaterThanOrEqual(range.minMs);
            circuit.attempting();
            if (failures >= 4) expect(circuit.state).toBe("half_open");
            if (each.ok) {
              circuit.succeeded();
              [failures, failedMs, askedMs] = [0, -Infinity, 0];
            } else {
              circuit.failed({ nowMs, askedMs: each.askedMs, isLasting: each.isLasting });
              [failures, failedMs, askedMs] = [failures + 1, nowMs, each.askedMs];
            }
          }
          expect(circuit.state === "closed").toBe(failures < 4);
          expect(circuit.retryAtMs - failedMs).toBeLessThanOrEqual(
            failures === 0 ? Infinity : askedMs + range.maxMs,
          );
        }
      },
    ),
  );
});

test("after an outage five hundred clients do not come back together", () => {
  // Each was refused at another moment of the last half minute, and has failed often before.
  const perSecond = new Map<number, number>();
  for (let client = 0; client < 500; client += 1) {
    const circuit = new Circuit({ range, random: seeded(client) });
    let nowMs = 0;
    while (nowMs < 60_000) {
      circuit.attempting();
      circuit.failed({ nowMs, askedMs: 0, isLasting: false });
      nowMs = circuit.retryAtMs;
    }
    const second = Math.floor(nowMs / 1_000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  // 500 over at most 30 s: 17 a second would be even; the crowd of a first second stays below a tenth of all.
  expect(Math.max(...perSecond.values())).toBeLessThan(60);
});

function seeded(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
