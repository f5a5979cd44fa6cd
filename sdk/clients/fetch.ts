import { internalsOf } from "../internals.ts";
import type { Monitor } from "../monitor.ts";
import type { Output } from "../readers.ts";
import type { Features, Scalars } from "../scalars.ts";
import type { ModelInput } from "../settings.ts";
import { modelOrNone } from "../statements.ts";
import type { Model, Prediction } from "../wire/prediction.ts";
import { type Asked, askedOf } from "../wire/served/asked.ts";
import type { Fields } from "../wire/served/fields.ts";
import { providerOf } from "../wire/served/provider-of.ts";
import { routeOf } from "../wire/served/route.ts";
import type { Row } from "../wire/served/tabular.ts";
import { observedResponse } from "./observed-response.ts";
import { requestOf } from "./request-of.ts";
import { ServedCall } from "./served-call.ts";
import { isSuspended, recordStop } from "./suspension.ts";
import { type WatchedClient, watchedClient } from "./watched-client.ts";

/**
 * What to read from the calls of a watched `fetch`. Selectors get the request's body and, of a table, the row that
 * is asked about; each runs at most once a prediction, and its failure reaches nobody.
 */
export interface FetchOptions {
  /** Who answers, in OpenTelemetry's words, where the address does not tell. */
  readonly provider?: string;
  /** The model, where the server names none, as MLflow does. */
  readonly model?: ModelInput;
  /** Your own key. Else a prediction of a generative model is named after the provider's id of its answer. */
  readonly id?: (request: Fields, row: Row) => string | number;
  /** Default none: what of a row is recorded is yours to say, e.g. `(_, row) => row`. */
  readonly features?: (request: Fields, row: Row) => Features | undefined;
  readonly segment?: (request: Fields, row: Row) => Scalars | undefined;
  /** A keyed hash of the person concerned. */
  readonly subject?: (request: Fields, row: Row) => string | undefined;
  /**
   * What was said: of the text of a generative model, of KServe's outputs by name, or of MLflow's element. Default
   * a single value: a text or whole number of KServe is a label, another number a value.
   */
  readonly output?: (said: unknown, row: Row) => Output | undefined;
  readonly onPrediction?: (prediction: Prediction) => void;
  /** Answers calls of models in the server's place while the collector has the system suspended. */
  readonly fallback?: typeof fetch;
  /**
   * With a `fallback`: the server is asked all the same while the system is suspended, after the caller has the
   * fallback's answer, and what it says becomes a prediction that nobody else sees. Default false.
   */
  readonly shadow?: boolean;
}

/**
 * A `fetch`, watched: calls of model servers become predictions, whatever else it is used for passes by.
 *
 * Understood are OpenAI's chat completions, completions, responses and embeddings, Anthropic's messages, the Open
 * Inference Protocol (KServe v2) and MLflow's invocations, by the end of the path. Bodies are seen as they pass, a
 * chunk when it is read. A request's body is read where it is a string or bytes; of a `Request` or a stream it is
 * not, and what was asked stays unknown.
 */
export function wrapFetch<F extends typeof fetch>(
  original: F,
  ai: Monitor,
  options: FetchOptions = {},
): F {
  const watched = watchedClient({
    ai,
    options,
    name: "fetch",
    version: process.versions.node,
    provider: "",
  });
  if (watched === null || typeof original !== "function") return original;
  const { fallback } = options;
  if (typeof fallback === "function") watched.monitor.directive.start();
  const model = readModel(options.model, ai);
  return new Proxy(original, {
    apply(target, self, args: Parameters<F>) {
      const asked = askedBy(args);
      if (asked === null) return Reflect.apply(target, self, args);
      if (typeof fallback === "function" && isSuspended(watched)) {
        recordStop(watched, asked.body);
        // After the caller's turn, as with a watched function.
        if (options.shadow === true) setImmediate(() => void readThrough(() => askSeen(asked)));
        return Reflect.apply(fallback, self, args);
      }
      return askSeen(asked);

      function askSeen(by: AskedAt): unknown {
        const call = watched?.monitor.isOpen() === true ? begin(watched, by, model) : null;
        const answer: unknown = Reflect.apply(target, self, args);
        return call === null ? answer : observed(answer, call);
      }
    },
  });
}

/** The answer's promise, settled as before, with the body of its response seen. */
async function observed(answer: unknown, call: ServedCall): Promise<unknown> {
  let response: unknown;
  try {
    response = await answer;
  } catch (error) {
    call.failed(error);
    throw error;
  }
  try {
    // A `fetch` of another's making may answer with a class of its own: it is left alone.
    if (!(response instanceof Response)) {
      call.left();
      return response;
    }
    call.answered(response.status, response.headers.get("content-type") ?? "");
    return observedResponse(response, call);
  } catch {
    call.left();
    return response;
  }
}

/** Reads an answer to its end for what it says alone: it and its failure reach nobody. */
async function readThrough(ask: () => unknown): Promise<void> {
  try {
    const answer = await ask();
    if (answer instanceof Response) await answer.arrayBuffer();
  } catch {
    // It is recorded with the call.
  }
}

type AskedAt = Asked & { readonly url: string };

/** Null where nobody asks a model. Never throws. */
function askedBy(args: readonly unknown[]): AskedAt | null {
  try {
    const request = requestOf(args);
    if (request === null) return null;
    const route = routeOf(request.method, request.path);
    if (route === null) return null;
    return { ...askedOf(route, request.body()), url: request.url };
  } catch {
    return null;
  }
}

function begin(client: WatchedClient, asked: AskedAt, model: Model): ServedCall | null {
  try {
    const provider = client.provider || providerOf(asked.url);
    return new ServedCall(client, { asked, provider, model });
  } catch {
    return null;
  }
}

function readModel(model: unknown, ai: unknown): Model {
  try {
    return modelOrNone(model);
  } catch (error) {
    internalsOf(ai)?.onFault("model", error, false);
    return modelOrNone(undefined);
  }
}
