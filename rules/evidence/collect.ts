import type { PriceList } from "../pricing/price-list.ts";
import { addProfiles } from "./add-profiles.ts";
import {
  firstDecisions,
  firstScores,
  identity,
  machineStops,
  outcomesById,
  predictionsById,
} from "./by-identity.ts";
import { collectConcerns } from "./collect-concerns.ts";
import { costsOf } from "./costs.ts";
import { distinctReviews } from "./distinct-reviews.ts";
import { groupBy, type Placed, splitKey } from "./group-by.ts";
import { isCallDimension, labelsKey } from "./labels.ts";
import { isMachineStop } from "./machine-stop.ts";
import { emptyPresence, type Presence } from "./presence.ts";
import type {
  EvidenceRecord,
  ObservedOutcome,
  ObservedPrediction,
  ObservedProfile,
  ObservedScore,
} from "./record.ts";
import type { EvidenceGroup, EvidenceRequest } from "./request.ts";
import {
  nameOf,
  tallyAnswers,
  tallyChecks,
  tallyDecisions,
  tallyErrors,
  tallyLatencies,
  tallyNames,
  tallyRanks,
  tallyResponses,
  tallyReviews,
  tallyScores,
  tallyVolume,
} from "./tally.ts";
import { isCalled, tallyCallNames, tallyCalls, tallyUsage } from "./tally-calls.ts";
import { tallyCells } from "./tally-cells.ts";

/**
 * Answers a request from records in memory: the reference that every store must equal.
 *
 * Of two predictions or outcomes with the same system and id the first stands, whichever environment
 * either came from. Several people may decide about one prediction, so of reviews only exact repeats
 * are dropped. A review is grouped by the model version and segments of its prediction; where that is
 * not known, and for a segment that a prediction does not carry, the label is empty. Groups come in
 * the order of their start, then of their labels. Throws where other evidence than reviews is asked for
 * by role, or than calls and costs by what only these have, and where answers or names are asked for without saying which. O(records + groups).
 */
export function collectEvidence(
  request: EvidenceRequest,
  records: readonly EvidenceRecord[],
  prices: PriceList | null = null,
): EvidenceGroup[] {
  if (request.kind !== "reviews" && request.by.includes("role")) {
    throw new Error(`only reviews are by role, and ${request.kind} are asked for`);
  }
  const ofCalls = request.by.find(isCallDimension);
  if (ofCalls !== undefined && request.kind !== "calls" && request.kind !== "costs") {
    throw new Error(`only calls and costs are by ${ofCalls}, and ${request.kind} are asked for`);
  }
  return groupsOf(request, records, prices).sort((a, b) => {
    const [left, right] = [labelsKey(a.labels), labelsKey(b.labels)];
    return a.startMs - b.startMs || (left < right ? -1 : left > right ? 1 : 0);
  });
}

function groupsOf(
  request: EvidenceRequest,
  records: readonly EvidenceRecord[],
  prices: PriceList | null,
): EvidenceGroup[] {
  if (request.kind === "concerns") {
    return collectConcerns(request, records, (origin) => isInScope(request, origin));
  }
  const inScope = records.filter(({ origin }) => isInScope(request, origin));
  return request.kind === "presence"
    ? presences(request, inScope)
    : tallies(request, { records, inScope, prices });
}

function isInScope(
  { systems, environments }: EvidenceRequest,
  of: { readonly system: string; readonly environment: string },
): boolean {
  return (
    (systems === undefined || systems.includes(of.system)) &&
    (!environments?.length || environments.includes(of.environment))
  );
}

