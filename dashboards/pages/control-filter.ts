import { severityRank } from "@tiltmeter/rules";
import { rank, type Standing, standingOf, worst } from "../parts/vial.tsx";
import type { ControlSummary, InstanceStatus } from "../reads.ts";

/** What the address of the list of controls asks for; an empty text asks for all. */
export interface ControlFilter {
  readonly status: string;
  readonly set: string;
  readonly severity: string;
  readonly system: string;
  /** A newest verdict that some instance has, `firing`, or `none` for a control without any. */
  readonly verdict: string;
  /** Words that id, title, requirement or owner hold. */
  readonly text: string;
  /** From 1. */
  readonly page: number;
}

/** In the order of the page: what is in force first. */
export const STATUSES: readonly string[] = ["enforce", "shadow", "draft", "retired"];
export const VERDICTS = ["firing", "breach", "pass", "inconclusive", "no_data", "error"] as const;

/** One control with how its instances stand, those of one system where the filter names one. */
export interface ListedControl {
  readonly control: ControlSummary;
  readonly instances: readonly InstanceStatus[];
  /** Null: no verdict yet. */
  readonly standing: Standing | null;
  readonly firing: number;
}

/** Reads the filter from the address: `?status=shadow&system=credit&page=2`. */
export function controlFilter(query: Readonly<Record<string, string | undefined>>): ControlFilter {
  const { status = "", set = "", severity = "", system = "", verdict = "", q = "" } = query;
  const page = Number(query["page"] ?? 1);
  return {
    ...{ status, set, severity, system, verdict },
    text: q.trim(),
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** The filter as an address again; what asks for all is left out. */
export function filterQuery(filter: ControlFilter): string {
  const { text, page, ...rest } = filter;
  const asked = Object.entries({ ...rest, q: text, page: page === 1 ? "" : String(page) });
  const query = new URLSearchParams(asked.filter(([, value]) => value !== ""));
  return query.size === 0 ? "/controls" : `/controls?${query}`;
}

/** The controls that fit: by status, then the worst, then the gravest first. */
export function fittingControls(
  controls: readonly ControlSummary[],
  filter: ControlFilter,
): readonly ListedControl[] {
  const words = filter.text.toLowerCase().split(/\s+/);
  return controls
    .filter((control) => fitsTerms(control, filter) && words.every((word) => holds(control, word)))
    .flatMap((control) => listedControl(control, filter))
    .sort(listOrder);
}

function fitsTerms({ status, severity, control }: ControlSummary, filter: ControlFilter): boolean {
  return (
    (filter.status === "" || status === filter.status) &&
    (filter.severity === "" || severity === filter.severity) &&
    (filter.set === "" || control.set === filter.set)
  );
}

function holds({ id, title, requirement, control }: ControlSummary, word: string): boolean {
  return [id, title, requirement, control.owner].some((text) => text.toLowerCase().includes(word));
}

function listedControl(control: ControlSummary, filter: ControlFilter): readonly ListedControl[] {
  const { system, verdict } = filter;
  const instances =
    system === ""
      ? control.instances
      : control.instances.filter(({ labels }) => labels["system"] === system);
  // A control that names the system and has not spoken of it yet belongs to it all the same.
  const isNamed = control.control.appliesTo.systems.includes(system);
  if (system !== "" && instances.length === 0 && !isNamed) return [];
  const standings = new Set<Standing>();
  let firing = 0;
  let fits = verdict === "" || (verdict === "none" && instances.length === 0);
  for (const { state, verdict: newest } of instances) {
    standings.add(standingOf(state, newest));
    const isFiring = state.phase === "firing" || state.phase === "recovering";
    if (isFiring) firing += 1;
    fits ||= newest.kind === verdict || (isFiring && verdict === "firing");
  }
  return fits ? [{ control, instances, standing: worst([...standings]), firing }] : [];
}

function listOrder(a: ListedControl, b: ListedControl): number {
  return (
    statusRank(a.control.status) - statusRank(b.control.status) ||
    standingRank(a.standing) - standingRank(b.standing) ||
    gravity(b.control) - gravity(a.control) ||
    (a.control.title < b.control.title ? -1 : a.control.title > b.control.title ? 1 : 0)
  );
}

function statusRank(status: string): number {
  const at = STATUSES.indexOf(status);
  return at === -1 ? STATUSES.length : at;
}

/** A control that has never spoken stands before those that pass: nothing is known of it. */
function standingRank(standing: Standing | null): number {
  return standing === null ? rank("level") - 0.5 : rank(standing);
}

function gravity({ control }: ControlSummary): number {
  return severityRank(control.severity);
}

/** How many controls each status has, whatever else is asked. */
export function statusCounts(controls: readonly ControlSummary[]): ReadonlyMap<string, number> {
  const counts = new Map(STATUSES.map((status) => [status, 0]));
  for (const { status } of controls) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}
