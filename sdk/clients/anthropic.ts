import type { Monitor } from "../monitor.ts";
import { isFields } from "../wire/served/fields.ts";
import { providerOf } from "../wire/served/provider-of.ts";
import { askModel, type Fallback } from "./ask-model.ts";
import type { ClientOptions } from "./client-options.ts";
import { clientVersion } from "./client-version.ts";
import { watchedClient } from "./watched-client.ts";
import { type ClientPlan, isWrapped, wrapClient } from "./wrap-client.ts";

export type { ClientOptions } from "./client-options.ts";

export interface AnthropicOptions extends ClientOptions {
  /**
   * Answers in the model's place while the collector has the system suspended: a message as the provider would have
   * answered, or an iterable of its events where a stream was asked for. It goes through the client itself.
   */
  readonly fallback?: Fallback;
  /**
   * With a `fallback`: the model is asked all the same while the system is suspended, after the caller has the
   * fallback's answer, and what it says becomes a prediction that nobody else sees. Default false.
   */
  readonly shadow?: boolean;
}

const MESSAGES: ClientPlan = { create: "anthropic.messages", parse: "helper", stream: "helper" };
const PLAN: ClientPlan = {
  messages: MESSAGES,
  beta: {
    messages: {
      ...MESSAGES,
      toolRunner: "helper",
      thread: "helper",
      // Through which a tool runner asks since it keeps a thread.
      _toolRunnerThread: "helper",
    },
  },
};

/**
 * A client of the package `@anthropic-ai/sdk`, watched: each call of `messages`, those of its helpers too, becomes a
 * prediction, with its retries inside. Input tokens are all of them, those of the cache included.
 *
 * What comes back is the client's own, as with `wrapOpenAI`.
 */
export function wrapAnthropic<C extends object>(
  client: C,
  ai: Monitor,
  options?: AnthropicOptions,
): C {
  if (!isFields(client) || isWrapped(client)) return client;
  const address = client["baseURL"];
  const watched = watchedClient({
    ai,
    options,
    name: "@anthropic-ai/sdk",
    version: clientVersion(client),
    provider: typeof address === "string" ? providerOf(address) : "",
  });
  if (watched === null) return client;
  const ask = askModel(watched, {
    fallback: options?.fallback,
    isShadow: options?.shadow === true,
    amend: (_, body) => body,
  });
  return wrapClient(client, PLAN, ask);
}
