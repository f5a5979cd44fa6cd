import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { SEED } from "../seed.ts";
import {
  attaching,
  drawn,
  everyWay,
  metIn,
  touchedIn,
  tracing,
  WRITING,
  whyNotTraced,
} from "./boundaries.ts";
import { sizeOf, tellFigures } from "./figures.ts";
import { attach, Life, ROUND_MS_MAX } from "./life.ts";

// A journal, and the store with its engine (`store-life.mjs`): append, apply, checkpoint, rotation and trimming, killed and
// failed at the calls of any of its threads. What was acknowledged is in the store once after the next start, whole.

const RUNS = sizeOf("TILTMETER_STORE_BOUNDARIES", 6);
const script = fileURLToPath(new URL("./store-life.mjs", import.meta.url));
const dist = fileURLToPath(new URL("../../collector/dist", import.meta.url));
const untraced = whyNotTraced();

test.skipIf(untraced !== "")(
  `journal and store killed and failed at their calls, ${RUNS} times at most: what was acknowledged is stored once (seed ${SEED})`,
  { timeout: Math.min(2 ** 31 - 1, 300_000 + RUNS * 60_000) },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "tiltmeter-store-boundaries-"));
    const trace = join(folder, "trace");
    const tried = new Set<number>();
    const acknowledged = new Set<number>();
    let next = 0;

    /** A new process on what the last one left: recovered, applied, and as it must be. */
    const begin = async (name: string): Promise<Life> => {
      const life = new Life([script, dist, join(folder, "data")]);
      const isReady = (await life.hear("ready")) !== null;
      expect(isReady, `after ${name}: ${life.lines.join(", ")} ${life.errors}`).toBe(true);
      life.say(`check ${next - 6}`);
      const isChecked = (await life.hear("checked")) !== null;
      expect(isChecked, `after ${name}: ${life.lines.join(", ")} ${life.errors}`).toBe(true);
      const stored = new Map<number, number>();
      for (const line of life.lines) {
        const [what, n, isWhole] = line.split(" ");
        if (what !== "stored") continue;
        stored.set(Number(n), (stored.get(Number(n)) ?? 0) + 1);
        expect(isWhole, `${n} after ${name}`).toBe("true");
      }
      expect(
        [...acknowledged].filter((n) => !stored.has(n)),
        `lost after ${name}`,
      ).toEqual([]);
      expect(
        [...stored].filter(([n, times]) => times !== 1 || !tried.has(n)),
        name,
      ).toEqual([]);
      return life;
    };
    /** A round with something attached; how it went. */
    const go = async (life: Life, options: readonly string[]): Promise<string | null> => {
      const strace = await attach(life, options);
      const ended = once(strace, "exit");
      const from = life.lines.length;
      life.say(`go ${next}`);
      next += 6;
      const done = await life.hear("done", ROUND_MS_MAX);
      // First, so that its trace tells of no kill but its own.
      strace.kill("SIGINT");
      await ended;
      await life.kill();
      for (const line of life.lines.slice(from)) {
        const [what, ...numbers] = line.split(" ");
        if (what === "tried") for (const n of numbers) tried.add(Number(n));
        if (what === "acknowledged") for (const n of numbers) acknowledged.add(Number(n));
      }
      return done;
    };

    try {
      const counted = await begin("nothing");
      expect(await go(counted, tracing(trace))).toBe("done true");
      const touched = await touchedIn(trace, { folder, isFiltered: false });
      const boundaries = touched.boundaries.filter(({ call }) => WRITING.test(call));
      expect(boundaries.length).toBeGreaterThan(50);
      const all = everyWay(boundaries);
      const counts = { runs: 0, met: 0, killed: 0, "gone on": 0, "given up": 0 };
      let name = "an untouched round";
      for (const { boundary, how } of drawn(all, SEED, RUNS)) {
        const life = await begin(name);
        name = `seed ${SEED}, ${how} at ${boundary.call} ${boundary.at}`;
        const done = await go(life, attaching(boundary, how, trace));
        counts.runs += 1;
        const met = await metIn(trace);
        if (met.length > 0) counts.met += 1;
        // Each thread has calls of its own, so the number alone does not tell what failed.
        name = [name, ...met].join("\n  ");
        if (done === null) counts.killed += 1;
        else counts[done === "done true" ? "gone on" : "given up"] += 1;
      }
      const last = await begin(name);
      await last.kill();
      tellFigures({ boundaries: all.length, ...counts });
      // Which thread makes which call differs from run to run; most are met all the same.
      expect(counts.met).toBeGreaterThan(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
