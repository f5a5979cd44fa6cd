import fc from "fast-check";
import { expect, test } from "vitest";
import { ClockOffsets } from "../../sdk/clock-offset.ts";

const NOW = Date.parse("2026-11-23T10:00:00Z");

test("the offset is within half the round trip of the truth, however the way there and back divide it", () => {
  const answer = fc.record({
    thereMs: fc.nat(2_000),
    backMs: fc.nat(2_000),
    isOurs: fc.boolean(),
    laterMs: fc.nat(5_000),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: -3_600_000, max: 3_600_000 }),
      fc.array(answer, { minLength: 1, maxLength: 30 }),
      (truthMs, answers) => {
        const offsets = new ClockOffsets();
        let nowMs = NOW;
        for (const { thereMs, backMs, isOurs, laterMs } of answers) {
          const collectorMs = nowMs + thereMs - truthMs;
          const heardMs = nowMs + thereMs + backMs;
          offsets.add({
            askedMs: nowMs,
            heardMs,
            time: isOurs ? `${collectorMs}` : undefined,
            date: new Date(collectorMs).toUTCString(),
          });
          nowMs = heardMs + laterMs;
        }
        const best = offsets.best(nowMs);
        expect(Math.abs((best?.offsetMs ?? Infinity) - truthMs)).toBeLessThanOrEqual(
          (best?.errorMs ?? 0) + 0.002,
        );
      },
    ),
  );
});

test("the narrowest of late answers speaks, until it is old or the clock was set", () => {
  const offsets = new ClockOffsets();
  const ask = (askedMs: number, roundTripMs: number, offsetMs: number): void => {
    const heardMs = askedMs + roundTripMs;
    const time = `${askedMs + roundTripMs / 2 - offsetMs}`;
    offsets.add({ askedMs, heardMs, time, date: undefined });
  };
  ask(NOW, 2, 100);
  ask(NOW + 1_000, 500, 120);
  expect(offsets.best(NOW + 2_000)).toEqual({ offsetMs: 100, errorMs: 1 });
  expect(offsets.best(NOW + 600_500)).toEqual({ offsetMs: 120, errorMs: 250 });
  ask(NOW + 3_000, 40, 3_600_100);
  expect(offsets.best(NOW + 3_100)).toEqual({ offsetMs: 3_600_100, errorMs: 20 });
  expect(offsets.best(NOW + 3_600_000)).toBeNull();
});

test.each([
  ["", undefined],
  ["soon", "yesterday"],
  [undefined, undefined],
])("an answer with the time %s and the date %s tells nothing", (time, date) => {
  const offsets = new ClockOffsets();
  offsets.add({ askedMs: NOW, heardMs: NOW + 1, time, date });
  expect(offsets.best(NOW)).toBeNull();
});
