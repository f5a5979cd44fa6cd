import { mergeAnswers } from "./answers.ts";
import { mergeCalls } from "./calls.ts";
import { mergeCells } from "./cells.ts";
import { mergeChecks } from "./checks.ts";
import { mergeConcerns } from "./concerns.ts";
import { mergeCosts } from "./costs.ts";
import { mergeDecisions } from "./decisions.ts";
import { mergeErrors } from "./errors.ts";
import { mergeLatencies } from "./latencies.ts";
import { mergeNames } from "./names.ts";
import { mergePresence } from "./presence.ts";
import { mergeRanks } from "./ranks.ts";
import type { Evidence } from "./request.ts";
import { mergeResponses } from "./responses.ts";
import { mergeReviews } from "./reviews.ts";
import { mergeScores } from "./scores.ts";
import { mergeVolume } from "./volume.ts";

/**
 * Adds two pieces of evidence of one kind. Commutative and associative: windows and instances
 * merge in any order, to the last byte but for `errors` and `costs`, whose sums are of doubles. Throws where
 * the kinds differ.
 */
export function mergeEvidence(a: Evidence, b: Evidence): Evidence {
  switch (a.kind) {
    case "volume":
      if (b.kind === a.kind) return mergeVolume(a, b);
      break;
    case "decisions":
      if (b.kind === a.kind) return mergeDecisions(a, b);
      break;
    case "scores":
      if (b.kind === a.kind) return mergeScores(a, b);
      break;
    case "errors":
      if (b.kind === a.kind) return mergeErrors(a, b);
      break;
    case "ranks":
      if (b.kind === a.kind) return mergeRanks(a, b);
      break;
    case "reviews":
      if (b.kind === a.kind) return mergeReviews(a, b);
      break;
    case "latencies":
      if (b.kind === a.kind) return mergeLatencies(a, b);
      break;
    case "cells":
      if (b.kind === a.kind) return mergeCells(a, b);
      break;
    case "answers":
      if (b.kind === a.kind) return mergeAnswers(a, b);
      break;
    case "names":
      if (b.kind === a.kind) return mergeNames(a, b);
      break;
    case "checks":
      if (b.kind === a.kind) return mergeChecks(a, b);
      break;
    case "responses":
      if (b.kind === a.kind) return mergeResponses(a, b);
      break;
    case "concerns":
      if (b.kind === a.kind) return mergeConcerns(a, b);
      break;
    case "calls":
      if (b.kind === a.kind) return mergeCalls(a, b);
      break;
    case "costs":
      if (b.kind === a.kind) return mergeCosts(a, b);
      break;
    case "facts":
      throw new Error("facts are states, and states do not add up");
    case "presence":
      if (b.kind === a.kind) return mergePresence(a, b);
      break;
  }
  throw new Error(`evidence merges within one kind, got ${a.kind} and ${b.kind}`);
}
