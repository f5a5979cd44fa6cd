import type { Stamp } from "./stamp.ts";

/** Somebody read a prompt and its answer, and said why. */
export interface ContentRead extends Stamp {
  readonly type: "content_read";
  readonly system: string;
  /** Keyed hash of the texts: the prediction names it, and it says nothing of its own. */
  readonly prediction: string;
  readonly reason: string;
}
