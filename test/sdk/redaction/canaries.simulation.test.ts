import { createMonitor, type FieldPolicy, type MonitorOptions, text } from "@tiltmeter/sdk";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { internalsOf } from "../../../sdk/internals.ts";
import { FAST, type Received, type Receiver, startReceiver } from "../receiver.ts";
import { canaries, expectNothingOf } from "./canary.ts";

// Planted personal data must not leave the process: not in a byte that is sent (decompressed, headers and paths
// included), not on the console, not in what the monitor says of itself. TILTMETER_CANARY_RUNS sets how many hosts are tried.

const RUNS = Number(process.env["TILTMETER_CANARY_RUNS"] ?? 150);

/** A server that says back what it was sent, as words of its own. */
const echo = ({ body }: Received, n: number) =>
  n % 2 === 0
    ? {
        status: 400,
        headers: { "content-type": "text/plain" },
        body: body.toString("latin1"),
      }
    : {};

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver[Symbol.asyncDispose]());

/** Runs a host under these options, and gathers all that left its monitor. */
async function spilled(
  options: MonitorOptions,
  isEchoing: boolean,
  host: (ai: ReturnType<typeof createMonitor>) => unknown,
): Promise<string> {
  const told: string[] = [];
  receiver.answer = isEchoing ? echo : () => ({});
  const from = receiver.received.length;
  const ai = createMonitor({
    system: "test",
    url: receiver.url,
    limits: FAST,
    compression: "gzip",
    log: (line) => told.push(line),
    ...options,
  });
  await host(ai);
  await ai.close({ timeoutMs: 2_000 });
  const sent = receiver.received
    .slice(from)
    .map(({ body, headers, path }) => `${path}\n${JSON.stringify(headers)}\n${body.toString()}`);
  return [...sent, ...told, JSON.stringify(ai.status())].join("\n");
}

class Refused extends Error {}

/** Errors as hosts throw them, with personal data wherever it can stand. */
const failures = (pii: string): readonly unknown[] => [
  new Error(`no account for ${pii}`),
  new Refused(pii, { cause: pii }),
  Object.assign(new Error("x"), { name: pii }),
  Object.assign(new Error("x"), { name: `Refused ${pii}`, code: pii, user: pii }),
  new DOMException(pii, `about ${pii}`),
  new AggregateError([new Error(pii)], pii),
  { name: pii, message: pii },
  { constructor: { name: pii } },
  pii,
  [pii],
  Object.assign(() => undefined, { [pii]: pii }),
];

/** Uses everything that takes something, with personal data where no policy of a value is needed. */
async function hostOf(ai: ReturnType<typeof createMonitor>, pii: string): Promise<void> {
  const untyped: Record<string, (...args: unknown[]) => unknown> = Object(ai);
  const quietly = async (run: () => unknown): Promise<void> => {
    try {
      await run();
    } catch {
      // The host's own failure, which it handles.
    }
  };
  // Arguments, answers and failures of calls that no selector speaks of.
  for (const failure of failures(pii)) {
    const boom = (): never => {
      throw failure;
    };
    await quietly(() => ai.watch(boom)());
    await quietly(() => ai.watch(async () => boom())());
    await quietly(() => [
      ...ai.watch(function* () {
        yield pii;
        boom();
      })(),
    ]);
    await quietly(() =>
      ai.watch(() => pii, { id: boom, features: boom, output: boom, model: boom, time: boom })(),
    );
    await quietly(() =>
      ai.watch(() => pii, { onPrediction: boom, subject: boom, segment: boom })(),
    );
    await quietly(() => untyped["record"]?.({ errorType: failure }));
    await quietly(() =>
      untyped["record"]?.({
        get label() {
          return boom();
        },
      }),
    );
  }
  await quietly(() => ai.watch((given: unknown) => given)({ email: pii }));
  await quietly(async () => {
    for await (const _ of ai.watch(async function* () {
      yield pii;
      return pii;
    })())
      break;
  });
  await quietly(() => new Response(ai.watch(() => new Blob([pii]).stream())()).text());
  await quietly(() =>
    ai.watch((_: AbortSignal) => fetch(`http://127.0.0.1:9/?q=${encodeURIComponent(pii)}`))(
      AbortSignal.abort(pii),
    ),
  );
  await quietly(() =>
    ai.watch(() => fetch("http://127.0.0.1:9/", { headers: { "x-user": pii } }))(),
  );
  // Things that are none, with personal data in place of what was asked for.
  for (const wrong of [pii, { [pii]: pii }, [pii], Symbol(pii), () => pii, null]) {
    for (const name of ["record", "review", "outcome", "score", "concern", "change"]) {
      await quietly(() => untyped[name]?.(wrong, wrong));
    }
    await quietly(() => untyped["review"]?.("a", { action: wrong }));
    await quietly(() => untyped["record"]?.({ status: wrong, time: wrong }));
    await quietly(() =>
      untyped["record"]?.({ features: wrong === pii ? 7 : [wrong], segment: Symbol(pii) }),
    );
    await quietly(() => untyped["record"]?.({ id: [wrong], task: wrong, latency: wrong }));
    await quietly(() => untyped["score"]?.("a", { name: "x", passed: wrong, value: wrong }));
    await quietly(() => untyped["concern"]?.({ status: wrong }));
  }
  ai.record({ features: { note: text(pii) } });
  // What people write.
  ai.review("a", { action: "override", reason: `because of ${pii}`, role: pii });
  ai.concern({ kind: pii, summary: `${pii} was refused, ${pii}!` });
  ai.change({ kind: `prompt ${pii}`, summary: pii, from: `ask ${pii}`, to: pii });
  ai.outcome("a", { label: "yes", source: pii });
  ai.score("a", { name: `check ${pii}`, passed: true, source: pii });
  ai.record({
    errorType: `TypeError: ${pii}`,
    call: { requestModel: pii, finishReasons: [pii], tools: { [pii]: 1 } },
  });
}

