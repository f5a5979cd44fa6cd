/** Which calls of hosted models a list shows. */
export interface CallQuery {
  readonly system: string;
  /** Half open, Unix milliseconds. */
  readonly range: { readonly fromMs: number; readonly toMs: number };
  /** The model that answered; `""`: it is not known. */
  readonly model?: string;
  readonly finishReason?: string;
  readonly tool?: string;
  /** `unmeasured`: answered without saying its tokens. */
  readonly only?: "failed" | "refused" | "unmeasured";
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string;
}

/** One page of them, the newest first. */
export interface CallPage {
  readonly items: readonly CallItem[];
  readonly next: string | null;
}

/** Unknown is null or empty, never 0. */
export interface CallItem {
  readonly id: string;
  readonly timeMs: number;
  readonly supplier: string;
  readonly model: string;
  readonly requestModel: string;
  readonly status: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Seconds. */
  readonly firstChunk: number | null;
  readonly finishReasons: readonly string[];
  readonly tools: Readonly<Record<string, number>>;
  readonly isRefused: boolean | null;
}
