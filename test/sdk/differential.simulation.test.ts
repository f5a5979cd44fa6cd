import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { inspect } from "node:util";
import { createMonitor } from "@tiltmeter/sdk";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drive } from "./drive.ts";
import { LOOKED_AT } from "./hostile-values.ts";
import { FAST, type Receiver, startReceiver } from "./receiver.ts";
import { build, type Callable, type Description, descriptions } from "./specimen.ts";

// Production calls go through `watch`. If one of them behaved otherwise than unwatched, we would have broken what we were
// asked to look at. TILTMETER_DIFFERENTIAL_RUNS sets how many functions are tried (100000 before a release).

const RUNS = Number(process.env["TILTMETER_DIFFERENTIAL_RUNS"] ?? 10_000);

/** Often enough that batches are sent, fail and are tried again all the time, beside what is looked at. */
const PACE = { ...FAST, sendEveryMs: 50, retryMinMs: 20, retryMaxMs: 200 };

const receivers: Receiver[] = [];
/** Speaks no HTTP: takes what comes and answers with noise. */
const noise = createServer((socket) => {
  socket.on("error", () => undefined);
  socket.on("data", () => socket.write("\u0000\u0001 no protocol at all\r\n"));
});
const addresses: string[] = [];
beforeAll(async () => {
  receivers.push(await startReceiver());
  receivers.push(await startReceiver(() => ({ instead: "hang" })));
  receivers.push(await startReceiver(() => ({ instead: "reset" })));
  receivers.push(await startReceiver(() => ({ status: 401 })));
  receivers.push(await startReceiver(() => ({ status: 503, headers: { "retry-after": "1" } })));
  await new Promise<void>((resolve) => {
    noise.listen(0, "127.0.0.1", resolve);
  });
  // A TCP server's address is never a pipe's name.
  const { port } = noise.address() as AddressInfo;
  // Absent, and no address at all.
  addresses.push(`http://127.0.0.1:${port}`, "http://127.0.0.1:9", "nonsense");
  addresses.push(...receivers.map((receiver) => receiver.url));
});
afterAll(async () => {
  await Promise.all(receivers.map((receiver) => receiver[Symbol.asyncDispose]()));
  noise.close();
});

const SELECTORS = [
  "none",
  "quiet",
  "throwing",
  "promising",
  "returning what they get",
  "redacting",
] as const;
type Selectors = (typeof SELECTORS)[number];

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
  switch (selectors) {
    case "none":
      return ai.watch(call);
    case "quiet":
    case "redacting":
      return ai.watch(call, {
        id: () => "a-1",
        features: () => ({ amount: 3, email: "jane@example.org" }),
        segment: () => ({ band: "a" }),
        output: () => ({ label: "seen" }),
        onPrediction: () => undefined,
        fallback: () => "of the fallback, which is for a suspended system only",
        shadow: true,
      });
    case "returning what they get": {
      // Read as far as they are features, ids and the like, and otherwise refused.
      const same = (given: unknown): never => given as never;
      return ai.watch(call, {
        id: same,
        features: same,
        segment: same,
        subject: same,
        output: same,
        model: same,
        time: same,
      });
    }
    case "throwing":
    case "promising": {
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
  }
}

async function run(
  description: Description,
  watch: (call: Callable) => Callable,
): Promise<string[]> {
  const lines: string[] = [];
  const specimen = build(description, (line) => lines.push(line));
  await drive(watch(specimen.call), specimen, description, (line) => lines.push(line));
  // What a stream still has to say comes in turns of the event loop, not of the microtask queue.
  if (description.shape.endsWith("stream")) for (let i = 0; i < 3; i += 1) await turn();
  return lines;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Where selectors return the host's objects their properties are read, once each; that alone may be heard. */
const heard = (lines: readonly string[], selectors: Selectors): readonly string[] =>
  selectors === "returning what they get" ? lines.filter((line) => !LOOKED_AT.test(line)) : lines;

test(`${RUNS} generated functions behave the same watched and unwatched, whatever the collector does`, async () => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown): void => {
    // As text: the host's own objects may throw when a failed expectation prints them.
    unhandled.push(inspect(reason, { getters: false }));
  };
  process.on("unhandledRejection", listener);
  process.on("uncaughtExceptionMonitor", listener);
  const monitors = addresses.flatMap((url) =>
    [{}, { redaction: { default: "mask" as const }, capture: "profiles" as const }].map((options) =>
      createMonitor({ system: "test", url, limits: PACE, log: () => undefined, ...options }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      descriptions,
      fc.constantFrom<Selectors>(...SELECTORS),
      fc.nat(monitors.length - 1),
      async (description, selectors, which) => {
        const ai = monitors[which];
        if (ai === undefined) throw new Error("no monitor");
        const plain = await run(description, (call) => call);
        const watched = await run(description, (call) => watchWith(selectors, ai, call));
        expect(heard(watched, selectors)).toEqual(heard(plain, selectors));
      },
    ),
    { numRuns: RUNS },
  );
  for (const ai of monitors) await ai.close({ timeoutMs: 50 });
  process.off("unhandledRejection", listener);
  process.off("uncaughtExceptionMonitor", listener);
  expect(unhandled).toEqual([]);
}, 3_600_000);

test("what selectors hand over is read once: each of its own enumerable properties, and nothing else", async () => {
  const reads: string[] = [];
  const watched = (of: string): object =>
    new Proxy(
      { amount: 3, note: "x", label: "yes", score: 1, value: 2, name: "m", version: "7" },
      {
        get(target, key) {
          reads.push(`${of} ${String(key)}`);
          return Reflect.get(target, key);
        },
      },
    );
  const ai = createMonitor({ url: "nonsense", log: () => undefined });
  const score = ai.watch(() => 1, {
    features: () => watched("features") as never,
    segment: () => watched("segment") as never,
    output: () => watched("output") as never,
    model: () => watched("model") as never,
  });
  score();
  expect(new Set(reads).size).toBe(reads.length);
  await ai.close({ timeoutMs: 0 });
});
