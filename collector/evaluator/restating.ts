import type { Baseline, Control, EvidenceGroup, EvidenceRequest } from "@tiltmeter/rules";
import type { Judged } from "./judge-instances.ts";
import type { LastEvaluations } from "./last-evaluations.ts";
import type { LateJob } from "./late-windows.ts";
import type { Recording } from "./record.ts";
import type { EvaluationRow } from "./row.ts";
import type { InventorySystem } from "./scope.ts";
import type { Answer } from "./shared-fetch.ts";

/** What windows are judged once more with. */
export interface Restating extends Recording {
  readonly baselines: ReadonlyMap<string, Baseline>;
  readonly systems: ReadonlyMap<string, InventorySystem>;
  readonly last: LastEvaluations;
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  readonly stopwatch: () => number;
  /** Every revision of what some controls said of the windows that end at some instants. */
  readonly evaluationsAt: (of: {
    readonly controls: readonly string[];
    readonly endsMs: readonly number[];
  }) => Promise<readonly EvaluationRow[]>;
  readonly mutedBy: (control: Control, system: string, endMs: number) => string | null;
  readonly hash: (text: string) => string;
  readonly nowMs: number;
  readonly asOfMs: number;
}

/** A verdict that late data changed. */
export interface Amended {
  readonly job: LateJob;
  readonly answer: Answer;
  readonly judged: Judged;
  readonly before: readonly EvaluationRow[];
  readonly row: EvaluationRow;
}
