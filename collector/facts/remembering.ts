import type { FactSources } from "./sources.ts";

const MINUTE_MS = 60_000;
/** The ledger is read whole: a year of it takes about a second. */
const VERIFY_MS = 10 * MINUTE_MS;

/** The same sources, with dear questions asked once in a while: facts are asked for one by one. */
export function remembering(of: FactSources): FactSources {
  const seen = remembered(of.nowMs, MINUTE_MS, () => of.seen());
  const damaged = remembered(of.nowMs, MINUTE_MS, () => of.damaged());
  const verified = remembered(of.nowMs, VERIFY_MS, () => of.verifyLedger());
  const activity = remembered(of.nowMs, MINUTE_MS, (toMs) => of.activity({ toMs: Number(toMs) }));
  const instrumentation = remembered(of.nowMs, MINUTE_MS, (key) => of.instrumentation(spanOf(key)));
  const counted = remembered(of.nowMs, MINUTE_MS, (key) => of.countedCalls(spanOf(key)));
  return {
    ...of,
    instrumentation: ({ fromMs, toMs, sinceMs }) =>
      instrumentation([fromMs, toMs, sinceMs].join(" ")),
    countedCalls: ({ fromMs, toMs }) => counted([fromMs, toMs].join(" ")),
    seen: () => seen(""),
    damaged: () => damaged(""),
    verifyLedger: () => verified(""),
    activity: ({ toMs }) => activity(String(toMs)),
  };
}

function spanOf(key: string): {
  readonly fromMs: number;
  readonly toMs: number;
  readonly sinceMs: number;
} {
  const [fromMs = 0, toMs = 0, sinceMs = toMs] = key.split(" ").map(Number);
  return { fromMs, toMs, sinceMs };
}

/** Remembers the newest answer; a failure is not remembered. */
function remembered<T>(
  nowMs: () => number,
  forMs: number,
  ask: (key: string) => Promise<T>,
): (key: string) => Promise<T> {
  let last: { readonly key: string; readonly atMs: number; readonly answer: Promise<T> } | null =
    null;
  return (key) => {
    const atMs = nowMs();
    // A clock that went back makes nothing last longer.
    if (last !== null && last.key === key && Math.abs(atMs - last.atMs) < forMs) return last.answer;
    const answer = ask(key);
    const asked = { key, atMs, answer };
    last = asked;
    answer.catch(() => {
      if (last === asked) last = null;
    });
    return answer;
  };
}
