import { expect, test } from "vitest";
import { emptyPresence } from "../../../rules/index.ts";
import { group, measure } from "./family.ts";

test("silence is the time since the last prediction, never negative", () => {
  const heard = { ...emptyPresence(), firstPredictionMs: 0, lastPredictionMs: 60_000 };
  expect(measure("silence", [group(heard)], { toMs: 90_000 })[0]).toMatchObject({
    kind: "measured",
    value: 30,
    n: 1,
    detail: { neverReported: false, kind: "no_heartbeat" },
  });
  expect(measure("silence", [group(heard)], { toMs: 1000 })[0]).toMatchObject({ value: 0 });
});

test("a system that never reported is silent since it was expected to", () => {
  const family = [group(emptyPresence())];
  expect(measure("silence", family, { toMs: 90_000, expectedSinceMs: 30_000 })[0]).toMatchObject({
    value: 60,
    n: 0,
    detail: { neverReported: true },
  });
});

test("a heartbeat without predictions tells an idle or bypassed system from one that is down", () => {
  const idle = { ...emptyPresence(), lastPredictionMs: 10, lastHeartbeatMs: 80_000 };
  expect(measure("silence", [group(idle)], { toMs: 90_000 })[0]).toMatchObject({
    detail: { kind: "heartbeat_no_predictions" },
  });
});

test("a suspended system owes heartbeats only, and predictions again from its resumption on", () => {
  const quiet = { ...emptyPresence(), lastPredictionMs: 10_000, lastHeartbeatMs: 80_000 };
  const at = (presence: ReturnType<typeof emptyPresence>, context: object) =>
    measure("silence", [group(presence)], { toMs: 90_000, ...context })[0];
  expect(at(quiet, { suspendedSinceMs: 20_000 })).toMatchObject({ value: 10 });
  expect(at({ ...quiet, lastHeartbeatMs: 15_000 }, { suspendedSinceMs: 20_000 })).toMatchObject({
    value: 70,
    detail: { lastHeartbeatMs: 15_000 },
  });
  expect(at({ ...quiet, lastHeartbeatMs: null }, { suspendedSinceMs: 20_000 })).toMatchObject({
    kind: "insufficient",
  });
  // The window had ended before the suspension began.
  expect(at(quiet, { suspendedSinceMs: 90_000 })).toMatchObject({ value: 80 });
  expect(at(quiet, { resumedMs: 85_000 })).toMatchObject({ value: 5 });
  expect(at(quiet, { resumedMs: 5_000 })).toMatchObject({ value: 80 });
});

test("hours that do not count are no silence", () => {
  const heard = { ...emptyPresence(), firstPredictionMs: 0, lastPredictionMs: 10_000 };
  const half = (fromMs: number, toMs: number): number => (toMs - fromMs) / 2;
  const [measured] = measure("silence", [group(heard)], { toMs: 90_000, activeMs: half });
  expect(measured).toMatchObject({ value: 40 });
});