function presences(request: EvidenceRequest, inScope: readonly EvidenceRecord[]): EvidenceGroup[] {
  const seen = new Map<string, Presence>();
  for (const { origin, statement } of inScope) {
    if (statement.kind !== "prediction" && statement.kind !== "heartbeat") continue;
    const { timeMs } = statement;
    if (timeMs >= request.toMs) continue;
    const known = seen.get(origin.system) ?? emptyPresence();
    seen.set(
      origin.system,
      statement.kind === "heartbeat"
        ? { ...known, lastHeartbeatMs: Math.max(known.lastHeartbeatMs ?? timeMs, timeMs) }
        : {
            ...known,
            firstPredictionMs: Math.min(known.firstPredictionMs ?? timeMs, timeMs),
            lastPredictionMs: Math.max(known.lastPredictionMs ?? timeMs, timeMs),
          },
    );
  }
  return [...seen].map(([system, evidence]) => ({
    startMs: request.fromMs,
    labels: { system },
    evidence,
  }));
}

function tallies(
  request: EvidenceRequest,
  of: {
    readonly records: readonly EvidenceRecord[];
    readonly inScope: readonly EvidenceRecord[];
    readonly prices: PriceList | null;
  },
): EvidenceGroup[] {
  const { records, inScope, prices } = of;
  // Joins look beyond the scope: a truth or a review may come from another environment.
  const predictions = predictionsById(records);
  const outcomes = outcomesById(records);
  const inWindow = ({ timeMs }: { readonly timeMs: number }): boolean =>
    timeMs >= request.fromMs && timeMs < request.toMs;

  const isOfReviewers = request.kind === "names" && request.names === "reviewer";
  if (request.kind === "reviews" || isOfReviewers) {
    const reviews = distinctReviews(inScope).filter(
      ({ statement }) => request.kind === "reviews" || !isMachineStop(statement),
    );
    const split = groupBy(
      request,
      reviews.filter(({ statement }) => inWindow(statement)),
      ({ system, statement }) => predictions.get(identity(system, statement.id))?.statement,
      ({ statement }) => statement.role,
    );
    if (request.kind === "names") {
      return split.map(({ startMs, labels, members }) => ({
        startMs,
        labels,
        evidence: tallyNames(members.map(({ statement }) => statement.by ?? "")),
      }));
    }
    return split.map(({ startMs, labels, members }) => ({
      startMs,
      labels,
      evidence: tallyReviews(
        members.map(({ statement }) => statement),
        ({ id }) => {
          const key = identity(members[0]?.system ?? "", id);
          const prediction = predictions.get(key)?.statement;
          const outcome = outcomes.get(key)?.statement;
          return prediction === undefined || outcome === undefined ? null : { prediction, outcome };
        },
      ),
    }));
  }

  const split = groupBy(
    request,
    [...predictions.values()].filter(
      (prediction) =>
        isInScope(request, prediction) &&
        inWindow(prediction.statement) &&
        isAsked(request, prediction.statement),
    ),
    ({ statement }) => statement,
    () => "",
  );
  const scores: ReadonlyMap<string, readonly ObservedScore[]> =
    request.kind === "checks" ? firstScores(records) : new Map();
  const decided: ReadonlyMap<string, number> =
    request.kind === "responses" ? firstDecisions(records) : new Map();
  const stopped = request.kind === "responses" ? machineStops(records) : new Set<string>();
  const profiles: ReadonlyMap<string, readonly ObservedProfile[]> =
    request.kind === "cells" ? profilesByGroup(request, inScope) : new Map();
  return split.flatMap(({ startMs, labels, members }): EvidenceGroup[] => {
    const statements = members.map(({ statement }) => statement);
    const system = members[0]?.system ?? "";
    const outcomeOf = ({ id }: ObservedPrediction): ObservedOutcome | undefined =>
      outcomes.get(identity(system, id))?.statement;
    const trueLabel = (prediction: ObservedPrediction): string | null =>
      outcomeOf(prediction)?.label || null;
    const trueValue = (prediction: ObservedPrediction): number | null =>
      outcomeOf(prediction)?.value ?? null;
    switch (request.kind) {
      case "volume":
        return [{ startMs, labels, evidence: tallyVolume(statements) }];
      case "latencies":
        return [{ startMs, labels, evidence: tallyLatencies(statements) }];
      case "decisions":
        return [{ startMs, labels, evidence: tallyDecisions(statements, trueLabel) }];
      case "scores":
        return [{ startMs, labels, evidence: tallyScores(statements, trueLabel) }];
      case "errors":
        return [{ startMs, labels, evidence: tallyErrors(statements, trueValue) }];
      case "ranks":
        return [{ startMs, labels, evidence: tallyRanks(statements, trueValue) }];
      case "answers":
        return [{ startMs, labels, evidence: tallyAnswers(statements, asked(request, "good")) }];
      case "names": {
        const of = asked(request, "names");
        if (of === "reviewer") return [];
        const evidence =
          of === "tool" || of === "finish_reason"
            ? tallyCallNames(statements.filter(isCalled), of)
            : tallyNames(statements.flatMap((each) => nameOf(each, of) ?? []));
        return [{ startMs, labels, evidence }];
      }
      case "calls":
        return [{ startMs, labels, evidence: tallyCalls(statements.filter(isCalled)) }];
      case "costs": {
        const usage = tallyUsage(statements.filter(isCalled));
        return [{ startMs, labels, evidence: costsOf(usage, prices) }];
      }
      case "checks": {
        const said = ({ id }: ObservedPrediction): readonly ObservedScore[] =>
          scores.get(identity(system, id)) ?? [];
        return [{ startMs, labels, evidence: tallyChecks(statements, said) }];
      }
      case "responses": {
        const first = ({ id }: ObservedPrediction): number | null =>
          decided.get(identity(system, id)) ?? null;
        const asked = statements.filter(({ id }) => !stopped.has(identity(system, id)));
        return [{ startMs, labels, evidence: tallyResponses(asked, first, request.withinMs) }];
      }
      case "cells": {
        const baseline = request.baselines?.find((candidate) => candidate.system === system);
        const sent = profiles.get(splitKey({ startMs, system, labels })) ?? [];
        return Object.entries(baseline?.features ?? {}).map(([name, feature]) => ({
          startMs,
          labels: { ...labels, feature: name },
          evidence: addProfiles(
            tallyCells(statements, { name, feature, baseline: baseline?.digest ?? "" }),
            sent.filter((profile) => profile.feature === name),
          ),
        }));
      }
      default:
        return [];
    }
  });
}

