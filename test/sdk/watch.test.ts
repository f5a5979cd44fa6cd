import { createMonitor } from "@tiltmeter/sdk";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drive } from "./drive.ts";
import { FAST, type Receiver, startReceiver } from "./receiver.ts";
import { build, type Callable, type Description, descriptions } from "./specimen.ts";

// Production calls go through `watch`. If one of them behaved otherwise than unwatched, we would have
// broken what we were asked to look at.

const receivers: Receiver[] = [];
beforeAll(async () => {
  receivers.push(await startReceiver());
  receivers.push(await startReceiver(() => ({ instead: "hang" })));
  receivers.push(await startReceiver(() => ({ instead: "reset" })));
  receivers.push(await startReceiver(() => ({ status: 401 })));
});
afterAll(async () => {
  await Promise.all(receivers.map((receiver) => receiver[Symbol.asyncDispose]()));
});

type Selectors = "none" | "good" | "throwing" | "promising";

function watchWith(
  selectors: Selectors,
  ai: ReturnType<typeof createMonitor>,
  call: Callable,
): Callable {
  const boom = (): never => {
    throw new Error("a selector's own");
  };
  const late = async (): Promise<never> => {
    throw new Error("a selector's own, late");
  };
  if (selectors === "none") return ai.watch(call);
  if (selectors === "good") {
    return ai.watch(call, {
      id: (input) => String(Reflect.get(Object(input), "id")),
      features: (input) => ({ amount: Number(Reflect.get(Object(input), "amount")) }),
      output: () => ({ label: "seen" }),
      onPrediction: () => undefined,
      fallback: () => "of the fallback, which is for a suspended system only",
      shadow: true,
    });
  }
  const bad = selectors === "throwing" ? boom : late;
  return ai.watch(call, {
    id: bad as () => never,
    features: bad as () => never,
    segment: bad as () => never,
    output: bad as () => never,
    time: bad as () => never,
    model: bad as () => never,
    onPrediction: bad as () => never,
  });
}

async function run(
  description: Description,
  watch: (call: Callable) => Callable,
): Promise<string[]> {
  const lines: string[] = [];
  const log = (line: string): void => {
    lines.push(line);
  };
  const specimen = build(description, log);
  await drive(watch(specimen.call), specimen, description, log);
  return lines;
}

test("generated functions behave the same watched and unwatched, whatever the collector does", async () => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown): void => {
    unhandled.push(reason);
  };
  process.on("unhandledRejection", listener);
  const addresses = [
    ...receivers.map((receiver) => receiver.url),
    "http://127.0.0.1:9",
    "nonsense",
  ];
  const monitors = addresses.map((url) =>
    createMonitor({ system: "test", url, limits: FAST, log: () => undefined }),
  );
  await fc.assert(
    fc.asyncProperty(
      descriptions,
      fc.constantFrom<Selectors>("none", "good", "throwing", "promising"),
      fc.nat(monitors.length - 1),
      async (description, selectors, which) => {
        const ai = monitors[which];
        if (ai === undefined) throw new Error("no monitor");
        const plain = await run(description, (call) => call);
        const watched = await run(description, (call) => watchWith(selectors, ai, call));
        expect(watched).toEqual(plain);
      },
    ),
    { numRuns: Number(process.env["DIFFERENTIAL_RUNS"] ?? 3_000) },
  );
  for (const ai of monitors) await ai.close({ timeoutMs: 50 });
  process.off("unhandledRejection", listener);
  expect(unhandled).toEqual([]);
});

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
