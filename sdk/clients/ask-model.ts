import { guarded } from "../promise.ts";
import { answerReader, type GenerativeApi } from "../wire/served/answer-reader.ts";
import { askedOf } from "../wire/served/asked.ts";
import { operationOf } from "../wire/served/call-of.ts";
import { type Fields, fieldsOf } from "../wire/served/fields.ts";
import { answeredBy } from "./answered-by.ts";
import { ModelCall } from "./model-call.ts";
import { observeApiPromise } from "./observe-api-promise.ts";
import { isSuspended, recordStop } from "./suspension.ts";
import type { WatchedClient } from "./watched-client.ts";
import type { Ask } from "./wrap-client.ts";

/** Answers a request in the model's place; see the options of the wrappers. */
export type Fallback = (request: Fields) => unknown;

/** How a wrapped client asks a model: the original method runs once, and its answer is seen. */
export function askModel(
  watched: WatchedClient,
  of: {
    readonly fallback: Fallback | undefined;
    /** Whether the model is called all the same while a fallback answers. */
    readonly isShadow: boolean;
    /** Changes a request where the user asked for that. */
    readonly amend: (api: GenerativeApi, body: unknown) => unknown;
  },
): Ask {
  const { monitor } = watched;
  const { fallback } = of;
  if (typeof fallback === "function") monitor.directive.start();
  return ({ api, path, client, original, self, args }) => {
    const [body, ...rest] = args;
    if (typeof fallback === "function" && isSuspended(watched)) {
      recordStop(watched, body);
      // After the caller's turn, as with a watched function.
      if (of.isShadow) setImmediate(() => void readThrough(() => askSeen()));
      return answeredBy(() => fallback(fieldsOf(body)), { client, path, args });
    }
    return askSeen();

    function askSeen(): unknown {
      const call = monitor.isOpen() ? begin(watched, api, body) : null;
      if (call === null) return Reflect.apply(original, self, args);
      let answer: unknown;
      try {
        answer = Reflect.apply(original, self, [of.amend(api, body), ...rest]);
      } catch (error) {
        guarded(call, () => call.threw(error));
        throw error;
      }
      guarded(call, () => observeApiPromise(answer, call));
      return answer;
    }
  };
}

/** Reads an answer to its end for what it says alone: it and its failure reach nobody. */
async function readThrough(ask: () => unknown): Promise<void> {
  try {
    const answer = await ask();
    if (typeof answer !== "object" || answer === null || !(Symbol.asyncIterator in answer)) return;
    // A stream, which has the method.
    for await (const _ of answer as AsyncIterable<unknown>);
  } catch {
    // It is recorded with the call.
  }
}

/** Null where even our own beginning fails: the call then goes unseen. */
function begin(watched: WatchedClient, api: GenerativeApi, body: unknown): ModelCall | null {
  try {
    const asked = askedOf({ api, model: "", modelVersion: "" }, body);
    const keepsText = watched.isContentKept || watched.hooks.output !== null;
    return new ModelCall(watched, {
      operation: operationOf(api),
      model: asked.model,
      conversationId: asked.conversationId,
      isStreamed: asked.isStreamed,
      provider: "",
      body: asked.body,
      reader: answerReader(api, keepsText),
    });
  } catch {
    return null;
  }
}
