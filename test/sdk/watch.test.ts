import { createMonitor } from "@tiltmeter/sdk";
import { expect, test } from "vitest";

// That generated functions behave the same watched and unwatched is in differential.simulation.test.ts.

test("a watched function keeps its name, length, properties, this and construction", async () => {
  const ai = createMonitor({ url: "nonsense", log: () => undefined });
  function score(this: { bias: number }, a: number, b: number): number {
    return this.bias + a + b;
  }
  score.version = "7";
  const watched = ai.watch(score);
  expect([watched.name, watched.length, watched.version]).toEqual(["score", 2, "7"]);
  const model = { bias: 10, score: watched };
  expect(model.score(1, 2)).toBe(13);
  class Model {
    readonly weight: number;
    constructor(weight: number) {
      this.weight = weight;
    }
  }
  const Watched = ai.watch(Model as unknown as () => unknown) as unknown as typeof Model;
  expect(new Watched(3)).toBeInstanceOf(Model);
  await ai.close({ timeoutMs: 0 });
});

test("selectors run once a call, the original runs once a call", async () => {
  const ai = createMonitor({ url: "nonsense", log: () => undefined });
  const runs: string[] = [];
  const watched = ai.watch(
    async (x: number) => {
      runs.push("original");
      return x;
    },
    {
      id: () => runs.push("id"),
      features: () => ({ x: runs.push("features") }),
      segment: () => ({ x: runs.push("segment") }),
      output: () => runs.push("output"),
      model: () => ({ name: String(runs.push("model")) }),
      time: () => runs.push("time"),
      subject: () => String(runs.push("subject")),
    },
  );
  const answer = watched(1);
  await Promise.all([answer, answer, answer]);
  expect([...runs].sort()).toEqual([
    "features",
    "id",
    "model",
    "original",
    "output",
    "segment",
    "subject",
    "time",
  ]);
  await ai.close({ timeoutMs: 0 });
});

test("at the end of the stack the host gets its own error", async () => {
  const ai = createMonitor({ url: "nonsense", log: () => undefined });
  const deep = (n: number): number => 1 + watched(n + 1);
  const watched = ai.watch(deep, { features: (n) => ({ n }), output: (n) => n });
  expect(() => deep(0)).toThrow(RangeError);
  expect(ai.watch(() => "still fine")()).toBe("still fine");
  await ai.close({ timeoutMs: 0 });
});
