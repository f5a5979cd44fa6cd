import type { Reads } from "@tiltmeter/dashboards";
import {
  type Control,
  calendarMs,
  DEFAULT_POLICY,
  type EffectivenessPlan,
  forTier,
  parseControls,
} from "@tiltmeter/rules";
import type { ApprovedBaselines } from "../acts/approved-baselines.ts";
import type { Controls } from "../acts/controls.ts";
import type { Evaluator } from "../evaluator/evaluator.ts";
import { oneAtATime } from "../evaluator/one-at-a-time.ts";
import { plainJson } from "../evaluator/plain-json.ts";
import { createExaminer, type Examiner } from "../examiner/examiner.ts";
import type { ExaminerOptions } from "../examiner/sources.ts";
import { createWorklist, type Worklist } from "../examiner/worklist.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Store } from "../store/store.ts";
import type { Inventory } from "./inventory.ts";
import type { Words } from "./open-words.ts";
import { said } from "./said.ts";

export interface OpenExaminer extends Examiner {
  /** A turn beside the ticks, which it must not hold up; none where one is under way. */
  readonly follow: (nowMs: number) => void;
  /** Ends what follows the ticks, and waits for the turn that is under way. */
  readonly stop: () => Promise<void>;
  /** The plan of a record as it would be made now; null: there is no such record. */
  readonly planFor: (id: string) => Promise<EffectivenessPlan | null>;
  readonly worklist: Worklist;
}

/** Introduces the examiner to what it looks at: the store, the ledger, and the numbers of the pages. */
export function openExaminer(of: {
  readonly now: () => number;
  readonly hash: (text: string) => string;
  readonly store: Store;
  readonly ledger: Ledger;
  /** Through the door of words and names, for what people do. */
  readonly transact: Words["transact"];
  readonly content: ContentStore;
  readonly inForce: Controls;
  readonly baselines: ApprovedBaselines;
  readonly inventory: Inventory;
  readonly evaluator: Evaluator;
  readonly reads: Pick<Reads, "drift" | "featureDrift" | "measures" | "segments">;
  readonly readableUpToMs: (nowMs: number) => number;
  readonly log: (line: string) => void;
}): OpenExaminer {
  const { now, store, ledger, content, inForce, baselines } = of;
  const declared = (system: string) =>
    of.inventory.systems(now()).find(({ id }) => id === system) ?? null;
  const options: ExaminerOptions = {
    ledger,
    store,
    reads: of.reads,
    content: {
      get: (digest) => content.get(digest),
      put: (value) => content.put(plainJson(value)),
    },
    control: (id, system) => {
      const control = inForce.controls().find((each) => each.id === id);
      return control === undefined ? null : forTier(control, declared(system)?.riskTier ?? null);
    },
    formerly: remembered(async (revision) => {
      const present = inForce.controls().find((each) => each.revision === revision);
      if (present !== undefined) return present;
      const text = await inForce.history.textOf(revision);
      return text === null ? null : (parseControls(text, "", of.hash).controls[0] ?? null);
    }),
    revisions: (control) => inForce.history.revisions(control),
    baseline: (system) => baselines.of(system)?.baseline ?? null,
    baselines: baselines.all,
    positive: (system) => declared(system)?.positiveLabel ?? null,
    effectivenessMs: (severity) => {
      const { clocks } = ledger.state.policy?.policy ?? DEFAULT_POLICY;
      return calendarMs(clocks[severity].effectiveness);
    },
    status: of.evaluator.status,
    readableUpToMs: of.readableUpToMs,
    onFailure: (what, why) => of.log(`${what} failed and is made up for: ${said(why)}`),
  };
  const examiner = createExaminer(options);
  const turn = oneAtATime(examiner.turn);
  let followed: Promise<void> | null = null;
  let isStopped = false;
  return {
    ...examiner,
    turn,
    follow: (nowMs) => {
      // What is due then is still due at the next tick.
      if (isStopped || followed !== null) return;
      followed = turn(nowMs).finally(() => {
        followed = null;
      });
    },
    stop: async () => {
      isStopped = true;
      await followed;
    },
    planFor: async (id) => {
      const record = ledger.state.nonconformities.get(id);
      return record === undefined ? null : examiner.plan(record, now());
    },
    worklist: createWorklist({
      ...options,
      ledger: {
        get state() {
          return ledger.state;
        },
        transact: of.transact,
      },
      nowMs: now,
    }),
  };
}

/** A revision never changes: it is read once. What was not found is looked for again. */
function remembered(
  read: (revision: string) => Promise<Control | null>,
): (revision: string) => Promise<Control | null> {
  const known = new Map<string, Control>();
  return async (revision) => {
    const control = known.get(revision) ?? (await read(revision));
    if (control !== null) known.set(revision, control);
    return control;
  };
}