/** Values that leave as they are given, where no policy says otherwise. */
function hostOfValues(ai: ReturnType<typeof createMonitor>, pii: string): void {
  const values = { email: pii, note: `about ${pii} and more`, amount: 3 };
  ai.watch(() => pii, {
    features: () => ({ ...values, [pii]: pii }),
    segment: () => ({ owner: pii, [pii]: 1 }),
    output: () => pii,
    subject: () => pii,
  })();
  ai.record({
    label: pii,
    features: values,
    segment: values,
    subject: pii,
    call: { conversationId: pii },
  });
  ai.outcome("a", { label: `not ${pii}` });
  ai.review("a", { action: "override", from: pii, to: pii, by: pii });
  ai.score("a", { name: "check", label: pii });
  ai.concern({ kind: "appeal", summary: "x", by: pii });
  const content = internalsOf(ai)?.contentOf(`dear ${pii}, tell me`);
  if (typeof content === "string") ai.record({ features: { input: content, output: content } });
}

test("nothing of errors, arguments, answers, refused input and what people write leaves, by default", async () => {
  await fc.assert(
    fc.asyncProperty(
      canaries,
      fc.boolean(),
      fc.constantFrom("none", "redacted"),
      async (pii, isEchoing, content) => {
        const out = await spilled({ content }, isEchoing, (ai) => hostOf(ai, pii));
        expect(out).toContain("aims.prediction");
        expectNothingOf(pii, out);
      },
    ),
    { numRuns: Math.ceil(RUNS / 5) },
  );
}, 120_000);

const policies: fc.Arbitrary<FieldPolicy> = fc.constantFrom<FieldPolicy[]>(
  "hash",
  "mask",
  "drop",
  { bucket: [1, 10] },
  { bucket: ["approve", "decline"] },
  () => {
    throw new Error("the policy's own");
  },
  (value) => String(value).length,
  (() => ({})) as unknown as () => string,
  "nonsense" as "keep",
);

test("nothing of a value leaves under a policy that does not keep it, whatever the collector does", async () => {
  await fc.assert(
    fc.asyncProperty(
      canaries,
      policies,
      fc.boolean(),
      fc.boolean(),
      async (pii, policy, isEchoing, hasKey) => {
        const redaction = { default: policy, ...(hasKey ? { hashKey: "0123456789abcdef" } : {}) };
        const out = await spilled({ redaction, content: "redacted" }, isEchoing, async (ai) => {
          hostOfValues(ai, pii);
          await hostOf(ai, pii);
        });
        expect(out).toContain("aims.prediction");
        expectNothingOf(pii, out);
      },
    ),
    { numRuns: Math.ceil(RUNS / 3) },
  );
}, 120_000);

test("nothing of a feature leaves where it is only counted or not looked at", async () => {
  await fc.assert(
    fc.asyncProperty(canaries, fc.constantFrom("profiles", "none"), async (pii, capture) => {
      const out = await spilled({ capture }, false, (ai) => {
        ai.record({ id: "a", features: { email: pii, note: text(pii), [`by ${pii}`]: 1 } });
        ai.watch(() => "yes", { features: () => ({ email: pii, amount: 7 }) })();
        return ai.flush();
      });
      expect(out).toContain("aims.prediction");
      expectNothingOf(pii, out.replaceAll(`by ${pii}`, ""));
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  );
}, 120_000);

test("what is kept on purpose does leave: the search would find it", async () => {
  const pii = "canary0000001@mail.example.org";
  const out = await spilled({}, false, (ai) => hostOfValues(ai, pii));
  expect(out.split(pii).length).toBeGreaterThan(10);
});

test("options that cannot be read let nothing through", async () => {
  const pii = "canary0000001@mail.example.org";
  const hostile = {
    get default() {
      throw new Error("the option's own");
    },
  };
  const wrong: unknown[] = [
    "mask",
    null,
    [],
    hostile,
    { feature: "mask" },
    { features: "mask" },
    { default: "mask", patterns: [{ name: "x" }] },
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("a trap");
        },
      },
    ),
  ];
  for (const redaction of wrong) {
    const options: MonitorOptions = Object({ redaction, content: "redacted" });
    const out = await spilled(options, false, (ai) => hostOfValues(ai, pii));
    expect(out).toContain("redaction");
    expectNothingOf(pii, out);
  }
});

test("a password in the collector's address is told nowhere", async () => {
  for (const url of [
    "htp://canary0000001:secret@host/?key=canary0000001",
    "canary0000001@host",
    `http://canary0000001:p@127.0.0.1:9/?k=canary0000001`,
  ]) {
    const told: string[] = [];
    const ai = createMonitor({ url, limits: FAST, log: (line) => told.push(line) });
    ai.record({ label: "x" });
    await ai.flush({ timeoutMs: 50 });
    await ai.close({ timeoutMs: 0 });
    expectNothingOf("canary0000001", `${told.join()}${JSON.stringify(ai.status())}`);
  }
});
