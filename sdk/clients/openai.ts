import type { Monitor } from "../monitor.ts";
import type { GenerativeApi } from "../wire/served/answer-reader.ts";
import { fieldsAt, isFields } from "../wire/served/fields.ts";
import { providerOf } from "../wire/served/provider-of.ts";
import { askModel, type Fallback } from "./ask-model.ts";
import type { ClientOptions } from "./client-options.ts";
import { clientVersion } from "./client-version.ts";
import { watchedClient } from "./watched-client.ts";
import { type ClientPlan, isWrapped, wrapClient } from "./wrap-client.ts";

export type { ClientOptions } from "./client-options.ts";

export interface OpenAIOptions extends ClientOptions {
  /**
   * Asks for the usage of streamed chat completions (`stream_options.include_usage`) where the caller says nothing
   * of it, default false: without it their tokens stay unknown. The stream then has one chunk more, without choices.
   */
  readonly includeUsage?: boolean;
  /**
   * Answers in the model's place while the collector has the system suspended: what the provider would have answered,
   * or an iterable of chunks where a stream was asked for. It goes through the client itself, as an answer of the
   * network does.
   */
  readonly fallback?: Fallback;
  /**
   * With a `fallback`: the model is asked all the same while the system is suspended, after the caller has the
   * fallback's answer, and what it says becomes a prediction that nobody else sees. Default false.
   */
  readonly shadow?: boolean;
}

const CHAT: ClientPlan = {
  create: "openai.chat",
  parse: "helper",
  stream: "helper",
  runTools: "helper",
};
const RESPONSES: ClientPlan = { create: "openai.responses", parse: "helper", stream: "helper" };
const PLAN: ClientPlan = {
  chat: { completions: CHAT },
  completions: { create: "openai.completions" },
  responses: RESPONSES,
  embeddings: { create: "openai.embeddings" },
  beta: { chat: { completions: CHAT }, responses: RESPONSES },
};

/**
 * A client of the package `openai`, version 6 or 7, or of a server that speaks as OpenAI does, watched: each call of
 * a model becomes a prediction, with its retries inside.
 *
 * What comes back is the client's own: the same promises with `withResponse` and `asResponse`, the same streams,
 * helpers and errors. `withOptions` gives a watched client again. The client that was given stays as it is.
 */
export function wrapOpenAI<C extends object>(client: C, ai: Monitor, options?: OpenAIOptions): C {
  if (!isFields(client) || isWrapped(client)) return client;
  const address = client["baseURL"];
  const watched = watchedClient({
    ai,
    options,
    name: "openai",
    version: clientVersion(client),
    provider: typeof address === "string" ? providerOf(address) : "",
  });
  if (watched === null) return client;
  const isUsageAsked = options?.includeUsage === true;
  return wrapClient(
    client,
    PLAN,
    askModel(watched, {
      fallback: options?.fallback,
      isShadow: options?.shadow === true,
      amend: (api, body) => (isUsageAsked ? askingForUsage(api, body) : body),
    }),
  );
}

/** The Responses API tells of its usage unasked. */
function askingForUsage(api: GenerativeApi, body: unknown): unknown {
  const isChoices = api === "openai.chat" || api === "openai.completions";
  if (!isChoices || !isFields(body) || body["stream"] !== true) return body;
  const options = fieldsAt(body, "stream_options");
  if ("include_usage" in options) return body;
  return { ...body, stream_options: { ...options, include_usage: true } };
}
