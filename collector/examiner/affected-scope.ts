import { isOf, type Labels, labelsKey, lastingLabels, type Nonconformity } from "@tiltmeter/rules";
import type { AffectedScope, ExaminerStore, Span } from "./sources.ts";

/** The predictions that a record is about, and how their windows were found. */
export interface FoundScope extends AffectedScope {
  readonly method: string;
}

/**
 * The windows in which the record's instances were found in breach, and the groups that these are;
 * null where no telemetry says which decisions they are.
 *
 * Where the evaluations say nothing (they are kept apart from the ledger), an episode counts from its
 * first window to its end.
 */
export async function affectedScope(
  record: Nonconformity,
  of: { readonly store: Pick<ExaminerStore, "breachWindows">; readonly nowMs: number },
): Promise<FoundScope | null> {
  const { control, system, episodes } = record;
  if (control === null || system === "" || episodes.length === 0) return null;
  const breaches = await of.store.breachWindows({
    control,
    system,
    fromMs: record.firstBreachMs,
    toMs: of.nowMs + 1,
  });
  const foreign = new Set(
    episodes.map(({ instance }) => instance["system"] ?? "").filter((each) => each !== system),
  );
  const others =
    foreign.size === 0 ? "" : ` Decisions of ${system} alone, not of ${[...foreign].join(", ")}.`;
  const about = episodes.map(({ instance }) => lastingLabels(instance));
  const own = breaches.filter(({ instance }) => about.some((labels) => isOf(labels, instance)));
  const groups = groupsOf([
    ...episodes.map(({ instance }) => instance),
    ...own.map(({ instance }) => instance),
  ]);
  if (own.length > 0) {
    const windows = merged(own);
    const times = own.length === 1 ? "the window" : `the ${own.length} windows`;
    return {
      ...{ system, groups, windows },
      method: `Counted over ${times} in which ${control} was found in breach, by the newest revision of their data.${others}`,
    };
  }
  const spans = episodes.map(({ firstBreachMs, firedMs, endedMs }) => ({
    fromMs: Math.min(firstBreachMs, firedMs - 1),
    toMs: Math.max(firedMs, endedMs ?? of.nowMs),
  }));
  return {
    ...{ system, groups },
    windows: merged(spans),
    method: `Counted from the first breach of each episode to its end, or to now where it lasts: single windows are not known.${others}`,
  };
}

/** What of the instances a prediction has: its model version and segments. */
function groupsOf(instances: readonly Labels[]): readonly Labels[] {
  const groups = new Map<string, Labels>();
  for (const instance of instances) {
    const group = Object.fromEntries(
      Object.entries(instance).filter(
        ([name]) => name === "model_version" || name.startsWith("segment."),
      ),
    );
    groups.set(labelsKey(group), group);
  }
  const all = [...groups.values()];
  // One that says nothing is everything; more than the store takes are too many to tell apart.
  const isAll = all.length > GROUPS_MAX || all.some((group) => Object.keys(group).length === 0);
  return isAll ? [] : all;
}

/** Overlapping and adjoining spans as one; of too many those that lie nearest to each other. */
function merged(spans: readonly Span[]): readonly Span[] {
  const sorted = [...spans].sort((a, b) => a.fromMs - b.fromMs);
  const joined: Span[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && span.fromMs <= last.toMs) {
      joined[joined.length - 1] = { ...last, toMs: Math.max(last.toMs, span.toMs) };
    } else joined.push(span);
  }
  while (joined.length > WINDOWS_MAX) {
    let nearest = 1;
    for (let i = 2; i < joined.length; i += 1) {
      if (gap(joined, i) < gap(joined, nearest)) nearest = i;
    }
    const [before, after] = [joined[nearest - 1], joined[nearest]];
    if (before === undefined || after === undefined) break;
    joined.splice(nearest - 1, 2, { fromMs: before.fromMs, toMs: after.toMs });
  }
  return joined;
}

function gap(spans: readonly Span[], i: number): number {
  return (spans[i]?.fromMs ?? 0) - (spans[i - 1]?.toMs ?? 0);
}

const GROUPS_MAX = 50;
/** A question names each of them. */
const WINDOWS_MAX = 200;
