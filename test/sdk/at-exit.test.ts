import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ATTRIBUTE } from "@tiltmeter/sdk/wire/attributes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleSdk } from "./bundled.ts";
import { startDirectiveServer } from "./directive-server.ts";
import { startReceiver } from "./receiver.ts";

const run = promisify(execFile);
let folder = "";
/** Who waits for a collector without an end does not end; the time of a start on a busy machine is allowed for. */
const ENDS_MS = 30_000;

beforeAll(async () => {
  folder = await bundleSdk();
});
afterAll(() => rm(folder, { recursive: true }));

async function script(url: string, body: string): Promise<{ stderr: string; ms: number }> {
  const file = join(folder, `script-${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(
    file,
    `import { createMonitor } from "./sdk.mjs";
const ai = createMonitor({ system: "script", limits: { exitFlushMs: 500 } });
${body}`,
  );
  const before = performance.now();
  const { stderr } = await run(process.execPath, [file], {
    env: { ...process.env, TILTMETER_URL: url },
    timeout: 50_000,
  });
  return { stderr, ms: performance.now() - before };
}

test("a script that just ends has sent what it recorded, open streams included", async () => {
  await using receiver = await startReceiver();
  await script(
    receiver.url,
    `for (let i = 0; i < 3000; i += 1) ai.record({ id: i });
const stream = ai.watch(async function* () { yield 1; yield 2; })();
await stream.next();`,
  );
  const predictions = receiver.records().filter(({ eventName }) => eventName === "aims.prediction");
  expect(predictions).toHaveLength(3_001);
});

test.each(["hang", "reset"] as const)(
  "a collector that answers with a %s does not keep a finished script",
  async (instead) => {
    await using receiver = await startReceiver(() => ({ instead }));
    const { ms } = await script(receiver.url, `ai.record({ id: "a" });`);
    expect(ms).toBeLessThan(ENDS_MS);
  },
);

test("without a collector a script ends by itself, and was told why nothing arrived", async () => {
  const { stderr } = await script("http://127.0.0.1:9", `ai.record({ id: "a" });`);
  expect(stderr).toMatch(/^tiltmeter: no collector answers at http:\/\/127\.0\.0\.1:9 /);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("a script that has ended its work ends, although the collector holds back its directive", async () => {
  await using server = await startDirectiveServer();
  const { ms } = await script(
    server.url,
    `const score = ai.watch(() => 1, { fallback: () => 2 });
await ai.ready();
score();
await new Promise((resolve) => setTimeout(resolve, 300));`,
  );
  expect(ms).toBeLessThan(ENDS_MS);
  expect(server.asked.length).toBeGreaterThan(1);
});

test("a script that records nothing tells what it does not watch, and ends", async () => {
  await using receiver = await startReceiver();
  const { ms, stderr } = await script(receiver.url, "");
  expect(stderr).toBe("");
  expect(ms).toBeLessThan(ENDS_MS);
  const [beat, ...others] = receiver.records();
  expect(others).toEqual([]);
  // Of this repository, in which it runs.
  expect(beat?.attributes[ATTRIBUTE.uninstrumented]).toEqual(
    expect.arrayContaining([expect.stringMatching(/^openai@/)]),
  );
  expect((await script("http://127.0.0.1:9", "")).ms).toBeLessThan(ENDS_MS);
});
