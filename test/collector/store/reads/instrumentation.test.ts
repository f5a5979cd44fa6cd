import { randomUUID } from "node:crypto";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, START_MS, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const HOUR_MS = 3_600_000;
const WINDOW = {
  fromMs: START_MS,
  toMs: START_MS + 48 * HOUR_MS,
  sinceMs: START_MS + 24 * HOUR_MS,
};

let store: Store;
beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
});
afterAll(() => store.close());

function beat(
  hour: number,
  producer: string,
  of: { readonly instrumented?: string[]; readonly uninstrumented?: string[]; system?: string },
) {
  const { system = "assistant", ...said } = of;
  return telemetry(
    {
      ...{ kind: "heartbeat", timeMs: START_MS + hour * HOUR_MS, lastSeq: {}, dropped: {} },
      ...{ queueDepth: 0, ...said },
    },
    { system, origin: { producer } },
  );
}

test("the last word of each process holds, and what it said before is not forgotten", async () => {
  const [batch] = batches(1, [
    beat(1, "old", { instrumented: ["openai@7.58.0", "@anthropic-ai/sdk@1.13.0"] }),
    beat(30, "a", { instrumented: ["openai@7.59.0", "@anthropic-ai/sdk@1.14.0"] }),
    beat(31, "a", { instrumented: ["openai@7.60.0"], uninstrumented: ["ai@7.0.173"] }),
    beat(32, "b", { instrumented: ["openai@7.59.0"] }),
    beat(31, "silent", { system: "says nothing" }),
  ]);
  if (batch === undefined) throw new Error("no batch was made");
  const received = { ...batch, receivedMs: WINDOW.toMs };
  await store.apply([received], { journal: randomUUID(), uncertain: false });
  expect(await store.instrumentation(WINDOW)).toEqual([
    {
      system: "assistant",
      producers: 2,
      watched: ["openai@7.59.0", "openai@7.60.0"],
      // Another version of openai is the same client.
      lost: ["@anthropic-ai/sdk@1.14.0"],
      unwatched: ["ai@7.0.173"],
      everWatched: 2,
    },
  ]);
});

test("of silent processes nothing is lost, and what nobody watches any more is, whoever did", async () => {
  const [batch] = batches(1, [
    beat(1, "gone", { system: "silent", instrumented: ["openai@7.58.0"] }),
    beat(1, "before", { system: "redeployed", instrumented: ["openai@7.58.0"] }),
    beat(30, "after", { system: "redeployed", uninstrumented: ["openai@7.59.0"] }),
  ]);
  if (batch === undefined) throw new Error("no batch was made");
  const received = { ...batch, receivedMs: WINDOW.toMs };
  await store.apply([received], { journal: randomUUID(), uncertain: false });
  const said = new Map((await store.instrumentation(WINDOW)).map((each) => [each.system, each]));
  expect(said.get("silent")).toMatchObject({ producers: 0, lost: [], everWatched: 1 });
  expect(said.get("redeployed")).toMatchObject({
    ...{ producers: 1, lost: ["openai@7.58.0"], unwatched: ["openai@7.59.0"] },
  });
});
