import { allRoutes, type Route } from "@tiltmeter/rules";
import type { Announced, Escalated, Held, OutboxState, Repeated } from "./outbox-state.ts";

interface Watch {
  /** Index of the announcement. */
  readonly of: number;
  readonly state: string;
  readonly routes: Map<string, Standing>;
}

interface Standing {
  /** Since when nobody acknowledged what was told. */
  startMs: number;
  /** Steps taken. */
  done: number;
  /** When it was last told of, for `repeat`. */
  lastMs: number;
  /** Channels that quiet hours did not hold; when none is left the time begins at their end. */
  readonly loud: Set<string>;
}

/** A step that is due. */
export interface DueStep {
  readonly record: string;
  readonly of: number;
  readonly route: string;
  readonly step: number;
  readonly channels: readonly string[];
}

/** Records of a route that are told of again. */
export interface DueRepeat {
  readonly route: string;
  readonly records: readonly string[];
  readonly channels: readonly string[];
}

type Present = Pick<OutboxState, "routes" | "nonconformities" | "acknowledged">;

/** No route escalates sooner, and none repeats sooner. */
const STEP_MS_MIN = 60_000;
const REPEAT_MS_MIN = 3_600_000;
/** Records due within this part of the interval are told of again together. */
const TOGETHER = 0.1;
/** Nobody works on them: nobody is reminded of them either. */
const RESTING: ReadonlySet<string> = new Set(["accepted", "observation"]);
const DONE_WITH: ReadonlySet<string> = new Set(["closed", "dismissed", "merged", "void"]);

/**
 * Raises that wait for somebody to acknowledge them, and open records that are told of again: a fold of
 * what was announced and recorded. How long each waits, and who hears of it, the routes in force say.
 */
export class Watching {
  readonly #watches = new Map<string, Watch>();
  /** Before these instants nothing is due by the same routes: what people do puts off, and never forward. */
  #quietUntil: { readonly routes: Present["routes"]; stepsMs: number; repeatsMs: number } | null =
    null;

