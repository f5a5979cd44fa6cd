import type { RetentionClass } from "./classes.ts";
import { RETENTION_CLASSES } from "./classes.ts";
import { groupName, groupsOf, type RetentionDays, type RetentionGroup } from "./groups.ts";
import { type LastRun, whyToConfirm } from "./guard.ts";
import {
  type Batches,
  coverSeals,
  type DueRows,
  type SealCover,
  type SealStore,
} from "./seal-cover.ts";

/** Of one system, what a hold keeps beyond its time. */
export interface HeldRows {
  readonly system: string;
  /** Ids of the holds. */
  readonly holds: readonly string[];
  readonly rows: number;
}

/** Rows of a class that are past their time, of all systems or of one. */
export interface DueGroup {
  readonly system: string | null;
  readonly days: number;
  /** What was received before is past its time, Unix milliseconds. */
  readonly beforeMs: number;
  /** What was received before goes. */
  readonly goneMs: number;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  readonly rows: number;
  /** Why nothing of it goes before a person confirms it; null: it goes with the next run. */
  readonly toConfirm: string | null;
}

/** How a class stands. */
export interface ClassStanding {
  readonly name: string;
  readonly holds: string;
  /** Null: for good. */
  readonly days: number | null;
  readonly floorDays: number;
  readonly goes: RetentionClass["goes"];
  readonly groups: readonly DueGroup[];
  readonly held: readonly HeldRows[];
}

/** What a run did, or would do. */
export interface RunReport {
  readonly atMs: number;
  readonly isDry: boolean;
  readonly expired: readonly {
    readonly class: string;
    readonly system: string | null;
    readonly tables: readonly { readonly table: string; readonly rows: number }[];
    /** Index of the entry that says so; null in a dry run. */
    readonly entry: number | null;
  }[];
  /** What stayed, and why. */
  readonly stayed: readonly {
    readonly class: string;
    readonly system: string | null;
    readonly reason: string;
  }[];
}

interface Hold {
  readonly id: string;
  readonly system: string;
  readonly released: object | null;
}

/** As the ledger records it. */
export interface ExpiryEntry {
  readonly type: "retention_executed";
  readonly atMs: number;
  readonly by: string;
  readonly class: string;
  readonly days: number;
  readonly beforeMs: number;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  readonly system?: string;
  readonly except?: readonly string[];
  readonly texts: readonly string[];
}

interface State {
  readonly size: number;
  readonly holds: ReadonlyMap<string, Hold>;
}

/** What an expiry takes from the others; `wiring/` introduces them. */
export interface ExpiryDependencies {
  readonly config: RetentionDays;
  readonly now: () => number;
  /** Milliseconds that only ever grow, since the process started. */
  readonly uptimeMs: () => number;
  readonly state: () => State;
  readonly transact: <T>(
    decide: (state: State) => { readonly entries: readonly ExpiryEntry[]; readonly result: T },
  ) => Promise<T>;
  readonly store: SealStore & {
    readonly due: (of: DueRows) => Promise<{
      readonly rows: number;
      readonly oldestMs: number | null;
      readonly batches: readonly Batches[];
    }>;
    readonly expire: (of: DueRows) => Promise<{ readonly rows: number }>;
  };
  /** Resolves once all that is durable is in the store, and sealed. */
  readonly settle: () => Promise<void>;
  /** What was past its time at the last run, by group; kept over restarts. */
  readonly memory: {
    readonly read: () => Readonly<Record<string, number>>;
    readonly write: (beforeMs: Readonly<Record<string, number>>) => Promise<void>;
  };
}

/** Deletes what is past its time, and tells of what is due and what is held. */
export interface Expiry {
  readonly standing: () => Promise<readonly ClassStanding[]>;
  /**
   * One run, after any other. First the ledger says it, then it is done; what a crash leaves undone the next run finds
   * due. Rejects where the store fails.
   */
  readonly run: (of: {
    readonly isDry: boolean;
    readonly isConfirmed: boolean;
  }) => Promise<RunReport>;
}

/** A machine's own act, as everywhere in the ledger. */
const MACHINE = "tiltmeter";

