import { setTimeout as wait } from "node:timers/promises";
import { type Api, callApi, itemsAt, textAt } from "./api.ts";
import { DEMO_TICK_MS } from "./demo-config.ts";

/** As `controls.yaml` says: windows end at multiples of 15 s and are judged at most 7 s later. */
const WINDOW_MS = 15_000;
const JUDGED_MS = 7_000;
/** The control that is judged last, since it waits for outcomes. */
const JUDGED_LAST = "accuracy-floor";
/** A machine that has other things to do judges later; so much later it is not waited for. */
const LATE_S_MAX = 60;

/** Resolves once the window that runs now has been judged by every control, a minute after it should have been, or when `stopped` does. */
export async function lastWindowJudged(of: {
  readonly api: Api;
  readonly now: () => number;
  readonly print: (line: string) => void;
  readonly stopped: Promise<void>;
  readonly isStopped: () => boolean;
}): Promise<void> {
  const { api, now, print, stopped, isStopped } = of;
  const nowMs = now();
  const endMs = Math.ceil(nowMs / WINDOW_MS) * WINDOW_MS;
  const dueMs = endMs + JUDGED_MS + 2 * DEMO_TICK_MS - nowMs;
  print(`the replay is through; ${Math.ceil(dueMs / 1000)} s until the last window is judged`);
  await Promise.race([wait(dueMs), stopped]);
  for (let late = 0; late < LATE_S_MAX && !isStopped(); late += 1) {
    if ((await judgedToMs(api)) >= endMs) return;
    await Promise.race([wait(1000), stopped]);
  }
}

/** The end of the last window that was judged, Unix milliseconds; 0 before the first. */
async function judgedToMs(api: Api): Promise<number> {
  const path = `/api/v1/controls/${JUDGED_LAST}/evaluations?limit=1`;
  const [last] = itemsAt(await callApi(api, "GET", path));
  return last === undefined ? 0 : Date.parse(textAt(last, "windowEnd"));
}