  #known(routes: Present["routes"]): { stepsMs: number; repeatsMs: number } {
    if (this.#quietUntil?.routes !== routes) {
      this.#quietUntil = { routes, stepsMs: -Infinity, repeatsMs: -Infinity };
    }
    return this.#quietUntil ?? { stepsMs: -Infinity, repeatsMs: -Infinity };
  }

  /** `routes`: those that decided on it. */
  announce({ event, record, index, atMs }: Announced, routes: readonly Route[]): void {
    if (event !== "raised" && event !== "reopened") return;
    if (this.#quietUntil !== null && routes.length > 0) {
      const { stepsMs, repeatsMs } = this.#quietUntil;
      this.#quietUntil.stepsMs = Math.min(stepsMs, atMs + STEP_MS_MIN);
      this.#quietUntil.repeatsMs = Math.min(repeatsMs, atMs + REPEAT_MS_MIN);
    }
    const standing = routes.map(({ id, channels }): [string, Standing] => [
      id,
      { startMs: atMs, done: 0, lastMs: atMs, loud: new Set(channels) },
    ]);
    if (standing.length === 0) this.#watches.delete(record.id);
    else
      this.#watches.set(record.id, { of: index, state: record.state, routes: new Map(standing) });
  }

  escalated({ record, of, route, step }: Escalated): void {
    this.#quietUntil = null;
    const watch = this.#watches.get(record);
    const standing = watch?.of === of ? watch.routes.get(route) : undefined;
    if (standing !== undefined) standing.done = Math.max(standing.done, step);
  }

  repeated({ route, records, atMs }: Repeated): void {
    for (const record of records) {
      const standing = this.#watches.get(record)?.routes.get(route);
      if (standing !== undefined) standing.lastMs = atMs;
    }
  }

  held({ channel, items, untilMs }: Held): void {
    for (const { record, index } of items) {
      const watch = this.#watches.get(record);
      if (watch?.of !== index) continue;
      for (const standing of watch.routes.values()) {
        if (!standing.loud.delete(channel) || standing.loud.size > 0) continue;
        standing.startMs = Math.max(standing.startMs, untilMs);
        standing.lastMs = Math.max(standing.lastMs, untilMs);
      }
    }
  }

  /** Steps that nobody's doing made needless, and when the next one may be due. */
  steps(
    state: Present,
    nowMs: number,
  ): { readonly due: readonly DueStep[]; readonly nextMs: number } {
    const known = this.#known(state.routes);
    if (nowMs < known.stepsMs) return { due: [], nextMs: known.stepsMs };
    const routes = routesById(state);
    const due: DueStep[] = [];
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [record, watch] of this.#watches) {
      if (isAnswered(record, watch, state)) continue;
      for (const [id, { startMs, done }] of watch.routes) {
        const steps = routes.get(id)?.escalate ?? [];
        for (const [i, { afterMs, channels }] of steps.entries()) {
          if (i < done) continue;
          if (startMs + afterMs > nowMs) {
            nextMs = Math.min(nextMs, startMs + afterMs);
            break;
          }
          due.push({ record, of: watch.of, route: id, step: i + 1, channels });
        }
      }
    }
    if (due.length === 0) known.stepsMs = nextMs;
    return { due, nextMs };
  }

  /** The next step of what is told of one record while nobody acknowledges it; null: none is to come. */
  nextStep(record: string, state: Present): (DueStep & { readonly atMs: number }) | null {
    const watch = this.#watches.get(record);
    if (watch === undefined || isAnswered(record, watch, state)) return null;
    const routes = routesById(state);
    const next = [...watch.routes].flatMap(([route, { startMs, done }]) => {
      const step = routes.get(route)?.escalate?.[done];
      if (step === undefined) return [];
      const { afterMs, channels } = step;
      return [{ record, of: watch.of, route, step: done + 1, channels, atMs: startMs + afterMs }];
    });
    return next.sort((a, b) => a.atMs - b.atMs)[0] ?? null;
  }

  /** Open records that are told of again, by route, and when the next may be. */
  repeats(
    state: Present,
    nowMs: number,
  ): { readonly due: readonly DueRepeat[]; readonly nextMs: number } {
    const known = this.#known(state.routes);
    if (nowMs < known.repeatsMs) return { due: [], nextMs: known.repeatsMs };
    this.#forget(state);
    const due: DueRepeat[] = [];
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [id, { repeatMs, channels }] of routesById(state)) {
      if (repeatMs === undefined) continue;
      const soon: string[] = [];
      let isDue = false;
      for (const [record, watch] of this.#watches) {
        const standing = watch.routes.get(id);
        const present = state.nonconformities.get(record)?.state;
        if (standing === undefined || present === undefined || DONE_WITH.has(present)) continue;
        if (RESTING.has(present)) continue;
        const atMs = standing.lastMs + repeatMs;
        if (atMs <= nowMs) isDue = true;
        if (atMs <= nowMs + TOGETHER * repeatMs) soon.push(record);
        if (atMs > nowMs) nextMs = Math.min(nextMs, atMs);
      }
      if (isDue) due.push({ route: id, records: soon, channels });
    }
    if (due.length === 0) known.repeatsMs = nextMs;
    return { due, nextMs };
  }

  /** Forgets what is done with, so that a look costs what is open. */
  #forget(state: Pick<OutboxState, "nonconformities">): void {
    for (const record of this.#watches.keys()) {
      const present = state.nonconformities.get(record)?.state;
      if (present === undefined || DONE_WITH.has(present)) this.#watches.delete(record);
    }
  }
}

function routesById({ routes }: Present): ReadonlyMap<string, Route> {
  const set = routes?.routes ?? null;
  return new Map(set === null ? [] : allRoutes(set).map((route) => [route.id, route]));
}

/** Somebody acknowledged it since, or it has moved. */
function isAnswered(record: string, watch: Watch, state: Present): boolean {
  const acknowledged = state.acknowledged.get(record);
  if (acknowledged !== undefined && acknowledged.index > watch.of) return true;
  return state.nonconformities.get(record)?.state !== watch.state;
}
