import type { Baseline } from "@tiltmeter/rules";
import { type BaselineAnswer, inForce, type KnownBaseline, ruleOf } from "./baselines.ts";

const DAY_MS = 86_400_000;
/** A window that is too thin today is not read again at every tick: reading it takes seconds. */
const RETRY_MS = 3_600_000;

/** What a renewal is made of; `registerBaseline` does the rest. */
export interface Renewal {
  readonly system: string;
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly rolling: NonNullable<KnownBaseline["rolling"]>;
  readonly seasonal?: "hour_of_week";
  readonly rates: Baseline["rates"];
  readonly renews: KnownBaseline;
}

/**
 * Renews the baselines that were approved as rolling: a new version every so many days, from the last
 * so many, approved as the rule was.
 *
 * Only a baseline in force is renewed, so approving any other ends the rule. A collector that was
 * down renews once, not once for each time missed. One is renewed a call. What cannot be made now is told to `onFailure` (the
 * reason, or the error) and tried again after an hour. What a rolling baseline drifts along with, it does not show.
 */
export function createRollingBaselines(deps: {
  readonly known: () => ReadonlyMap<string, KnownBaseline>;
  /** The distributions of the baseline in force. */
  readonly approved: (system: string) => { readonly baseline: Baseline } | null;
  readonly renew: (renewal: Renewal) => Promise<BaselineAnswer>;
  readonly onFailure: (system: string, why: unknown) => void;
}): (nowMs: number) => Promise<void> {
  const triedMs = new Map<string, number>();
  return async (nowMs) => {
    for (const system of new Set([...deps.known().values()].map((each) => each.system))) {
      const current = inForce(deps.known().values(), system);
      const content = deps.approved(system)?.baseline;
      if (current?.rolling === undefined || content?.digest !== current.digest) continue;
      const { days, everyDays } = current.rolling;
      if (nowMs < current.createdMs + everyDays * DAY_MS) continue;
      // A clock that was ahead when this was tried last must not silence the rule until it is there again.
      const sinceMs = nowMs - (triedMs.get(system) ?? Number.NEGATIVE_INFINITY);
      if (sinceMs >= 0 && sinceMs < RETRY_MS) continue;
      triedMs.set(system, nowMs);
      try {
        const answer = await deps.renew({
          system,
          name: current.name,
          fromMs: nowMs - days * DAY_MS,
          toMs: nowMs,
          rolling: { days, everyDays, rule: ruleOf(current) },
          ...(content.seasonal === undefined ? {} : { seasonal: content.seasonal }),
          rates: content.rates,
          renews: current,
        });
        if (answer.kind === "refused") deps.onFailure(system, answer.reason);
        else triedMs.delete(system);
      } catch (error) {
        deps.onFailure(system, error);
      }
      // Others have their turn at the next tick: this took seconds, and controls wait for it.
      return;
    }
  };
}
