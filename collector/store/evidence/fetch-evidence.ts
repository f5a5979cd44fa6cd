import {
  type EvidenceGroup,
  type EvidenceRequest,
  labelsKey,
  type PriceList,
} from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { MINUTE_MS } from "../rollups/range.ts";
import { NOTHING_ROLLED, type Rolled } from "../rollups/rolled.ts";
import { fetchAnswers } from "./answers.ts";
import { fetchCalls } from "./calls.ts";
import { fetchCells } from "./cells.ts";
import { fetchChecks } from "./checks.ts";
import { fetchConcerns } from "./concerns.ts";
import { fetchCosts } from "./costs.ts";
import { fetchDecisions } from "./decisions.ts";
import { fetchErrors } from "./errors.ts";
import { ROWS_A_PART } from "./in-parts.ts";
import { fetchLatencies } from "./latencies.ts";
import { fetchNames } from "./names.ts";
import { fetchPresence } from "./presence.ts";
import { fetchRanks } from "./ranks.ts";
import { fetchResponses } from "./responses.ts";
import { fetchReviews } from "./reviews.ts";
import { EvidenceRefused, refuseDimensions, scopeOf } from "./scope.ts";
import { fetchScores } from "./scores.ts";
import { fetchVolume } from "./volume.ts";

/**
 * Answers a request from the store, as `collectEvidence` of the rules would from the same records in
 * memory. Groups come in the order of their start, then of their labels.
 *
 * Throws `EvidenceRefused` for a request that makes no sense, and what the engine throws.
 */
export async function fetchEvidence(
  read: Read,
  request: EvidenceRequest,
  of: {
    /** By digest of a baseline; `""` are the predictions. Absent: nothing is. */
    readonly rolled?: (what: string) => Rolled;
    /** Joins of more records than this are asked in parts. */
    readonly rowsAPart?: number;
    /** Of hosted models, for `costs`; null: nobody gave any. */
    readonly prices?: PriceList | null;
  } = {},
): Promise<readonly EvidenceGroup[]> {
  const { rolled = () => NOTHING_ROLLED, rowsAPart = ROWS_A_PART, prices = null } = of;
  const bounded: Read = (name, sql, parameters, options) =>
    read(name, sql, parameters, { maxRowsRead: ROWS_READ_MAX, ...options });
  const sums = isByMinute(request) ? rolled : () => NOTHING_ROLLED;
  const groups = await unsorted(bounded, request, { rolled: sums, rowsAPart, prices });
  return groups
    .map((group) => ({ group, key: labelsKey(group.labels) }))
    .sort(
      (a, b) => a.group.startMs - b.group.startMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
    )
    .map(({ group }) => group);
}

/** Evidence that looks at more is asked wrongly, or of a store that was never rolled up: a second for 30 million. */
const ROWS_READ_MAX = 1_000_000_000;

/** A minute is never split: any other window or step is answered from the records alone. */
function isByMinute({ fromMs, toMs, stepMs = MINUTE_MS }: EvidenceRequest): boolean {
  return [fromMs, toMs, stepMs].every((ms) => ms % MINUTE_MS === 0);
}

async function unsorted(
  read: Read,
  request: EvidenceRequest,
  of: {
    readonly rolled: (what: string) => Rolled;
    readonly rowsAPart: number;
    readonly prices: PriceList | null;
  },
): Promise<EvidenceGroup[]> {
  const { rolled, rowsAPart, prices } = of;
  refuseDimensions(request);
  if (request.kind === "presence") return fetchPresence(read, request, rolled(""));
  if (request.kind === "concerns") return fetchConcerns(read, request);
  const scope = scopeOf(request);
  switch (request.kind) {
    case "volume":
      return fetchVolume(read, scope, rolled(""));
    case "decisions":
      return fetchDecisions(read, scope, rolled(""));
    case "scores":
      return fetchScores(read, scope, rolled(""));
    case "errors":
      return fetchErrors(read, scope);
    case "ranks":
      return fetchRanks(read, scope);
    case "reviews":
      return fetchReviews(read, scope);
    case "latencies":
      return fetchLatencies(read, scope, rolled(""));
    case "cells":
      return fetchCells(read, request, rolled);
    case "answers":
      return fetchAnswers(read, scope, request.good, rolled(""));
    case "names":
      return fetchNames(read, scope, { ...request, rowsAPart, rolled: rolled("") });
    case "responses":
      return fetchResponses(read, scope, { ...request, rowsAPart, rolled: rolled("") });
    case "checks":
      return fetchChecks(read, scope, { rowsAPart, rolled: rolled("") });
    case "calls":
      return fetchCalls(read, scope, rolled(""));
    case "costs":
      return fetchCosts(read, scope, rolled(""), prices);
    case "facts":
      throw new EvidenceRefused(`the store keeps no ${request.kind}`);
  }
}
