import { existsSync } from "node:fs";
import { readdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { refuseNewer } from "../data-version.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { GovernanceState } from "../ledger/state.ts";
import { nodeFileSystem } from "../log/node-file-system.ts";
import { reportStorage } from "../retention/storage-report.ts";
import { type Engine, openEngine } from "../store/engine/open.ts";
import { createRead } from "../store/engine/read.ts";
import { readCompleteness } from "../store/reads/completeness.ts";
import { readDetachedParts } from "../store/reads/detached-parts.ts";
import { readInstrumentation } from "../store/reads/instrumentation.ts";
import { readSystems } from "../store/reads/systems.ts";
import { readStorage } from "../store/retention/storage.ts";
import { storePlace } from "../wiring/store-place.ts";
import { type Finding, look, looked, spanInWords, well, wrong } from "./doctor-finding.ts";
import { gapsOf, type SystemSeen } from "./doctor-gaps.ts";
import { lookAtRights } from "./doctor-rights.ts";
import { lookAtStorage } from "./doctor-storage.ts";

const DAY_MS = 86_400_000;
const KEY_AGE_MS_MAX = 365 * 86_400_000;

/**
 * Looks at a data folder that nobody runs: as far as a start would get, without taking anything in, judging or
 * telling anybody.
 */
export async function lookAtFolder(
  data: string,
  of: {
    readonly store: Config["store"];
    readonly budgetBytes: number | null;
    readonly nowMs: number;
  },
): Promise<readonly Finding[]> {
  const journal = join(data, "journal");
  if (!existsSync(journal)) {
    const next = "name the folder of a collector with --data; serve makes a new one";
    return [look("data", `no collector has lived in ${data} yet`, next)];
  }
  try {
    await refuseNewer(data);
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return [wrong("data", says, "nothing of it was opened or changed")];
  }
  const unlock = await nodeFileSystem.lock(join(journal, "lock"));
  if (unlock === null) {
    const next = "ask it: tiltmeter doctor --url URL --key KEY";
    return [look("data", `a collector runs on ${data} right now`, next)];
  }
  try {
    const segments = (await readdir(journal)).filter((name) => name !== "lock").length;
    const found: Finding[] = [well("journal", `${segments} files, nobody has it open`)];
    let state: GovernanceState | null = null;
    found.push(
      ...(await looked("ledger", async () => {
        const ledger = await Ledger.open({ folder: join(data, "ledger"), now: () => of.nowMs });
        ({ state } = ledger);
        await ledger.close();
        return [well("ledger", `${ledger.size} entries, every hash of them is right`)];
      })),
    );
    if (state !== null) found.push(...ofState(state, of.nowMs));
    found.push(
      ...(await looked("store", async () => {
        const engine = await openEngine(storePlace({ data, store: of.store }));
        try {
          return [
            ...(await looked("store", () => lookAtRights(engine))),
            ...(await ofStore(engine, state, of.nowMs)),
            ...(await storageOf(engine, { data, ...of })),
          ];
        } finally {
          await engine.close();
        }
      })),
    );
    return found;
  } finally {
    await unlock();
  }
}

async function storageOf(
  engine: Engine,
  of: {
    readonly data: string;
    readonly store: Config["store"];
    readonly budgetBytes: number | null;
    readonly nowMs: number;
  },
): Promise<readonly Finding[]> {
  const { nowMs, budgetBytes } = of;
  const tables = await readStorage(createRead(engine), engine.database, nowMs);
  const disk = of.store === null ? await statfs(of.data) : null;
  const freeBytes = disk === null ? null : disk.bavail * disk.bsize;
  return lookAtStorage({ ...reportStorage({ tables, nowMs, freeBytes, budgetBytes }) });
}

function ofState(state: GovernanceState, nowMs: number): readonly Finding[] {
  const { heartbeat, started } = state;
  const keys = [...state.keys.values()].filter(({ revokedMs }) => revokedMs === null);
  const old = keys.filter(({ atMs }) => nowMs - atMs > KEY_AGE_MS_MAX);
  const anchors = [...state.anchors.values()];
  const lastMs = heartbeat?.lastMs ?? started?.atMs ?? null;
  return [
    lastMs === null
      ? well("collector", "was never started")
      : look(
          "collector",
          `was last alive ${spanInWords(nowMs - lastMs)} ago`,
          "tiltmeter serve --data FOLDER starts it again; windows of meanwhile are made up for",
        ),
    old.length === 0
      ? well("keys", `${keys.length} in force`)
      : look(
          "keys",
          `${keys.length} in force, ${old.length} older than a year`,
          "make new ones, then revoke those",
        ),
    ...anchors.flatMap(({ failure, kind }) =>
      failure === null
        ? []
        : [wrong("anchors", `${kind} fails: ${failure.detail}`, "mend what it names")],
    ),
    ...(state.gaps.length === 0
      ? []
      : [
          wrong(
            "ledger",
            `${state.gaps.length} gaps of evidence`,
            "see the nonconformity evidence-gap",
          ),
        ]),
    ...[...state.channels].flatMap(([channel, { goneMs }]) =>
      goneMs === null
        ? []
        : [
            look(
              `channel ${channel}`,
              "its receiver wants no more",
              "lead it elsewhere in the configuration",
            ),
          ],
    ),
  ];
}

async function ofStore(
  engine: Engine,
  state: GovernanceState | null,
  nowMs: number,
): Promise<readonly Finding[]> {
  const read = createRead(engine);
  const [[version] = []] = await read("doctor.version", "SELECT version()");
  const [[schema] = []] = await read("doctor.schema", "SELECT max(version) FROM migrations_v1");
  const parts = await readDetachedParts(read, engine.database);
  const systems = await readSystems(read);
  const watched = new Map(
    (
      await readInstrumentation(read, {
        ...{ fromMs: nowMs - 7 * DAY_MS, toMs: nowMs, sinceMs: nowMs - DAY_MS },
      })
    ).map((each) => [each.system, each]),
  );
  const seen = new Map(systems.map((system) => [system.id, system]));
  const ids = new Set([...seen.keys(), ...(state?.systems.keys() ?? [])]);
  const known: SystemSeen[] = [];
  for (const id of ids) {
    const [stored, declared] = [seen.get(id), state?.systems.get(id)];
    known.push({
      id,
      declared: declared !== undefined,
      isLive: declared === undefined ? null : declared.status === "live",
      riskTier: declared?.riskTier ?? null,
      lastSeenMs: stored?.lastSeenMs ?? null,
      predictions: stored?.predictions ?? 0,
      outcomes: stored?.outcomes ?? 0,
      oversight: stored?.oversight ?? 0,
      hasBaseline: [...(state?.baselines.values() ?? [])].some(
        ({ system, approvedMs }) => system === id && approvedMs !== null,
      ),
      unwatched: watched.get(id)?.unwatched ?? [],
      lost: watched.get(id)?.lost ?? [],
      unexplainedLoss: (await readCompleteness(read, id))?.unexplained ?? null,
    });
  }
  return [
    well("store", `${engine.kind} engine ${String(version)}, schema ${String(schema)}`),
    ...(parts.length === 0
      ? []
      : [
          wrong(
            "store",
            `the engine has set aside ${parts.length} damaged parts of its data`,
            "see the nonconformity evidence-detached after the next start",
          ),
        ]),
    ...gapsOf(known, nowMs),
  ];
}
