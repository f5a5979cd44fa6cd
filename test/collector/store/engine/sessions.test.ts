import { openEngine } from "tiltmeter/store/engine/open";
import { EngineClosed } from "tiltmeter/store/engine/sessions";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

// An engine that ends under a running statement takes the process with it: a segmentation fault.

test("closing the engine waits for what runs and refuses what waits or comes later", async () => {
  const engine = await openEngine({ folder: await temporaryFolder(), sessionsMax: 1 });
  const ask = async (query: string): Promise<unknown> =>
    (await engine.outside.query({ query, format: "JSONCompactEachRow" })).json();
  const running = ask("SELECT sum(number) FROM numbers(1000000)");
  const waiting = ask("SELECT 1");
  waiting.catch(() => undefined);
  // The first statement has its place, and the second stands in line, before the next turn of the loop.
  await new Promise((resolve) => setImmediate(resolve));
  const closed = engine.close();
  await expect(waiting).rejects.toThrow(EngineClosed);
  await expect(ask("SELECT 2")).rejects.toThrow(EngineClosed);
  expect(await running).toEqual([[499_999_500_000]]);
  await closed;
  await engine.close();
});

test("a statement that would not end is ended: neither the engine nor the process waits for it", async () => {
  const engine = await openEngine({ folder: await temporaryFolder() });
  const endless = engine.outside.query({
    query: "SELECT sum(sipHash64(number)) FROM numbers(1000000000000000)",
    format: "JSONCompactEachRow",
  });
  const ended = expect(endless.then((result) => result.text())).rejects.toThrow();
  await new Promise((resolve) => setImmediate(resolve));
  await engine.close();
  await ended;
});
