import { dayOf } from "../pricing/price-list.ts";
import type { Usage } from "../pricing/usage.ts";
import { type Calls, emptyCalls, mergeCalls } from "./calls.ts";
import { latencyCell } from "./latencies.ts";
import { mergeNames, type Names } from "./names.ts";
import type { ObservedCall, ObservedPrediction } from "./record.ts";

/** A prediction that is a call of a hosted model. */
export interface Called extends ObservedPrediction {
  readonly call: ObservedCall;
}

export function isCalled(prediction: ObservedPrediction): prediction is Called {
  return prediction.call !== undefined;
}

/** Sums the calls of one group. Order does not matter. */
export function tallyCalls(predictions: readonly Called[]): Calls {
  return predictions.map(callsOf).reduce(mergeCalls, emptyCalls());
}

function callsOf(prediction: Called): Calls {
  const { call } = prediction;
  const { inputTokens, cachedTokens, isRefused, firstChunk } = call;
  return {
    kind: "calls",
    calls: 1,
    errors: isAnswered(prediction) ? 0 : 1,
    refused: isRefused === true ? 1 : 0,
    refusalKnown: isRefused === null ? 0 : 1,
    unmeasured: isUnmeasured(prediction) ? 1 : 0,
    inputTokens: inputTokens ?? 0,
    cachedTokens: cachedTokens ?? 0,
    cacheWriteTokens: call.cacheWriteTokens ?? 0,
    outputTokens: call.outputTokens ?? 0,
    reasoningTokens: call.reasoningTokens ?? 0,
    cacheKnownTokens: cachedTokens === null ? 0 : (inputTokens ?? 0),
    firstChunks: firstChunk === null ? {} : { [latencyCell(firstChunk)]: 1 },
    finishReasons: reasonsOf(call),
    unfinished: isUnfinished(prediction) ? 1 : 0,
    tools: toolsOf(call),
  };
}

/** Names on calls: reasons why answers ended, or tools that they ask for. */
export function tallyCallNames(
  predictions: readonly Called[],
  of: "finish_reason" | "tool",
): Names {
  return predictions
    .map(
      (prediction): Names =>
        of === "tool"
          ? { kind: "names", counts: toolsOf(prediction.call), unknown: 0 }
          : {
              kind: "names",
              counts: reasonsOf(prediction.call),
              unknown: isUnfinished(prediction) ? 1 : 0,
            },
    )
    .reduce(mergeNames, { kind: "names", counts: {}, unknown: 0 });
}

/** What each call took, to be priced. */
export function tallyUsage(predictions: readonly Called[]): readonly Usage[] {
  const usage = new Map<string, Usage>();
  for (const prediction of predictions) {
    const { model, call, timeMs } = prediction;
    const [provider, name] = [model.supplier ?? "", model.version || call.requestModel];
    const day = dayOf(timeMs);
    const key = JSON.stringify([provider, name, day]);
    const known = usage.get(key);
    usage.set(key, {
      ...{ provider, model: name, day },
      calls: (known?.calls ?? 0) + 1,
      errors: (known?.errors ?? 0) + (isAnswered(prediction) ? 0 : 1),
      unmeasured: (known?.unmeasured ?? 0) + (isUnmeasured(prediction) ? 1 : 0),
      inputTokens: (known?.inputTokens ?? 0) + (call.inputTokens ?? 0),
      cachedTokens: (known?.cachedTokens ?? 0) + (call.cachedTokens ?? 0),
      cacheWriteTokens: (known?.cacheWriteTokens ?? 0) + (call.cacheWriteTokens ?? 0),
      outputTokens: (known?.outputTokens ?? 0) + (call.outputTokens ?? 0),
    });
  }
  return [...usage.values()];
}

function isAnswered({ status }: Called): boolean {
  return status !== "error";
}

function isUnmeasured(prediction: Called): boolean {
  const { operation, inputTokens, outputTokens } = prediction.call;
  const isKnown = inputTokens !== null && (outputTokens !== null || operation === "embeddings");
  return isAnswered(prediction) && !isKnown;
}

function isUnfinished(prediction: Called): boolean {
  return isAnswered(prediction) && prediction.call.finishReasons.every((reason) => reason === "");
}

function reasonsOf({ finishReasons }: ObservedCall): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const reason of finishReasons) {
    if (reason !== "") counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

function toolsOf({ tools }: ObservedCall): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(tools).filter(([, times]) => times > 0));
}
