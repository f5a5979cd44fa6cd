import {
  type Control,
  canReplay,
  formatInstant,
  forTier,
  labelsKey,
  metric,
  OWN_SYSTEM,
  type RiskTier,
  replay,
  weakening,
} from "@tiltmeter/rules";
import type { Activity, FactSources, FindFact, Found, Revision, Span } from "./sources.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long a control of a system may be without a verdict that decides, by the system's tier. */
const CONCLUSIVE_MS: Readonly<Record<RiskTier, number>> = {
  high: 7 * DAY_MS,
  limited: 14 * DAY_MS,
  minimal: 30 * DAY_MS,
};

/** Controls in force whose last conclusive verdict is older than the tier of the system allows. */
export const unevaluatedControls: FindFact = async (of, { toMs }) => {
  const systems = groupBySystem(await watched(of, toMs));
  const tiers = new Map(of.declared().map(({ id, riskTier }) => [id, riskTier]));
  return [...systems].map(([system, controls]) => {
    const allowedMs = CONCLUSIVE_MS[tiers.get(system) ?? "minimal"];
    const named = controls
      .filter((each) => toMs - (each.lastConclusiveMs ?? each.firstEndMs) > allowedMs)
      .map(({ control }) => control);
    return { system, value: named.length, n: controls.length, named };
  });
};

/** Seconds since a control was first evaluated of a system, while it never fired; else zero. */
export const neverFired: FindFact = async (of, { toMs }) =>
  (await watched(of, toMs)).map(({ control, system, firstEndMs, conclusive, hasFired }) => ({
    system,
    control,
    value: hasFired ? 0 : (toMs - firstEndMs) / 1000,
    n: conclusive,
  }));

/** Seconds since the last pass or breach of a control of a system, or its first evaluation. */
export const neverConclusive: FindFact = async (of, { toMs }) =>
  (await watched(of, toMs)).map(
    ({ control, system, firstEndMs, lastConclusiveMs, conclusive }) => ({
      system,
      control,
      value: (toMs - (lastConclusiveMs ?? firstEndMs)) / 1000,
      n: conclusive,
    }),
  );

/** Seconds that the longest episode of a control of a system has lasted; zero while none does. */
export const alwaysFiring: FindFact = async (of, { toMs }) => {
  const since = new Map<string, { firedMs: number; readonly named: string[] }>();
  for (const { control, labels, state } of of.instances()) {
    if (state.phase !== "firing" && state.phase !== "recovering") continue;
    const key = JSON.stringify([control, labels["system"]]);
    const known = since.get(key) ?? { firedMs: state.firedMs, named: [] };
    since.set(key, known);
    known.firedMs = Math.min(known.firedMs, state.firedMs);
    known.named.push(labelsKey(labels));
  }
  return (await watched(of, toMs)).map(({ control, system, conclusive }) => {
    const firing = since.get(JSON.stringify([control, system]));
    const value = firing === undefined ? 0 : Math.max(0, toMs - firing.firedMs) / 1000;
    return { system, control, value, n: conclusive, named: firing?.named ?? [] };
  });
};

/** What a tick may take, and the clocks of its parts may differ. */
const LATE_MS = 5 * MINUTE_MS;

/** Windows of a control that closed in the window and have no evaluation. */
export const missedEvaluations: FindFact = async (of, span) => {
  const first = new Map<string, number>();
  for (const { control, firstEndMs } of await of.activity(span)) {
    first.set(control, Math.min(first.get(control) ?? firstEndMs, firstEndMs));
  }
  const byLag = new Map<number, Control[]>();
  for (const control of judging(of)) {
    if (!first.has(control.id)) continue;
    const lagMs = control.dataDelayMs + (control.outcomes?.waitMs ?? 0) + LATE_MS;
    byLag.set(lagMs, [...(byLag.get(lagMs) ?? []), control]);
  }
  const found: Found[] = [];
  for (const [lagMs, controls] of byLag) {
    const ends = { fromMs: span.fromMs - lagMs, toMs: span.toMs - lagMs };
    const judged = await of.windows({ span: ends, controls: controls.map(({ id }) => id) });
    for (const { id, everyMs } of controls) {
      const fromMs = Math.max(ends.fromMs, first.get(id) ?? ends.fromMs);
      const due = Math.max(0, Math.ceil(ends.toMs / everyMs) - Math.ceil(fromMs / everyMs));
      const value = Math.max(0, due - (judged.get(id) ?? 0));
      found.push({ system: OWN_SYSTEM, control: id, value, n: due });
    }
  }
  return found;
};

