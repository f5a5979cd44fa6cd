import {
  type Control,
  type Episode,
  fingerprint,
  type Labels,
  type Verdict,
  worstFirst,
} from "@tiltmeter/rules";
import type { Stepped } from "./step.ts";

/** Instances of one control that fired together in one window, as one matter. */
export interface Finding {
  readonly fingerprint: string;
  /** What all of them share of the control's `group_by`. */
  readonly group: Labels;
  /** Worst first. */
  readonly fired: readonly Fired[];
}

export interface Fired {
  readonly stepped: Stepped;
  readonly verdict: Extract<Verdict, { kind: "breach" }>;
  readonly episode: Episode;
}

/**
 * Groups what fired in one window into the matters that records are raised for.
 *
 * A model version in the group is shown but does not make a matter of its own (see `fingerprint`). When the
 * control has more instances than `max_instances`, all that fired are one matter: a summary.
 */
export function findings(control: Control, stepped: readonly Stepped[]): readonly Finding[] {
  const isSummary = stepped.length > control.maxInstances;
  const matters = new Map<string, { groups: Labels[]; fired: Fired[] }>();
  for (const each of stepped) {
    const fired = firedOf(each);
    if (fired === null) continue;
    const group = isSummary ? {} : pick(each.labels, control.groupBy);
    const key = fingerprint(control.id, group);
    const matter = matters.get(key) ?? { groups: [], fired: [] };
    matters.set(key, matter);
    matter.groups.push(group);
    matter.fired.push(fired);
  }
  return [...matters].map(([key, { groups, fired }]) => ({
    fingerprint: key,
    group: common(groups),
    fired: sorted(control, fired),
  }));
}

function firedOf(stepped: Stepped): Fired | null {
  const { raises } = stepped;
  if (raises === null) return null;
  const { verdict } = raises;
  const { value, lower, upper, n } = verdict.measured;
  const episode: Episode = {
    id: raises.episode,
    instance: stepped.labels,
    firstBreachMs: raises.firstBreachMs,
    firedMs: raises.firedMs,
    endedMs: raises.endedMs,
    value,
    lower: finite(lower),
    upper: finite(upper),
    n,
  };
  return { stepped, verdict, episode };
}

/** A bound that is no number (an interval without end) is none, which JSON can say. */
export function finite(bound: number | null): number | null {
  return bound !== null && Number.isFinite(bound) ? bound : null;
}

function sorted(control: Control, fired: readonly Fired[]): readonly Fired[] {
  const byEpisode = new Map(fired.map((each) => [each.episode, each]));
  return worstFirst(control, [...byEpisode.keys()]).flatMap((episode) => {
    const found = byEpisode.get(episode);
    return found === undefined ? [] : [found];
  });
}

function pick(labels: Labels, dimensions: readonly string[]): Labels {
  return Object.fromEntries(
    Object.entries(labels).filter(([dimension]) => dimensions.includes(dimension)),
  );
}

function common(groups: readonly Labels[]): Labels {
  return Object.fromEntries(
    Object.entries(groups[0] ?? {}).filter(([dimension, value]) =>
      groups.every((group) => group[dimension] === value),
    ),
  );
}
