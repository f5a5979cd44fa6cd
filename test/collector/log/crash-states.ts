import assert from "node:assert/strict";
import { LogUnavailable } from "tiltmeter/log/log-unavailable";
import { SegmentLog } from "tiltmeter/log/segment-log";
import { seeded } from "./seeded.ts";
import { type Fault, SimulatedFileSystem } from "./simulated-file-system.ts";

/** One disk as a crash left it, and what had been promised by then. */
export interface CrashState {
  readonly disk: SimulatedFileSystem;
  /** Sequence number → content, of appends that had resolved. */
  readonly acked: ReadonlyMap<number, string>;
  readonly attempted: ReadonlySet<string>;
  readonly trimmedBelow: number;
}

const FOLDER = "/journal";

/** A content names itself and is as long as its name says, so an invented or mixed one shows. */
function content(id: number, length: number): string {
  return `${id}/${length}/`.padEnd(length, String.fromCharCode(97 + (id % 26)));
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Runs a random history of one log and collects disks as crashes at every step would leave them. */
export async function crashStates(
  seed: number,
  of: { readonly faults: number },
): Promise<CrashState[]> {
  const random = seeded(seed);
  const disk = new SimulatedFileSystem(random);
  const states: CrashState[] = [];
  const acked = new Map<number, string>();
  const attempted = new Set<string>();
  let trimmedBelow = 0;
  let time = 1_700_000_000_000;
  disk.onOperation = () => {
    const snapshot = { acked: new Map(acked), attempted: new Set(attempted), trimmedBelow };
    for (let i = 0; i < 2; i += 1) states.push({ ...snapshot, disk: disk.powerCut(random) });
    if (random() < 0.3) states.push({ ...snapshot, disk: disk.killed(random) });
  };
  disk.fault = ({ kind }) => {
    if (kind === "read" || kind === "open" || random() >= of.faults) return null;
    const faults: readonly Fault[] = ["EIO", "ENOSPC", "short"];
    return faults[Math.floor(random() * 3)] ?? null;
  };
  const log = await SegmentLog.open({
    folder: FOLDER,
    now: () => time,
    fileSystem: disk,
    segmentBytesMax: 300 + random() * 3000,
  });
  const send = async (text: string, triesLeft: number): Promise<void> => {
    attempted.add(text);
    try {
      acked.set(await log.append({ type: 1, payload: encode(text) }), text);
    } catch (error) {
      assert(error instanceof LogUnavailable, String(error));
      if (triesLeft > 0) await send(text, triesLeft - 1);
    }
  };
  let id = 0;
  for (let step = 0; step < 6; step += 1) {
    time += random() < 0.1 ? 11 * 60 * 1000 : 1500;
    const burst = Array.from({ length: 1 + random() * 4 }, () => {
      id += 1;
      return send(content(id, 8 + Math.floor(random() * (random() < 0.2 ? 1500 : 200))), 2);
    });
    await Promise.all(burst);
    if (random() < 0.3) {
      trimmedBelow = Math.max(trimmedBelow, Math.floor(random() * (log.lastSeq + 1)));
      await log
        .trim(trimmedBelow)
        .catch((error) => assert(error instanceof LogUnavailable, String(error)));
    }
  }
  await log.close();
  return states;
}

export async function frames(log: SegmentLog): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  let last = 0;
  for await (const frame of log.read()) {
    assert(frame.seq > last);
    last = frame.seq;
    found.set(frame.seq, Buffer.from(frame.payload).toString());
  }
  return found;
}

export const open = (disk: SimulatedFileSystem): Promise<SegmentLog> =>
  SegmentLog.open({ folder: FOLDER, now: () => 1_700_000_100_000, fileSystem: disk });

/** Recovers a crashed disk, goes on, cuts the power again and recovers; returns the recoveries. */
export async function verify(state: CrashState, random: () => number): Promise<number> {
  const log = await open(state.disk);
  const found = await frames(log);
  for (const [seq, text] of state.acked) {
    if (seq >= state.trimmedBelow) assert.equal(found.get(seq), text);
  }
  const texts = [...found.values()];
  assert.equal(new Set(texts).size, texts.length);
  for (const text of texts) assert(state.attempted.has(text), `${text} was never appended`);
  for (const gap of log.recovery.gaps) assert(gap.inLastGroup);
  assert.deepEqual(log.recovery.unchained, []);

  const next = await log.append({ type: 1, payload: encode("after") });
  assert(next > Math.max(0, ...found.keys(), ...state.acked.keys()));
  found.set(next, "after");
  const second = await open(state.disk.powerCut(random));
  assert.deepEqual(await frames(second), found);
  for (const gap of second.recovery.gaps) assert(gap.inLastGroup);
  assert.deepEqual(second.recovery.unchained, []);
  return 2;
}
