import { createKept } from "tiltmeter/reads/kept";
import { expect, test } from "vitest";

function asking(of: { readonly takesMs: number; readonly isExact: boolean }) {
  const world = { version: "1", nowMs: 0, asked: 0 };
  const ask = createKept({
    ask: async (query: string) => {
      world.asked += 1;
      world.nowMs += of.takesMs;
      return `${query} of version ${world.version}`;
    },
    version: () => world.version,
    keyOf: (query) => query,
    stopwatch: () => world.nowMs,
    isExact: of.isExact,
  });
  return { world, ask };
}

test("a question is asked once for as long as its answer rests on the same", async () => {
  const { world, ask } = asking({ takesMs: 500, isExact: true });
  const both = await Promise.all([ask("a"), ask("a")]);
  expect(both).toEqual(["a of version 1", "a of version 1"]);
  await ask("a");
  expect(world.asked).toBe(1);
  await ask("b");
  expect(world.asked).toBe(2);
});

test("an exact answer, and a cheap one, is never of an earlier version", async () => {
  for (const of of [
    { takesMs: 500, isExact: true },
    { takesMs: 10, isExact: false },
  ]) {
    const { world, ask } = asking(of);
    await ask("a");
    world.version = "2";
    expect(await ask("a")).toBe("a of version 2");
  }
});

test("an expensive answer is given on for twenty times what it took, and for a minute at most", async () => {
  const { world, ask } = asking({ takesMs: 1_000, isExact: false });
  await ask("a");
  world.version = "2";
  world.nowMs = 19_000;
  expect(await ask("a")).toBe("a of version 1");
  world.nowMs = 20_001;
  expect(await ask("a")).toBe("a of version 2");
  const slow = asking({ takesMs: 10_000, isExact: false });
  await slow.ask("a");
  slow.world.version = "2";
  slow.world.nowMs = 60_001;
  expect(await slow.ask("a")).toBe("a of version 2");
});

test("a failure is not kept", async () => {
  let isDown = true;
  const ask = createKept({
    ask: async () => {
      if (isDown) throw new Error("the store is away");
      return "an answer";
    },
    version: () => "1",
    keyOf: () => "",
    stopwatch: () => 0,
    isExact: false,
  });
  await expect(ask("a")).rejects.toThrow("the store is away");
  isDown = false;
  expect(await ask("a")).toBe("an answer");
});