/** Revisions in the window that demand less than the one before, of controls that were enforced. */
export const weakenedControls: FindFact = async (of, { fromMs, toMs }) => {
  const named = successions(await of.revisions())
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    .flatMap(({ before, after }) => {
      if (before.control?.status !== "enforce") return [];
      if (after === null) return [`${before.id}: taken out of force`];
      const fields = after.control === null ? [] : weakening(before.control, after.control);
      return fields.length === 0 ? [] : [`${before.id}: ${fields.join(", ")}`];
    });
  return [{ system: OWN_SYSTEM, value: named.length, n: of.controls().length, named }];
};

/** Times the former revision of a weakened control would have fired since, by the values stored. */
export const wouldHaveRaised: FindFact = async (of, { toMs }) => {
  const found: Found[] = [];
  const tiers = new Map(of.declared().map(({ id, riskTier }) => [id, riskTier]));
  for (const { before, after } of successions(await of.revisions())) {
    if (after === null || after.loadedMs > toMs || (after.endedMs ?? toMs) < toMs) continue;
    const [former, present] = [before.control, after.control];
    if (former?.status !== "enforce" || present === null) continue;
    if (weakening(former, present).length === 0 || !canReplay(former, present)) continue;
    const span = { fromMs: after.loadedMs, toMs: toMs + 1 };
    const { raises, windows } = replay(await of.judged(after.id, span), {
      termsOf: (labels) => forTier(former, tiers.get(labels["system"] ?? "") ?? null),
      baselineOf: (labels) => of.baseline(labels["system"] ?? ""),
    });
    found.push({
      system: OWN_SYSTEM,
      control: after.id,
      value: raises.length,
      n: windows,
      named: raises.map(({ labels, atMs }) => `${formatInstant(atMs)} ${labelsKey(labels)}`),
    });
  }
  return found;
};

/** Seconds since a control that was enforced is neither enforced nor retired; zero while it is. */
export const disabled: FindFact = async (of, { toMs }) => {
  const off = new Map<string, number | null>();
  for (const { id, loadedMs, endedMs, control } of await of.revisions()) {
    if (loadedMs > toMs || control === null) continue;
    const isEnded = endedMs !== null && endedMs <= toMs;
    if (control.status === "enforce") off.set(id, isEnded ? endedMs : null);
    else if (control.status === "retired") off.delete(id);
  }
  return [...off].map(([control, sinceMs]) => ({
    system: OWN_SYSTEM,
    control,
    value: sinceMs === null ? 0 : (toMs - sinceMs) / 1000,
    n: 1,
  }));
};

/** Each revision that ended, with what took its place at once; null: nothing did. */
function successions(revisions: readonly Revision[]): readonly {
  readonly atMs: number;
  readonly before: Revision;
  readonly after: Revision | null;
}[] {
  return revisions.flatMap((before, i) => {
    if (before.endedMs === null) return [];
    const next = revisions[i + 1];
    const isNext = next?.id === before.id && next.loadedMs === before.endedMs;
    return [{ atMs: before.endedMs, before, after: isNext ? next : null }];
  });
}

/** Controls that are judged, but for those about facts: controls about controls watch no controls. */
function judging(of: FactSources): readonly Control[] {
  return of
    .controls()
    .filter(
      ({ status, measure }) =>
        (status === "enforce" || status === "shadow") && metric(measure)?.evidence !== "facts",
    );
}

/** What has become of those controls, of systems that they found something to judge of. */
async function watched(of: FactSources, toMs: Span["toMs"]): Promise<readonly Activity[]> {
  const known = new Set(judging(of).map(({ id }) => id));
  const activity = await of.activity({ toMs });
  return activity.filter(({ control, system }) => system !== "" && known.has(control));
}

function groupBySystem(activity: readonly Activity[]): ReadonlyMap<string, readonly Activity[]> {
  const groups = new Map<string, Activity[]>();
  for (const each of activity) {
    const group = groups.get(each.system) ?? [];
    groups.set(each.system, group);
    group.push(each);
  }
  return groups;
}
