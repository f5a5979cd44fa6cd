/** Hears how a call's answer goes on and ends. The end counts once, whichever way it is first seen; no method throws. */
export interface Observer {
  /** The answer is a stream: it ends later. */
  opened(): void;
  /** A stream gave an item. */
  item(item: unknown): void;
  returned(result: unknown): void;
  /** A stream ended by itself. */
  exhausted(returned: unknown): void;
  threw(error: unknown): void;
  /** The consumer went away, or the answer cannot be seen. */
  abandoned(): void;
}
