import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { expect, test } from "vitest";
import { seeded } from "../collector/log/seeded.ts";
import { SEED } from "../seed.ts";
import { sizeOf, tellFigures } from "./figures.ts";

const KILLS = sizeOf("TILTMETER_MIGRATION_KILLS", 4);
/** The last of them is in use by everything that came after. */
const OLD_CHANGES = 20;
/** Longer than the whole of it takes on an idle machine, so that some are killed before they begin and some not at all. */
const LATEST_MS = 700;

const SCRIPT = fileURLToPath(new URL("migration-kill.mjs", import.meta.url));
const DIST = fileURLToPath(new URL("../../collector/dist", import.meta.url));

/** Runs the script to its end, or kills it some time after the work began. What it printed. */
function run(args: readonly string[], killAfterMs: number | null): Promise<string> {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    if (killAfterMs === null || timer !== undefined || !out.includes("opening")) return;
    timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  });
  return new Promise((resolve) => {
    child.once("close", () => {
      clearTimeout(timer);
      resolve(out);
    });
  });
}

test(`a change of the schema that a kill came between goes on at the next start, ${KILLS} kills (seed ${SEED})`, {
  timeout: 120_000 + KILLS * 30_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-migration-"));
  const random = seeded(SEED);
  try {
    expect(await run(["old", folder, DIST, String(OLD_CHANGES)], null)).toContain("open");
    for (let i = 0; i < KILLS; i += 1) {
      await run(["open", folder, DIST], Math.floor(random() * LATEST_MS));
    }
    tellFigures({ kills: KILLS });
    expect(await run(["open", folder, DIST], null)).toMatch(/open\n$/);
    const engine = await openEngine({ folder });
    try {
      const names = (await readdir(join(DIST, "store", "schema"))).filter((name) =>
        name.endsWith(".sql"),
      );
      const [notes] = await createRead(engine)(
        "test.notes",
        "SELECT count(), uniqExact(version), max(version) FROM migrations_v1",
      );
      // The first two make the place in which changes are noted.
      expect(notes).toEqual([names.length - 2, names.length - 2, names.length]);
    } finally {
      await engine.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
