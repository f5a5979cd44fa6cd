import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Forks, never threads: a worker thread that loaded the engine takes the process with it when it
// ends. Three at once on two cores: with two, a seventh of the time both wait for disks, sockets and timers.
/** Faults first: short files that run for a minute would else be begun when all others have ended, one beside an idle core. */
class FaultsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFault = ({ moduleId }: TestSpecification): boolean =>
      moduleId.includes("/test/faults/");
    return [...sorted.filter(isFault), ...sorted.filter((file) => !isFault(file))];
  }
}

/**
 * Rooms whose tests keep nothing in their process: they load the code once a worker rather than once a file, which for many is
 * most of their time. Whoever holds an engine, listens to the process or watches a library stays in a process of its own.
 */
const TOGETHER = [
  "test/rules",
  "test/dashboards",
  ..."acts anchors columns demo facts http ingest journal ledger log notify pressure reads retention tlog verify words"
    .split(" ")
    .map((room) => `test/collector/${room}`),
].map((folder) => `${folder}/**/*.test.{ts,tsx}`);
const ALL = ["test/**/*.test.{ts,tsx}"];

/**
 * Packages are their TypeScript sources, where nothing need be built and a stack tells the line that was written; or, in
 * `npm test`, what was built of them, as users have it: Node loads that without vitest, in a third of the time.
 */
const conditions = [process.env.TILTMETER_TESTED === "built" ? "node" : "source"];

export default defineConfig({
  resolve: {
    conditions,
    // Generated cases begin from one seed (test/seed.ts).
    alias: [
      {
        find: /^fast-check$/,
        replacement: fileURLToPath(new URL("test/properties.ts", import.meta.url)),
      },
    ],
  },
  ssr: { resolve: { conditions } },
  oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx" } },
  test: {
    pool: "forks",
    sequence: { sequencer: FaultsFirst },
    maxWorkers: 3,
    // Enumerations make short-lived buffers by the million: with the default of a few MiB they are copied again and again.
    execArgv: ["--max-semi-space-size=16"],
    projects: [
      { extends: true, test: { name: "together", isolate: false, include: TOGETHER } },
      {
        extends: true,
        test: { name: "apart", include: ALL, exclude: ["**/node_modules/**", ...TOGETHER] },
      },
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    server: {
      deps: {
        external: [/\/(client|collector|dashboards|rules|sdk)\/dist\//],
        // It has sources under the same name as ours, which Node does not take from there.
        inline: [/\/(eventsource-parser|@ai-sdk|ai)\//],
      },
    },
  },
});
