import type { KeptState, Labels, Verdict } from "@tiltmeter/rules";

/** One evaluation of one control instance over one window, and the state after it. Passes too. */
export interface EvaluationRow {
  readonly control: string;
  readonly revision: string;
  readonly instance: Labels;
  /** `labelsKey(instance)`. */
  readonly instanceKey: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly evaluatedMs: number;
  /** 1 for the first verdict on the window; late data make 2, 3, …, which never move a state. */
  readonly dataRevision: number;
  /** All that was received before this could be read when it was judged; null: not known. */
  readonly watermarkMs: number | null;
  /** Late data received before this have made their revisions; null: not known. */
  readonly restatedUpToMs: number | null;
  /** Judged more than one `every` after its window could be. */
  readonly isBackfilled: boolean;
  /** Name of the planned maintenance under which nothing was raised; null outside of any. */
  readonly muted: string | null;
  /** Name and version of the engine that answered, e.g. `chdb 26.7.2.1`. */
  readonly engine: string;
  /** SHA-256 of what the store was asked, but for the window; empty where nothing was. */
  readonly question: string;
  /** End of the first window with data of the instance; null where none is known. */
  readonly firstSeenMs: number | null;
  /** Windows in a row without data of it. */
  readonly absentWindows: number;
  readonly verdict: Verdict;
  readonly state: KeptState;
  readonly rowsRead: number;
  readonly durationMs: number;
}
