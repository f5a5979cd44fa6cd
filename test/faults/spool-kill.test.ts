import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleSdk } from "../sdk/bundled.ts";
import { type Receiver, startReceiver } from "../sdk/receiver.ts";

// A kill before each single change of the disk: in CI before every eighth, beginning anywhere.

const EVERY = Number(process.env["TILTMETER_SPOOL_KILL_EVERY"] ?? 8);
const script = fileURLToPath(new URL("./spool-kill.mjs", import.meta.url));
const NEVER = 1_000_000;

let bundle = "";
beforeAll(async () => {
  bundle = await bundleSdk();
});
afterAll(() => rm(bundle, { recursive: true }));

/** What the process said, and whether it came to its end. */
function life(of: {
  readonly url: string;
  readonly folder: string;
  readonly at: number;
  readonly records: number;
}): Promise<{ readonly recorded: readonly string[]; readonly steps: number | null }> {
  const args = [script, join(bundle, "sdk.mjs"), of.url, of.folder, `${of.at}`, `${of.records}`];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (_, stdout) => {
      const lines = stdout.split("\n").filter((line) => line !== "");
      const steps = /^steps (\d+)$/.exec(lines.at(-1) ?? "")?.[1];
      resolve({
        recorded: lines.filter((line) => !line.startsWith("steps")),
        steps: steps === undefined ? null : Number(steps),
      });
    });
  });
}

/** What is not swept sooner or later. */
async function leftIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => !name.startsWith("."));
}

/** As a collector keeps it: of batches with one id the first; ids of predictions, and how many were issued. */
function kept(receiver: Receiver, isUp: ReadonlySet<number>) {
  const seen = new Set<string>();
  const ids: string[] = [];
  const issued = new Map<string, { readonly timeMs: number; readonly predictions: number }>();
  const decoded = receiver.decoded();
  let n = 0;
  receiver.received.forEach(({ headers }, index) => {
    if (!isUp.has(index)) return;
    const request = decoded[n];
    n += 1;
    const batch = String(headers["tiltmeter-batch-id"]);
    if (request === undefined || seen.has(batch)) return;
    seen.add(batch);
    const producer = String(request.resource["aims.producer.id"]);
    for (const { eventName, attributes, timeMs } of request.records) {
      if (eventName === "aims.prediction") ids.push(String(attributes["aims.prediction.id"]));
      const last = attributes["aims.seq.last"];
      if (eventName !== "aims.heartbeat" || typeof last !== "object") continue;
      if (timeMs < (issued.get(producer)?.timeMs ?? 0)) continue;
      issued.set(producer, { timeMs, predictions: Number(Object(last).prediction ?? 0) });
    }
  });
  return {
    ids,
    issued: [...issued.values()].reduce((sum, { predictions }) => sum + predictions, 0),
  };
}

test.each([
  ["writing, while no collector answers", false, 9],
  ["taking over what another one left, and sending it", true, 0],
])(
  "a process that is killed before any change of the disk, %s, leaves each record once or told",
  async (_, isUpForIt, own) => {
    const untouched = await mkdtemp(join(bundle, "spool-"));
    const offset = Math.floor(Math.random() * EVERY);
    let [kills, at] = [0, 1 + offset];
    for (let isOver = false; !isOver; at += EVERY) {
      const folder = join(untouched, `${at}`);
      const isUp = new Set<number>();
      let isDown = true;
      await using receiver = await startReceiver((__, n) => {
        if (!isDown) isUp.add(n);
        return isDown ? { status: 503 } : {};
      });
      const { url } = receiver;
      const before = isUpForIt ? await life({ url, folder, at: 25, records: 9 }) : null;
      isDown = !isUpForIt;
      const killed = await life({ url, folder, at, records: own });
      isOver = killed.steps !== null;
      kills += isOver ? 0 : 1;
      isDown = false;
      // On a slow machine one heir may not have the time for all.
      let heirs = 0;
      do {
        heirs += 1;
        await life({ url, folder, at: NEVER, records: 0 });
      } while (heirs < 20 && (await leftIn(folder)).length > 0);
      const recorded = [...(before?.recorded ?? []), ...killed.recorded];
      const { ids, issued } = kept(receiver, isUp);
      const missing = recorded.filter((id) => !ids.includes(id));
      expect([at, ids.length]).toEqual([at, new Set(ids).size]);
      // One may be issued that was not said yet.
      const untold = ids.length + missing.length - Math.max(issued, ids.length);
      expect([at, missing, untold <= 0]).toEqual([at, missing, true]);
      expect([at, await leftIn(folder)]).toEqual([at, []]);
    }
    expect(kills).toBeGreaterThan(3);
  },
  60_000 + 300_000 / EVERY,
);
