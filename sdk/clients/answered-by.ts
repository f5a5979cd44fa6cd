import { fieldsOf, isFields, textAt } from "../wire/served/fields.ts";
import { methodAt } from "./wrap-client.ts";

/**
 * Has a call of a client answered by a function of the user's instead of the network.
 *
 * A copy of the client, whose `fetch` gives the answer, makes the call: so the promise, the stream and what helpers
 * make of them are the client's own. What the function throws is the cause of the client's connection error.
 */
export function answeredBy(
  answer: () => unknown,
  of: {
    readonly client: object;
    readonly path: readonly string[];
    readonly args: readonly unknown[];
  },
): unknown {
  const isStreamed = fieldsOf(of.args[0])["stream"] === true;
  const fetch = async (): Promise<Response> => responseOf(await answer(), isStreamed);
  const withOptions: unknown = Reflect.get(of.client, "withOptions");
  if (typeof withOptions !== "function") throw new TypeError(NO_COPY);
  const copy: unknown = Reflect.apply(withOptions, of.client, [{ fetch, maxRetries: 0 }]);
  const method = typeof copy === "object" && copy !== null ? methodAt(copy, of.path) : null;
  if (method === null) throw new TypeError(NO_COPY);
  return Reflect.apply(method.original, method.self, of.args);
}

const NO_COPY =
  "a fallback needs a client with withOptions, and this one has none: suspend its calls yourself by ai.directive()";

function responseOf(answer: unknown, isStreamed: boolean): Response {
  if (answer instanceof Response) return answer;
  if (!isStreamed) return Response.json(answer);
  const iterator = iteratorOf(answer);
  const encoder = new TextEncoder();
  const events = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done !== true) {
        controller.enqueue(encoder.encode(eventText(value)));
        return;
      }
      controller.enqueue(encoder.encode("data: [DONE]\n\n"));
      controller.close();
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(events, { headers: { "content-type": "text/event-stream" } });
}

function iteratorOf(answer: unknown): AsyncIterator<unknown> | Iterator<unknown> {
  if (typeof answer === "object" && answer !== null) {
    if (Symbol.asyncIterator in answer) {
      return (answer as AsyncIterable<unknown>)[Symbol.asyncIterator](); // it has the method
    }
    if (Symbol.iterator in answer) {
      return (answer as Iterable<unknown>)[Symbol.iterator](); // it has the method
    }
  }
  return [answer][Symbol.iterator]();
}

/** Anthropic's events are named by their type; OpenAI's have no need of a name, and take one. */
function eventText(event: unknown): string {
  const name = isFields(event) ? textAt(event, "type") : "";
  return `${name === "" ? "" : `event: ${name}\n`}data: ${JSON.stringify(event)}\n\n`;
}
