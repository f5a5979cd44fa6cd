import { recordAcceptanceEnds } from "../acts/acceptances.ts";
import { type Acts, createActs } from "../acts/acts.ts";
import type { DutyActs } from "../acts/duties.ts";
import { createRollingBaselines } from "../acts/rolling-baselines.ts";
import { recordExpiries } from "../acts/suspension.ts";
import type { Config } from "../config.ts";
import type { Evaluator, TickReport } from "../evaluator/evaluator.ts";
import { oneAtATime } from "../evaluator/one-at-a-time.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { failureInWords } from "../seals/checker.ts";
import { zoneOffsets } from "../zones.ts";
import { createInventory, type Inventory } from "./inventory.ts";
import type { Keeping } from "./keeping.ts";
import type { OpenData } from "./open-data.ts";
import type { Documents } from "./open-documents.ts";
import { openDutyActs, placingHolds } from "./open-duties.ts";
import { openEvaluator } from "./open-evaluator.ts";
import type { Evidence } from "./open-evidence.ts";
import type { OpenExaminer } from "./open-examiner.ts";
import { openFacts } from "./open-facts.ts";
import { shortestMs } from "./open-retention.ts";
import { pastWindow } from "./past-window.ts";
import { said } from "./said.ts";

/** Verdicts over what is stored, and what people do about them. */
export interface Judging {
  readonly inventory: Inventory;
  readonly evaluator: Evaluator;
  /** The door of people's words and names, which places the holds that an incident asks for. */
  readonly transact: Ledger["transact"];
  readonly acts: Acts & DutyActs;
  /** Judges every window that is due at an instant, after all else that is due then; one at a time. */
  readonly tick: (nowMs: number) => Promise<TickReport>;
}

/** Introduces the evaluator and the acts of people to what they stand on. */
export function openJudging(
  config: Pick<Config, "retention">,
  of: Pick<OpenData, "words" | "anchors" | "meters" | "stillness" | "store"> &
    Pick<Documents, "files" | "duties" | "baselines"> &
    Pick<Evidence, "applier" | "seals"> & {
      readonly now: () => number;
      readonly keeping: Keeping;
      readonly planFor: OpenExaminer["planFor"];
      /** Done at the end of every tick. */
      readonly afterwards: (nowMs: number) => Promise<void>;
      readonly log: (line: string) => void;
    },
): Judging {
  const { words, anchors, meters, stillness, store, files, duties, baselines } = of;
  const { applier, seals, now, keeping, log } = of;
  const { ledger, hash } = keeping;
  const { inForce } = files;
  const inventory = createInventory({
    systems: () => ledger.state.systems,
    directives: () => ledger.state.directives,
    offsets: zoneOffsets,
  });
  const facts = openFacts({
    ...{ now, hash, store, ledger, baseline: baselines.of, duties, inForce },
    instances: () => evaluator.status(),
    anchoredMs: anchors.anchoredMs,
    brokenSeals: () => seals.checker.failures().map(failureInWords),
    unreconciled: seals.reconciliation.differences,
    retentionMs: shortestMs(config.retention),
  });
  const evaluator = openEvaluator({
    ...{ now, keeping, store, facts, inventory, applier, inForce, baselines: baselines.all },
  });
  const transact = placingHolds(words.transact);
  const recordActs = createActs({
    ...{ now, hash, transact, planFor: of.planFor, keep: baselines.keep, past: pastWindow(store) },
    pseudonymOf: words.people.pseudonymOf,
    known: () => ledger.state.baselines,
  });
  const dutyActs = openDutyActs({ now, transact, reports: duties.reports });
  const renewBaselines = createRollingBaselines({
    known: () => ledger.state.baselines,
    approved: baselines.of,
    renew: recordActs.renewBaseline,
    onFailure: (system, why) =>
      log(`the baseline of ${system} was not renewed, it is tried again: ${said(why)}`),
  });
  const governing: { state: () => Ledger["state"]; transact: Ledger["transact"] } = {
    state: () => ledger.state,
    transact: (decide) => ledger.transact(decide),
  };
  const turn = async (nowMs: number): Promise<TickReport> => {
    await renewBaselines(nowMs);
    await recordExpiries(nowMs, governing);
    await recordAcceptanceEnds(nowMs, governing);
    await duties.look(nowMs);
    const report = await meters.tick(() => evaluator.tick(nowMs));
    for (const { control, error } of report.errors) {
      log(`control ${control} could not be evaluated: ${said(error)}`);
    }
    await of.afterwards(nowMs);
    return report;
  };
  return {
    ...{ inventory, evaluator, transact, acts: { ...recordActs, ...dutyActs } },
    tick: oneAtATime((nowMs: number) => stillness.during(() => turn(nowMs))),
  };
}