/** Whether a prediction is one that the request is about. */
function isAsked(request: EvidenceRequest, prediction: ObservedPrediction): boolean {
  if (request.kind === "calls" || request.kind === "costs") return isCalled(prediction);
  if (request.kind !== "names" || request.names === undefined || request.names === "reviewer") {
    return true;
  }
  return request.names === "tool" || request.names === "finish_reason"
    ? isCalled(prediction)
    : nameOf(prediction, request.names) !== null;
}

/** A profile has no id: each counts. Without predictions beside it there is no group to add it to. */
function profilesByGroup(
  request: EvidenceRequest,
  inScope: readonly EvidenceRecord[],
): ReadonlyMap<string, readonly ObservedProfile[]> {
  const sent = inScope.flatMap(({ origin, statement }): Placed<ObservedProfile>[] =>
    statement.kind === "profile" &&
    statement.timeMs >= request.fromMs &&
    statement.timeMs < request.toMs
      ? [{ ...origin, statement }]
      : [],
  );
  const split = groupBy(
    request,
    sent,
    ({ statement }) => statement,
    () => "",
  );
  return new Map(
    split.map(({ startMs, labels, members }) => [
      splitKey({ startMs, system: members[0]?.system ?? "", labels }),
      members.map(({ statement }) => statement),
    ]),
  );
}

/** What a request of its kind has to say. */
function asked<Key extends "good" | "names">(
  request: EvidenceRequest,
  key: Key,
): NonNullable<EvidenceRequest[Key]> {
  const value = request[key];
  if (value === undefined) throw new Error(`${request.kind} are asked for without ${key}`);
  return value;
}
