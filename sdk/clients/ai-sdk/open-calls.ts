import { ModelCall, type ModelRequest } from "../model-call.ts";
import type { WatchedClient } from "../watched-client.ts";

/** Calls of the AI SDK that are followed at once: of more, the oldest are told as they are. */
const OPEN_MAX = 10_000;

interface Open {
  readonly call: ModelCall;
  /** Of the AI SDK's operation, whose failure is the call's. */
  readonly operationId: string;
  /** What the last attempt threw: says more than that there were many. */
  failure: unknown;
}

/** Calls of models that the AI SDK has begun, by the keys that its events name them by. */
export class OpenCalls {
  readonly #client: WatchedClient;
  readonly #open = new Map<string, Open>();

  constructor(client: WatchedClient) {
    this.#client = client;
  }

  /** The call of this key: the one that is not over, since a retry begins no other, or a new one. */
  begin(key: string, operationId: string, request: () => ModelRequest): ModelCall {
    const known = this.#open.get(key);
    if (known !== undefined && !known.call.isEnded) return known.call;
    const call = new ModelCall(this.#client, request());
    this.#open.delete(key);
    this.#open.set(key, { call, operationId, failure: undefined });
    if (this.#open.size > OPEN_MAX) {
      const [oldest] = this.#open.keys();
      if (oldest !== undefined) this.end(oldest);
    }
    return call;
  }

  at(key: string): ModelCall | undefined {
    return this.#open.get(key)?.call;
  }

  /** An attempt has failed; whether the call has, its operation tells. */
  attemptFailed(key: string, error: unknown): void {
    const open = this.#open.get(key);
    if (open !== undefined) open.failure = error;
  }

  failed(operationId: string, error: unknown): void {
    for (const [key, open] of this.#open) {
      if (open.operationId !== operationId) continue;
      open.call.threw(open.failure ?? error);
      this.#open.delete(key);
    }
  }

  /** The operation is over. A call that is not has been left. */
  left(operationId: string): void {
    for (const [key, open] of this.#open) {
      if (open.operationId === operationId) this.end(key);
    }
  }

  end(key: string): void {
    this.#open.get(key)?.call.abandoned();
    this.#open.delete(key);
  }
}
