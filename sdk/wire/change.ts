/** A deployment, prompt, configuration or model change. */
export interface Change {
  readonly kind: "change";
  /** Unix milliseconds. */
  readonly timeMs: number;
  /** `deployment`, `prompt`, `configuration` or `model`; free words are kept. */
  readonly change: string;
  readonly summary: string;
  readonly from: string;
  readonly to: string;
}
