import type { Monitor } from "../monitor.ts";
import type { AnswerReader } from "../wire/served/answer.ts";
import { type Fields, fieldsOf, listAt, textAt } from "../wire/served/fields.ts";
import { eventReader } from "./ai-sdk/event-reader.ts";
import { observeParts } from "./ai-sdk/observe-parts.ts";
import { OpenCalls } from "./ai-sdk/open-calls.ts";
import { partsReader } from "./ai-sdk/parts-reader.ts";
import { providerNamed } from "./ai-sdk/provider-named.ts";
import { ToolApprovals } from "./ai-sdk/tool-approvals.ts";
import type { ClientOptions } from "./client-options.ts";
import type { ModelRequest } from "./model-call.ts";
import { type WatchedClient, watchedClient } from "./watched-client.ts";

export type { ClientOptions } from "./client-options.ts";

/** An integration of the AI SDK's telemetry, for `registerTelemetry` or a call's `telemetry.integrations`. */
export interface AiSdkTelemetry {
  readonly onStart: (event: unknown) => void;
  readonly onLanguageModelCallStart: (event: unknown) => void;
  readonly executeLanguageModelCall: <T>(options: {
    readonly callId: string;
    readonly execute: () => PromiseLike<T>;
  }) => Promise<T>;
  readonly onStepEnd: (event: unknown) => void;
  readonly onStepError: (event: unknown) => void;
  readonly onObjectStepStart: (event: unknown) => void;
  readonly onObjectStepEnd: (event: unknown) => void;
  readonly onEmbedStart: (event: unknown) => void;
  readonly onEmbedEnd: (event: unknown) => void;
  readonly onEnd: (event: unknown) => void;
  readonly onAbort: (event: unknown) => void;
  readonly onError: (event: unknown) => void;
}

/**
 * Telemetry of the package `ai`, version 7: each call of a language or embedding model becomes a prediction, with its
 * retries inside; steps and agents around it do not count again. What `toolApproval` decides becomes an oversight
 * decision about the prediction that asked for the tool.
 *
 *     registerTelemetry(aiSdkTelemetry(ai));
 *
 * Selectors get what the AI SDK tells of a call: `provider`, `modelId`, `messages`, ….
 */
export function aiSdkTelemetry(ai: Monitor, options?: ClientOptions): Partial<AiSdkTelemetry> {
  const watched = watchedClient({ ai, options, name: "ai", version: "", provider: "" });
  return watched === null ? {} : telemetryOf(watched);
}

function telemetryOf(watched: WatchedClient): AiSdkTelemetry {
  const { monitor } = watched;
  const calls = new OpenCalls(watched);
  const approvals = new ToolApprovals(monitor);
  const keepsText = watched.isContentKept || watched.hooks.output !== null;

  /** The AI SDK hides what a listener throws; ours must not even cost it a rejected promise. */
  const seeing =
    (see: (event: Fields, callId: string) => void) =>
    (event: unknown): void => {
      try {
        const fields = fieldsOf(event);
        if (monitor.isOpen()) see(fields, textAt(fields, "callId"));
      } catch {
        // A mistake of ours ends the observation and nothing else.
      }
    };
  const begin = (event: Fields, key: string, operation: string, reader: AnswerReader): void => {
    monitor.instruments.add("ai", textAt(event, "aiVersion"));
    calls.begin(key, textAt(event, "callId"), () => requestOf(event, operation, reader));
  };
  const failed = seeing((event, callId) => calls.failed(callId, event["error"]));

  return {
    onStart: seeing((event) => approvals.history(listAt(event, "messages"))),
    onLanguageModelCallStart: seeing((event, callId) =>
      begin(event, callId, "chat", partsReader(keepsText)),
    ),
    async executeLanguageModelCall({ callId, execute }) {
      try {
        const result = await execute();
        seeing(() => answered(calls, callId, result))({});
        return result;
      } catch (error) {
        calls.attemptFailed(callId, error);
        throw error;
      }
    },
    onStepEnd: seeing((event, callId) => {
      approvals.step(listAt(event, "content"), calls.at(callId)?.id ?? "");
    }),
    onStepError: failed,
    onObjectStepStart: seeing((event, callId) =>
      begin(event, callId, "chat", eventReader(textAt(event, "modelId"))),
    ),
    onObjectStepEnd: seeing((event, callId) => calls.at(callId)?.returned(event)),
    onEmbedStart: seeing((event) =>
      begin(event, keyOf(event), "embeddings", eventReader(textAt(event, "modelId"))),
    ),
    onEmbedEnd: seeing((event) => {
      calls.at(keyOf(event))?.returned(event);
      calls.end(keyOf(event));
    }),
    onEnd: seeing((_, callId) => calls.left(callId)),
    onAbort: seeing((_, callId) => calls.left(callId)),
    onError: failed,
  };
}

function answered(calls: OpenCalls, callId: string, result: unknown): void {
  const call = calls.at(callId);
  if (call === undefined) return;
  const stream = fieldsOf(result)["stream"];
  if (stream instanceof ReadableStream) observeParts(stream, call);
  else call.returned(result);
}

/** Embeddings of one operation are made side by side. */
function keyOf(event: Fields): string {
  return `embed/${textAt(event, "embedCallId")}`;
}

function requestOf(event: Fields, operation: string, reader: AnswerReader): ModelRequest {
  return {
    operation,
    model: textAt(event, "modelId"),
    conversationId: "",
    // `streamObject` tells nothing of its streaming.
    isStreamed: "promptMessages" in event ? null : false,
    provider: providerNamed(textAt(event, "provider")),
    body: event,
    reader,
  };
}
