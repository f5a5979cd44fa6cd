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
  touchedIn,
  tracing,
  WRITING,
  wasMet,
  whyNotTraced,
} from "./boundaries.ts";
import { sizeOf, tellFigures } from "./figures.ts";
import { attach, Life, ROUND_MS_MAX } from "./life.ts";

// The engine goes on where a write of a merge fails, and would lose what it has merged at its next start. Merges of two
// tables (`merge-life.mjs`) are killed and failed at their calls: a look puts what was merged back, and so does a start.

const RUNS = sizeOf("TILTMETER_MERGE_BOUNDARIES", 4);
const script = fileURLToPath(new URL("./merge-life.mjs", import.meta.url));
const dist = fileURLToPath(new URL("../../collector/dist", import.meta.url));
const untraced = whyNotTraced();
const ALL = "3 3";

test.skipIf(untraced !== "")(
  `merges killed and failed at their calls, ${RUNS} times at most: no row is lost (seed ${SEED})`,
  { timeout: Math.min(2 ** 31 - 1, 300_000 + RUNS * 120_000) },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "tiltmeter-merge-boundaries-"));
    const data = join(folder, "data");
    const trace = join(folder, "trace");
    const counts = { runs: 0, met: 0, killed: 0, "put back": 0, "given up": 0, whole: 0 };

    /** Three parts in each table, merged with something attached, looked at; what became of it. */
    const merge = async (
      options: readonly string[],
    ): Promise<Exclude<keyof typeof counts, "runs">> => {
      await rm(data, { recursive: true, force: true });
      const life = new Life([script, dist, data]);
      expect(await life.hear("ready"), life.errors).toBe("ready 0 0");
      life.say("insert");
      expect(await life.hear("inserted"), life.errors).toBe("inserted");
      const strace = await attach(life, options);
      const ended = once(strace, "exit");
      life.say("merge");
      const merged = await life.hear("merged", ROUND_MS_MAX);
      strace.kill("SIGINT");
      await ended;
      let looked: string | null = null;
      if (merged !== null) {
        life.say("look");
        looked = await life.hear("looked");
        expect(await life.hear("rows"), `${looked} ${life.errors}`).toBe(`rows ${ALL}`);
      }
      await life.kill();
      if (merged === null) return "killed";
      if (looked === "looked MergeDamaged") return "put back";
      return merged === "merged true" ? "whole" : "given up";
    };
    const start = async (name: string): Promise<void> => {
      const life = new Life([script, dist, data]);
      expect(await life.hear("ready"), `after ${name}: ${life.errors}`).toBe(`ready ${ALL}`);
      await life.kill();
    };

    try {
      expect(await merge(tracing(trace))).toBe("whole");
      const touched = await touchedIn(trace, { folder, isFiltered: false });
      const boundaries = touched.boundaries.filter(({ call }) => WRITING.test(call));
      expect(boundaries.length).toBeGreaterThan(20);
      await start("an untouched merge");
      const all = everyWay(boundaries);
      for (const { boundary, how } of drawn(all, SEED, RUNS)) {
        const became = await merge(attaching(boundary, how, trace));
        counts.runs += 1;
        counts[became] += 1;
        if (await wasMet(trace)) counts.met += 1;
        await start(`seed ${SEED}, ${how} at ${boundary.call} ${boundary.at}`);
      }
      tellFigures({ boundaries: all.length, ...counts });
      // Which thread makes which call differs from run to run; most are met all the same.
      expect(counts.met).toBeGreaterThan(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
