import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

// Some seconds of `npm run bench:black-hole`, whose ten minutes show that memory is flat.

const bench = fileURLToPath(new URL("../bench/sdk-black-hole.mjs", import.meta.url));
const MIB = 1_048_576;

test.each([
  ["in memory", []],
  ["with a spool", ["--spool", "--spool-mib", "1"]],
])(
  "while a collector never answers, what waits %s stays within its bytes, and so does the heap",
  async (_, more) => {
    const options = ["--json", "--minutes", "0.05", "--queue-mib", "1", "--every", "0.5", ...more];
    const { stdout } = await promisify(execFile)(process.execPath, [bench, ...options]);
    const sum: unknown = JSON.parse(stdout);
    expect(sum).toMatchObject({ calls: 15_000, budget: MIB });
    const { queuedBytesMax, heapStart, heapMax, dropped } = sum as {
      readonly queuedBytesMax: number;
      readonly heapStart: number;
      readonly heapMax: number;
      readonly dropped: Readonly<Record<string, number>>;
    }; // our own script
    expect(queuedBytesMax).toBeLessThanOrEqual(MIB);
    expect(heapMax - heapStart).toBeLessThan(2 * MIB + 8 * MIB);
    expect(dropped["prediction.queue_full"]).toBeGreaterThan(1_000);
  },
);
