import type { Control, EvidenceKind, Window } from "@tiltmeter/rules";
import type { Job } from "./shared-fetch.ts";

/** Event time that records of one system, received of late, are about; both ends included. */
export interface LateRange {
  readonly of: LateKind;
  readonly system: string;
  readonly fromMs: number;
  readonly toMs: number;
}
export type LateKind = "prediction" | "review" | "profile" | "outcome" | "score";

/** A window that was judged before all of its data were there, and whose data came. */
export interface LateJob extends Job {
  readonly systems: ReadonlySet<string>;
}

/**
 * The kinds of late data that change what a control measures. Concerns and facts say how things stand,
 * which late data do not change for the past; truths only where the control asks for it.
 */
export function lateKinds(control: Control, evidence: EvidenceKind): readonly LateKind[] {
  const truths: readonly LateKind[] =
    control.outcomes?.late === "restate_window" ? ["outcome"] : [];
  switch (evidence) {
    case "volume":
    case "latencies":
    case "calls":
    case "costs":
    case "answers":
    case "presence":
    case "responses":
      return ["prediction"];
    case "names":
      return ["prediction", "review"];
    case "reviews":
      return ["review"];
    case "checks":
      return ["prediction", "score"];
    case "cells":
      return ["prediction", "profile"];
    case "decisions":
    case "scores":
    case "errors":
    case "ranks":
      return ["prediction", ...truths];
    case "concerns":
    case "facts":
      return [];
  }
}

/**
 * Windows that wait to be judged once more, newest first. Kept as stretches of window ends, so that a
 * year of late data for a control of every minute is one line.
 */
export class LateWindows {
  /** Revision of a control → stretches, oldest first; ends are multiples of the control's `every`. */
  readonly #stretches = new Map<string, Stretch[]>();

  /** Adds the windows of a control that a range of event time falls into, up to the newest judged. */
  add(
    control: Control,
    range: LateRange,
    judged: { readonly firstMs: number; readonly lastMs: number },
  ): void {
    const { everyMs, windowMs } = control;
    // [end − window, end) meets [from, to]: end > from and end − window ≤ to.
    const first = Math.max(
      Math.floor(range.fromMs / everyMs) + 1,
      Math.ceil(judged.firstMs / everyMs),
    );
    const last = Math.min(
      Math.floor((range.toMs + windowMs) / everyMs),
      Math.floor(judged.lastMs / everyMs),
    );
    if (first > last) return;
    const known = this.#stretches.get(control.revision) ?? [];
    const added = { first, last, systems: new Set([range.system]) };
    this.#stretches.set(control.revision, joined([...known, added]));
  }

  /** Windows that wait. */
  get size(): number {
    let size = 0;
    for (const stretches of this.#stretches.values()) {
      for (const { first, last } of stretches) size += last - first + 1;
    }
    return size;
  }

  /** Takes the newest windows of the controls in force; what waits for others is forgotten. */
  take(inForce: readonly Control[], max: number): readonly LateJob[] {
    const controls = new Map(inForce.map((control) => [control.revision, control]));
    for (const id of this.#stretches.keys()) {
      if (!controls.has(id)) this.#stretches.delete(id);
    }
    const taken: LateJob[] = [];
    while (taken.length < max && this.#stretches.size > 0) {
      const ends = [...this.#stretches].map(([id, stretches]) => {
        return (stretches.at(-1)?.last ?? 0) * (controls.get(id)?.everyMs ?? 0);
      });
      const newest = ends.reduce((a, b) => Math.max(a, b));
      for (const [id, stretches] of [...this.#stretches]) {
        const [control, stretch] = [controls.get(id), stretches.at(-1)];
        if (control === undefined || stretch === undefined) continue;
        if (stretch.last * control.everyMs !== newest) continue;
        taken.push({ control, window: windowAt(control, newest), systems: stretch.systems });
        stretch.last -= 1;
        if (stretch.last < stretch.first) stretches.pop();
        if (stretches.length === 0) this.#stretches.delete(id);
      }
    }
    return taken;
  }

  /** Puts a window back that could not be judged. */
  putBack({ control, window, systems }: LateJob): void {
    const end = Math.round(window.toMs / control.everyMs);
    const known = this.#stretches.get(control.revision) ?? [];
    const again = { first: end, last: end, systems: new Set(systems) };
    this.#stretches.set(control.revision, joined([...known, again]));
  }
}

interface Stretch {
  first: number;
  last: number;
  readonly systems: Set<string>;
}

function windowAt({ windowMs }: Control, toMs: number): Window {
  return { fromMs: toMs - windowMs, toMs };
}

/** Stretches that touch become one, with the systems of both: more is looked at, nothing is missed. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const sorted = [...stretches].sort((a, b) => a.first - b.first || a.last - b.last);
  const result: Stretch[] = [];
  for (const stretch of sorted) {
    const before = result.at(-1);
    if (before === undefined || stretch.first > before.last + 1) {
      result.push(stretch);
      continue;
    }
    before.last = Math.max(before.last, stretch.last);
    for (const system of stretch.systems) before.systems.add(system);
  }
  return result;
}
