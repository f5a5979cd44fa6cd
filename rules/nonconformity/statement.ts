import type { Control } from "../control/control.ts";
import { approvedLimitInWords } from "../control/resolve-limit.ts";
import { windowsNeeded } from "../evaluation/advance.ts";
import { formatInstant } from "../evaluation/instant.ts";
import type { Labels } from "../evidence/labels.ts";
import { metric } from "../metrics/catalogue.ts";
import { formatValue } from "../metrics/format.ts";
import type { Episode } from "./nonconformity.ts";

/** Instances named in a statement; the record lists all of them. */
const INSTANCES_NAMED = 5;

/**
 * The record in plain words: which requirement, since when, what was measured against which limit,
 * worst instances first.
 */
export function statementOf(of: {
  readonly control: Control;
  readonly group: Labels;
  /** Worst first; at least one. */
  readonly episodes: readonly Episode[];
  /** The limit as it was judged, e.g. `at most 0.2`; absent: as approved. */
  readonly limit?: string;
  /** Further sentences, e.g. what the ratio's reference is. */
  readonly notes?: readonly string[];
}): string {
  const { control, group, episodes } = of;
  const limit = of.limit ?? approvedLimitInWords(control.measure, control.limit);
  const since = Math.min(...episodes.map(({ firstBreachMs }) => firstBreachMs));
  const named = episodes.slice(0, INSTANCES_NAMED).map((episode) => instance(of, episode));
  const more = episodes.length - named.length;
  const title = metric(control.measure)?.title ?? control.measure;
  const lasting = windowsNeeded(control.for, control);
  return [
    `Not fulfilled for ${inWords(group)}: ${ended(control.requirement)}`,
    `${title} shall be ${limit}; it was ${named.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`,
    `First breach in the window that ended ${formatInstant(since)}${lasting > 1 ? `, ${lasting} windows in a row` : ""}.`,
    ...(of.notes ?? []),
  ].join(" ");
}

function instance(
  of: { readonly control: Control; readonly group: Labels },
  episode: Episode,
): string {
  const { control, group } = of;
  const own = Object.entries(episode.instance).filter(([name]) => !Object.hasOwn(group, name));
  const value = formatValue(control.measure, episode.value);
  const place = own.length === 0 ? "" : ` for ${inWords(Object.fromEntries(own))}`;
  const details = [bounds(control, episode), sample(control, episode)].filter(
    (part) => part !== "",
  );
  return `${value}${place}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}

function bounds(control: Control, { lower, upper }: Episode): string {
  if (lower === null && upper === null) return "";
  const side = (bound: number | null): string =>
    bound === null ? "unknown" : formatValue(control.measure, bound);
  return `bounds ${side(lower)} to ${side(upper)}`;
}

function sample(control: Control, { n }: Episode): string {
  if (control.measure === "silence") return n === 0 ? "it never reported" : "";
  return n === 0 ? "no data" : `sample ${n}`;
}

/** `credit-scoring, model version v7, feature income`. */
function inWords(labels: Labels): string {
  return Object.entries(labels)
    .sort(([a], [b]) => Number(b === "system") - Number(a === "system"))
    .map(([name, value]) => {
      const shown = value === "" ? "(not given)" : value;
      if (name === "system") return shown;
      return `${name.replace(/^segment\./, "").replaceAll("_", " ")} ${shown}`;
    })
    .join(", ");
}

function ended(sentence: string): string {
  const text = sentence.trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
