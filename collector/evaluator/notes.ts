import { formatValue, type Measurement } from "@tiltmeter/rules";
import { cut } from "./bounded-labels.ts";

type Detail = Extract<Measurement, { kind: "measured" }>["detail"];

/** Sentences that a statement needs beside the numbers, from what the worst measurement says of itself. */
export function notes(
  detail: Detail,
  /** The control's own words for kinds of a measurement. */
  tellApart: Readonly<Record<string, string>> = {},
): readonly string[] {
  return [
    ...referenceNotes(detail),
    ...kindNotes(detail, tellApart),
    ...evidenceNotes(detail),
    ...confirmedNotes(detail),
  ];
}

/** What a kind means in this house goes before what it means in general. */
function kindNotes(detail: Detail, tellApart: Readonly<Record<string, string>>): readonly string[] {
  const { kind } = detail;
  const own = typeof kind === "string" && Object.hasOwn(tellApart, kind) ? tellApart[kind] : "";
  const words = cut((own ?? "").trim(), OWN_WORDS_MAX);
  if (words === "") return silenceNotes(detail);
  return [/[.!?]$/.test(words) ? words : `${words}.`];
}

/** That it went on to the end of the window, where a burn rate asked. */
function confirmedNotes({ confirmed }: Detail): readonly string[] {
  const { value, n } = Object(confirmed) as { value?: unknown; n?: unknown }; // checked below
  if (typeof value !== "number" || typeof n !== "number") return [];
  return [
    `In the last part of the window it was ${formatValue("bad_answer_rate", value)} of ${n}: it goes on.`,
  ];
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
const OWN_WORDS_MAX = 300;
