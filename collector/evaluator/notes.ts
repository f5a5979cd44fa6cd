import { formatValue, type Measurement } from "@tiltmeter/rules";
import { cut } from "./bounded-labels.ts";

type Detail = Extract<Measurement, { kind: "measured" }>["detail"];

/** Sentences that a statement needs beside the numbers, from what the worst measurement says of itself. */
export function notes(detail: Detail): readonly string[] {
  return [...referenceNotes(detail), ...silenceNotes(detail), ...evidenceNotes(detail)];
}

/** A window whose value is no breach by itself can be the one that completes the proof. */
function evidenceNotes({ evidence }: Detail): readonly string[] {
  const { value, threshold } = Object(evidence) as { value?: unknown; threshold?: unknown }; // checked below
  if (typeof value !== "number" || typeof threshold !== "number" || value < threshold) return [];
  const windows = Math.round(threshold).toLocaleString("en");
  return [
    `Over this and earlier windows the evidence reached ${windows}, which chance alone does at most once in as many windows.`,
  ];
}

function referenceNotes(detail: Detail): readonly string[] {
  const { reference, referenceRate, notAssessable } = detail;
  if (typeof reference !== "string" || typeof referenceRate !== "number") return [];
  const small = Array.isArray(notAssessable)
    ? notAssessable.slice(0, NAMED).map(segmentInWords)
    : [];
  return [
    `The reference is ${cut(reference, NAME_MAX)}, with a rate of ${formatValue("selection_rate", referenceRate)}.`,
    ...(small.length > 0 ? [`Not assessable, too few decisions: ${small.join(", ")}.`] : []),
  ];
}

function segmentInWords(of: unknown): string {
  const { segment, n } = Object(of) as { segment?: unknown; n?: unknown }; // read as text below
  return `${cut(String(segment), NAME_MAX)} (${String(n)})`;
}

function silenceNotes(detail: Detail): readonly string[] {
  switch (detail["kind"]) {
    case "no_heartbeat":
      return [
        "No sign of life from its producer either: the system, its SDK or the network is down.",
      ];
    case "heartbeat_no_predictions":
      return ["Its producer gives signs of life: the model is idle, or bypassed."];
    default:
      return [];
  }
}

/** Small segments named in one statement. */
const NAMED = 10;
const NAME_MAX = 64;
