import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Ledger } from "../ledger/ledger.ts";
import { EVENTS_FLOOR_DAYS, RETENTION_CLASSES } from "../retention/classes.ts";
import { createExpiry, type Expiry, type RunReport } from "../retention/expiry.ts";
import type { RetentionConfig } from "../retention-config.ts";
import { createGone } from "../seals/gone.ts";
import type { Sealer } from "../seals/sealer.ts";
import type { Store } from "../store/store.ts";
import type { Contents } from "../words/contents.ts";
import { replaceFile } from "../words/replace-file.ts";
import type { Closing } from "./closing.ts";
import { said } from "./said.ts";
import { sealedEntries } from "./sealed-entries.ts";

/** What is kept for how long, and its end. */
export interface Retention extends Expiry {
  /** When the last run ended and what it did; null: none since the start. */
  readonly last: () => RunReport | null;
  /** Why the last run did not come to its end; null: it did, or there was none. */
  readonly failure: () => string | null;
}

/** The shortest time after which records of use are deleted, of any system; null: none ever is. */
export function shortestMs({ days, systems }: RetentionConfig): number | null {
  const events = RETENTION_CLASSES.filter((each) => each.floorDays >= EVENTS_FLOOR_DAYS);
  const all = [days, ...Object.values(systems)].flatMap((of) =>
    events.map(({ name }) => of[name] ?? Number.POSITIVE_INFINITY),
  );
  const shortest = Math.min(...all);
  return Number.isFinite(shortest) ? shortest * DAY_MS : null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Not while a collector comes up and senders send what they kept meanwhile. */
const FIRST_MS = 600_000;

/** Opens what deletes telemetry that is past its time, once a day, until `closing` ends it. */
export async function openRetention(of: {
  /** The data folder. */
  readonly folder: string;
  readonly config: RetentionConfig;
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly store: Pick<Store, "retention" | "seals">;
  readonly sealer: Sealer;
  /** Destroys the keys of content whose days are over. */
  readonly forgetDays: Contents["forgetDays"];
  /** Resolves once everything durable is applied. */
  readonly settled: () => Promise<void>;
  /** Runs work between two erasures: neither those nor a backup see what is half deleted. */
  readonly between: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Whether it runs by itself. */
  readonly isLooped: boolean;
  readonly closing: Closing;
  readonly log: (line: string) => void;
}): Promise<Retention> {
  const { ledger, closing, log } = of;
  const { retention, seals } = of.store;
  const path = join(of.folder, "retention.json");
  let remembered = await readMemory(path);
  const expiry = createExpiry({
    config: of.config,
    now: of.now,
    uptimeMs: () => performance.now(),
    state: () => ledger.state,
    transact: (decide) => ledger.transact(decide),
    store: {
      ...retention,
      expire: async (due) => {
        const gone = await retention.expire(due);
        if (due.table === "content_v1") await of.forgetDays(due);
        return gone;
      },
      seals: () => sealedEntries(ledger),
      check: (seal) => seals.check(seal, createGone(ledger.state, seal)),
      keepLeaves: seals.keepLeaves,
    },
    settle: async () => {
      await of.settled();
      await of.sealer.seal();
    },
    memory: {
      read: () => remembered,
      write: async (beforeMs) => {
        remembered = beforeMs;
        await replaceFile(path, JSON.stringify({ version: 1, beforeMs }));
      },
    },
  });
  let last: RunReport | null = null;
  let failure: string | null = null;
  const run: Expiry["run"] = async (asked) => {
    try {
      const report = await (asked.isDry ? expiry.run(asked) : of.between(() => expiry.run(asked)));
      if (!asked.isDry) {
        last = report;
        failure = null;
        tell(report, log);
      }
      return report;
    } catch (error) {
      if (!asked.isDry) failure = said(error);
      throw error;
    }
  };
  if (of.isLooped) startDaily(run, closing, log);
  return { standing: expiry.standing, run, last: () => last, failure: () => failure };
}

/** By a clock that nobody can set: what a day is to the data says the guard. */
function startDaily(run: Expiry["run"], closing: Closing, log: (line: string) => void): void {
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  const schedule = (ms: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      turn = run({ isDry: false, isConfirmed: false }).then(
        () => schedule(DAY_MS),
        (error) => {
          if (isStopped) return;
          log(
            `what is past its time was not deleted, it is tried again in an hour: ${said(error)}`,
          );
          schedule(HOUR_MS);
        },
      );
    }, ms);
    timer.unref();
  };
  schedule(FIRST_MS);
  closing.loop(null, async () => {
    isStopped = true;
    clearTimeout(timer);
    await turn;
  });
}

function tell({ expired, stayed }: RunReport, log: (line: string) => void): void {
  for (const { class: name, system, tables, entry } of expired) {
    const rows = tables.reduce((sum, each) => sum + each.rows, 0);
    const whose = system === null ? "" : ` of ${system}`;
    log(`${rows} rows of ${name}${whose} were past their time and are gone (entry ${entry})`);
  }
  for (const { class: name, system, reason } of stayed) {
    log(`${name}${system === null ? "" : ` of ${system}`} stay beyond their time: ${reason}`);
  }
}

/** What cannot be read is not known: then a person confirms the next run. */
async function readMemory(path: string): Promise<Readonly<Record<string, number>>> {
  const text = await readFile(path, "utf8").catch(() => "{}");
  try {
    const { beforeMs = {} } = JSON.parse(text) as { beforeMs?: Record<string, unknown> }; // each is checked below
    return Object.fromEntries(
      Object.entries(beforeMs).flatMap(([name, ms]) =>
        typeof ms === "number" && Number.isFinite(ms) ? [[name, ms]] : [],
      ),
    );
  } catch {
    return {};
  }
}
