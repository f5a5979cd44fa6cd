import { type Arriving, seriesRecords } from "./series-records.ts";
import type { ControlTest, Disturbance } from "./test-file.ts";

/** Every record of a test in the order in which the collector receives them, its disturbances included. */
export function testRecords(test: ControlTest): readonly Arriving[] {
  const arriving = test.given.flatMap((series, i) => seriesRecords(series, i, test.startMs));
  const received = arriving.flatMap((each) => disturbed(each, test));
  return received.sort((a, b) => a.atMs - b.atMs);
}

function disturbed(arriving: Arriving, test: ControlTest): readonly Arriving[] {
  const { statement } = arriving.record;
  const happenedMs = "timeMs" in statement ? statement.timeMs : arriving.atMs;
  let { atMs } = arriving;
  for (const disturbance of test.disturb) {
    const [fromMs, toMs] = spanOf(disturbance, test.startMs);
    switch (disturbance.kind) {
      case "gap":
        if (happenedMs >= fromMs && happenedMs < toMs) return [];
        break;
      case "late":
        if (happenedMs >= fromMs && happenedMs < toMs) atMs = Math.max(atMs, toMs);
        break;
      case "restart":
        // Senders keep what is not taken, and send it again.
        if (atMs >= fromMs && atMs < toMs) atMs = toMs;
        break;
      case "clock":
        break;
    }
  }
  return [{ ...arriving, atMs }];
}

function spanOf(disturbance: Disturbance, startMs: number): readonly [number, number] {
  const fromMs = startMs + disturbance.atMs;
  switch (disturbance.kind) {
    case "restart":
      return [fromMs, fromMs + disturbance.downMs];
    case "gap":
    case "late":
      return [fromMs, fromMs + disturbance.forMs];
    case "clock":
      return [fromMs, fromMs];
  }
}
