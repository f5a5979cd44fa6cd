import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { startConductor } from "../evaluator/conductor.ts";
import { type Checkpoints, createCheckpoints } from "../ledger/checkpoints.ts";
import { foldCode } from "../ledger/fold-code.ts";
import { Ledger } from "../ledger/ledger.ts";
import { createPast, type Past } from "../ledger/past.ts";
import { checkAgainst } from "../ledger/rolled-back.ts";
import { openSigning, type Signing } from "../ledger/signing.ts";
import { openSnapshots, type Snapshots } from "../ledger/snapshots.ts";
import { refuseInline } from "../ledger/spoken.ts";
import { TreeFolder } from "../ledger/tree-folder.ts";
import type { LogFileSystem } from "../log/file-system.ts";
import type { Closing } from "./closing.ts";
import { said } from "./said.ts";

/** The ledger with everything that makes it verifiable. */
export interface RunningLedger {
  readonly ledger: Ledger;
  readonly folder: TreeFolder;
  readonly signing: Signing;
  readonly checkpoints: Checkpoints;
  readonly past: Past;
  /**
   * What is due at an instant: signs of life, checkpoints, snapshots. The loop does so by itself. What
   * fails is told to the log and tried again: a ledger that no longer reads is signed no more.
   */
  readonly tick: (nowMs: number) => Promise<void>;
}

/**
 * Opens the ledger of a data folder and holds it against what it has signed.
 *
 * Throws where it is broken, rolled back, or its signing key is gone.
 */
export async function runLedger(
  config: Config,
  of: {
    readonly now: () => number;
    readonly closing: Closing;
    readonly log: (line: string) => void;
    readonly fileSystem: LogFileSystem;
  },
): Promise<RunningLedger> {
  const { now, closing, log } = of;
  const at = (name: string): string => join(config.data, name);
  const snapshots = await openSnapshots({ folder: at("snapshots"), code: await foldCode() });
  const ledger = closing.keep(
    await Ledger.open({
      folder: at("ledger"),
      fileSystem: of.fileSystem,
      now,
      beginning: snapshots.newest,
      refuse: refuseInline,
    }),
    (it) => it.close(),
  );
  const folder = await TreeFolder.open({ folder: at("tree") });
  const signing = await openSigning({
    ledger,
    folder: config.data,
    name: config.ledger.name,
    lostKey: config.ledger.lostKey,
    random: randomBytes,
    nowMs: now(),
  });
  const { name } = config.ledger;
  if (name !== null && name !== signing.origin) {
    log(`the ledger is named ${signing.origin} for good; ledger.name ${name} is for a new one`);
  }
  if (folder.published !== null) {
    const where = join(at("tree"), "checkpoint");
    const isOurs = await checkAgainst(ledger, {
      ...{ published: folder.published, origin: signing.origin, keys: signing.keys(), where },
    });
    if (!isOurs) {
      log(`${where} is not of this ledger, or is damaged; the tiles are made anew from the ledger`);
      folder.discard();
    }
  }
  const checkpoints = createCheckpoints({
    ...{ ledger, folder, origin: signing.origin, signer: signing.signer, log },
    checkpointMs: config.ledger.checkpointMs,
    heartbeatMs: config.ledger.heartbeatMs,
  });
  const told = tellingOnce(log);
  const tick = async (nowMs: number): Promise<void> => {
    try {
      await checkpoints.tick(nowMs);
      await snapshotWhenDue({ ledger, snapshots, nowMs });
    } catch (error) {
      told(error);
    }
  };
  // Where nothing is judged by itself, nothing is signed by itself either: `tick` does both.
  const conductor =
    config.evaluateEveryMs === 0
      ? null
      : startConductor({ tick, clock: { now }, everyMs: LOOK_MS, onError: told });
  closing.loop(conductor, async (it) => {
    await it?.stop();
    // What was acknowledged until now is in what others may hold.
    await checkpoints.publish(now()).catch(told);
  });
  return { ledger, folder, signing, checkpoints, past: createPast(ledger, snapshots), tick };
}

/** The same again and again is told once. */
function tellingOnce(log: (line: string) => void): (error: unknown) => void {
  let told = "";
  return (error) => {
    const line = `the ledger's checkpoint was not written and is tried again: ${said(error)}`;
    if (line !== told) log(line);
    told = line;
  };
}

/** A snapshot is worth its writing once a restart would fold much without it. */
async function snapshotWhenDue(of: {
  readonly ledger: Ledger;
  readonly snapshots: Snapshots;
  readonly nowMs: number;
}): Promise<void> {
  const { ledger, snapshots, nowMs } = of;
  const { state } = ledger;
  const { size: before } = state.snapshots.at(-1) ?? { size: 0 };
  if (state.size - before < Math.max(SNAPSHOT_ENTRIES, before / SNAPSHOT_SHARE)) return;
  const digest = await snapshots.write(state);
  const said = { type: "ledger_snapshot", atMs: nowMs, by: "tiltmeter" } as const;
  await ledger.append([{ ...said, size: state.size, digest }]);
}

const LOOK_MS = 1_000;
/** About a second of folding. */
const SNAPSHOT_ENTRIES = 20_000;
/** A large state takes long to write: no more often than for each tenth that came. */
const SNAPSHOT_SHARE = 10;