export function createExpiry(of: ExpiryDependencies): Expiry {
  const { config, store } = of;
  /** By the clock that nobody can set: when a group was last run in this process. */
  const ran = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();

  function heldSystems(state: State): ReadonlyMap<string, readonly string[]> {
    const held = new Map<string, readonly string[]>();
    for (const { id, system, released } of state.holds.values()) {
      if (released === null) held.set(system, [...(held.get(system) ?? []), id]);
    }
    return held;
  }

  function lastRun(name: string): LastRun | null {
    const beforeMs = of.memory.read()[name];
    if (beforeMs === undefined) return null;
    return { beforeMs, elapsedMs: of.uptimeMs() - (ran.get(name) ?? 0) };
  }

  async function look(group: RetentionGroup, staying: readonly Batches[] = []): Promise<Looked> {
    const tables: { table: string; rows: number }[] = [];
    const batches: Batches[] = [];
    let oldestMs: number | null = null;
    for (const table of group.of.tables) {
      const due = await store.due(rowsOf(group, table, staying));
      tables.push({ table, rows: due.rows });
      batches.push(...due.batches);
      if (due.oldestMs !== null) oldestMs = Math.min(oldestMs ?? due.oldestMs, due.oldestMs);
    }
    const rows = tables.reduce((sum, each) => sum + each.rows, 0);
    return { tables: tables.filter((each) => each.rows > 0), rows, oldestMs, batches };
  }

  function toConfirm(group: RetentionGroup, { rows, oldestMs }: Looked): string | null {
    const { beforeMs } = group;
    return whyToConfirm(lastRun(groupName(group)), { beforeMs, rows, oldestMs });
  }

  async function standing(): Promise<readonly ClassStanding[]> {
    const nowMs = of.now();
    const held = heldSystems(of.state());
    const groups = groupsOf(config, [...held.keys()], nowMs);
    const ignoring = groupsOf(config, [], nowMs);
    const classes: ClassStanding[] = [];
    for (const { tables: _, ...each } of RETENTION_CLASSES) {
      const mine: DueGroup[] = [];
      for (const group of groups.filter((one) => one.of.name === each.name)) {
        const found = await look(group);
        const { system, days, beforeMs, goneMs } = group;
        mine.push({
          ...{ system, days, beforeMs, goneMs, tables: found.tables, rows: found.rows },
          toConfirm: toConfirm(group, found),
        });
      }
      const kept: HeldRows[] = [];
      for (const [system, holds] of held) {
        const all = ignoring.filter((one) => one.of.name === each.name);
        const group =
          all.find((one) => one.system === system) ?? all.find((one) => one.system === null);
        if (group === undefined) continue;
        const { rows } = await look({ ...group, system, except: [] });
        if (rows > 0) kept.push({ system, holds, rows });
      }
      classes.push({ ...each, days: config.days[each.name] ?? null, groups: mine, held: kept });
    }
    return classes;
  }

  async function run(asked: { isDry: boolean; isConfirmed: boolean }): Promise<RunReport> {
    const { isDry, isConfirmed } = asked;
    // Not before what is on its way is there and sealed: the applier would put back what is missing.
    await of.settle();
    const atMs = of.now();
    const held = [...heldSystems(of.state()).keys()];
    const expired: RunReport["expired"][number][] = [];
    const stayed: RunReport["stayed"][number][] = [];
    for (const group of groupsOf(config, held, atMs)) {
      const who = { class: group.of.name, system: group.system };
      const found = await look(group);
      const reason = toConfirm(group, found);
      if (reason !== null && !isConfirmed) {
        stayed.push({ ...who, reason });
        continue;
      }
      if (found.rows > 0) {
        const cover = await coverSeals(store, group, found.batches, isDry);
        stayed.push(...cover.broken.map((each) => ({ ...who, reason: each })));
        const left = cover.staying.length === 0 ? found : await look(group, cover.staying);
        if (left.rows > 0) {
          const entry = isDry ? null : await expire(group, left, cover, atMs);
          if (entry === "held") {
            stayed.push({
              ...who,
              reason: "evidence was held meanwhile; the next run leaves it out",
            });
            continue;
          }
          expired.push({ ...who, tables: left.tables, entry });
        }
      }
      if (!isDry) await remember(group);
    }
    return { atMs, isDry, expired, stayed };
  }

  async function expire(
    group: RetentionGroup,
    { tables }: Looked,
    { staying }: SealCover,
    atMs: number,
  ): Promise<number | "held"> {
    const { system, except } = group;
    const entry: ExpiryEntry = {
      ...{ type: "retention_executed", atMs, by: MACHINE, class: group.of.name },
      ...{ days: group.days, beforeMs: group.beforeMs, tables },
      ...(system === null ? {} : { system }),
      ...(except.length === 0 ? {} : { except }),
      texts: [],
    };
    const index = await of.transact<number | "held">((state) => {
      const isNew = [...heldSystems(state).keys()].some((each) =>
        system === null ? !except.includes(each) : each === system,
      );
      return isNew ? { entries: [], result: "held" } : { entries: [entry], result: state.size };
    });
    if (index === "held") return index;
    for (const { table } of tables) await store.expire(rowsOf(group, table, staying));
    return index;
  }

  async function remember(group: RetentionGroup): Promise<void> {
    const name = groupName(group);
    ran.set(name, of.uptimeMs());
    await of.memory.write({ ...of.memory.read(), [name]: group.beforeMs });
  }

  return {
    standing,
    run: (asked) => {
      const mine = turn.then(() => run(asked));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

interface Looked {
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  readonly rows: number;
  readonly oldestMs: number | null;
  readonly batches: readonly Batches[];
}

function rowsOf(group: RetentionGroup, table: string, staying: readonly Batches[]): DueRows {
  const { system, except, goneMs } = group;
  return { table, beforeMs: goneMs, system, except, staying };
}
