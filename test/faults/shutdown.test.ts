import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "tiltmeter/store/store";
import { expect, onTestFinished, test } from "vitest";
import { SEED } from "../seed.ts";
import { Stack } from "./stack.ts";

// The whole collector, asked to end under load in every way that it can be asked. The oracle is this process: it
// issues the ids and remembers which were acknowledged.

const SENDERS = 4;
const BATCH = 10;
/** What is promised is ten seconds; the rest is for the start of a process on a busy machine. */
const END_MS_MAX = 15_000;
const EXIT = { ok: 0 };

let state = SEED;
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
}

/** What is done to it, in this order. Once its work is done, a signal has its usual meaning: the code is null. */
const ENDS = [
  { name: "one signal", codes: [EXIT.ok], second: null },
  { name: "a second signal", codes: [null, EXIT.ok], second: "SIGTERM" },
  { name: "killed while it ends", codes: [null, EXIT.ok], second: "SIGKILL" },
] as const;

test(`asked to end under load, once, twice or killed at it: every 200 is stored once (seed ${SEED})`, {
  timeout: 600_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-shutdown-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const config = join(folder, "tiltmeter.yaml");
  await writeFile(config, "limits: { loop_delay: null }\nlibrary: off\n");
  const data = join(folder, "data");
  const stack = new Stack({ config, data });
  onTestFinished(() => stack.kill());
  await stack.start();

  const acknowledged = new Set<string>();
  const wrong: string[] = [];
  let isSending = true;
  const sender = async (name: number): Promise<void> => {
    for (let n = 0; isSending; n += 1) {
      const ids = Array.from({ length: BATCH }, (_, i) => `${name}-${n}-${i}`);
      const sent = ids.map((id) => ({ system: "s", id, model: { name: "m", version: "1" } }));
      const batch = randomUUID();
      for (let isTaken = false; !isTaken && wrong.length === 0; ) {
        const answer = await fetch(`${stack.url}/api/v1/predictions`, {
          method: "POST",
          headers: {
            ...{ authorization: `Bearer ${stack.key}`, "content-type": "application/json" },
            "tiltmeter-batch-id": batch,
          },
          body: JSON.stringify(sent),
        }).catch(() => null);
        if (answer?.status === 200) for (const id of ids) acknowledged.add(id);
        else if (answer !== null && !mayComeAgain(answer)) {
          wrong.push(`${answer.status}`);
          isSending = false; // it would be so for ever
        }
        await answer?.arrayBuffer().catch(() => undefined);
        isTaken = answer?.status === 200;
        if (!isTaken) await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const senders = Array.from({ length: SENDERS }, (_, i) => sender(i));

  for (const { name, codes, second } of ENDS) {
    const before = acknowledged.size;
    await expect
      .poll(() => acknowledged.size, { timeout: 120_000 })
      .toBeGreaterThan(before + SENDERS * BATCH);
    const askedMs = performance.now();
    const ended = stack.end();
    if (second !== null) {
      await new Promise((resolve) => setTimeout(resolve, 1 + random() * 300));
      stack.send(second);
    }
    const code = await ended;
    expect([name, codes]).toEqual([name, expect.arrayContaining([code])]);
    expect(performance.now() - askedMs).toBeLessThan(END_MS_MAX);
    await stack.start();
  }
  isSending = false;
  await Promise.all(senders);
  await expect
    .poll(
      async () => {
        const { lastSeq, appliedSeq } = await stack.get("/status");
        return JSON.stringify(lastSeq) === JSON.stringify(appliedSeq);
      },
      { timeout: 120_000 },
    )
    .toBe(true);
  expect(await stack.end()).toBe(EXIT.ok);
  expect(wrong).toEqual([]);

  const store = await openStore({ folder: join(data, "engine") });
  try {
    const stored = new Map<string, number>();
    const of = { system: "s", fromMs: 0, toMs: 4e12, limit: 10_000_000 };
    for (const id of await store.exampleIds(of)) stored.set(id, (stored.get(id) ?? 0) + 1);
    expect([...acknowledged].filter((id) => stored.get(id) !== 1)).toEqual([]);
  } finally {
    await store.close();
  }
});

/** Ending, and starting: come again, and not on this connection. */
function mayComeAgain({ status, headers }: Response): boolean {
  return status === 503 && /^[123]$/.test(headers.get("retry-after") ?? "");
}
