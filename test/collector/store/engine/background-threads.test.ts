import { existsSync, readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { backgroundThreads } from "tiltmeter/store/engine/background-threads";
import { openEngine } from "tiltmeter/store/engine/open";
import { migrate } from "tiltmeter/store/schema/migrate";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const TASKS = "/proc/self/task";

/** Priorities by the name of the thread. */
function priorities(): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  for (const thread of readdirSync(TASKS)) {
    const name = readFileSync(`${TASKS}/${thread}/comm`, "latin1").trim();
    const own = found.get(name) ?? new Set();
    found.set(name, own.add(getPriority(Number(thread))));
  }
  return found;
}

test.runIf(existsSync(TASKS))("merges give way, and nothing else does", async () => {
  const own = getPriority();
  const engine = await openEngine({ folder: await temporaryFolder() });
  onTestFinished(() => engine.close());
  await migrate(engine);
  const threads = backgroundThreads();
  onTestFinished(threads.end);
  await expect
    .poll(
      () => {
        threads.look();
        return priorities().get("MergeMutate");
      },
      { timeout: 45_000 },
    )
    .toEqual(new Set([own + 5]));
  // The engine has urgent threads of its own.
  const others = [...priorities()].filter(([name]) => !/^(MergeMutate|BgSchPool)/.test(name));
  expect(others.filter(([, found]) => found.has(own + 5))).toEqual([]);
});
