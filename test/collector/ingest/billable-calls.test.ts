import fc from "fast-check";
import { decodeSpans } from "tiltmeter/ingest/decode";
import { recogniseSpans } from "tiltmeter/ingest/recognise-spans";
import { expect, test } from "vitest";
import { keyValues, toJson } from "./otlp-request.ts";
import { type JsonSpan, spansOf } from "./otlp-signals.ts";

const RUNS = Number(process.env["TILTMETER_LEAF_RUNS"] ?? 400);
const TRACE = "0a".repeat(16);
const START = 1_795_469_025_000;

interface Said {
  readonly id: number;
  readonly parent?: number;
  readonly from?: number;
  readonly to?: number;
  readonly operation?: string;
  readonly responseId?: string;
  readonly input?: number | null;
  readonly output?: number | null;
  readonly more?: Readonly<Record<string, unknown>>;
}

const hex = (id: number): string => (id + 1).toString(16).padStart(16, "0");

/** A span of the conventions; milliseconds since the trace began. */
function span(of: Said): JsonSpan {
  const { id, parent, from = 0, to = 1_000, operation = "chat", responseId = "" } = of;
  const { input = null, output = null, more = {} } = of;
  return {
    traceId: TRACE,
    spanId: hex(id),
    ...(parent === undefined ? {} : { parentSpanId: hex(parent) }),
    name: operation,
    startTimeUnixNano: `${BigInt(START + from) * 1_000_000n}`,
    endTimeUnixNano: `${BigInt(START + to) * 1_000_000n}`,
    attributes: keyValues({
      "gen_ai.operation.name": operation,
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      ...(responseId === "" ? {} : { "gen_ai.response.id": responseId }),
      ...(input === null ? {} : { "gen_ai.usage.input_tokens": BigInt(input) }),
      ...(output === null ? {} : { "gen_ai.usage.output_tokens": BigInt(output) }),
      ...more,
    }),
  };
}

/** A span that no dialect knows. */
const plain = (of: Said): JsonSpan => ({ ...span(of), attributes: [] });

interface Found {
  readonly id: string;
  readonly spanId: string;
  readonly input: number | null;
  readonly output: number | null;
  readonly seenBy: readonly string[];
  readonly tools: Readonly<Record<string, number>>;
  readonly dialect: string;
}

function calls(spans: readonly JsonSpan[], scope = "test"): readonly Found[] {
  const decoded = decodeSpans(toJson(spansOf(spans, { scope })), "json");
  return recogniseSpans(decoded).flatMap((each) => {
    if (each.kind !== "telemetry") return [];
    const { statement, spanId } = each.telemetry;
    if (statement.kind !== "prediction" || statement.call === undefined) return [];
    const { inputTokens: input, outputTokens: output, tools, source } = statement.call;
    const { seenBy, dialect } = source;
    return [{ id: statement.id, spanId, input, output, seenBy, tools: { ...tools }, dialect }];
  });
}

/** One true call, and the spans that stand around it, outermost first. */
const story = fc.record({
  isNamed: fc.boolean(),
  around: fc.array(fc.constantFrom("named", "same usage", "no usage", "agent", "foreign"), {
    maxLength: 4,
  }),
});

test("each call counts once, whatever stands around it and in whichever order its spans come", () => {
  fc.assert(
    fc.property(
      fc.array(story, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      (stories, isSummed, dice) => {
        const spans: JsonSpan[] = [];
        let next = 1;
        stories.forEach(({ isNamed, around }, at) => {
          // No sum of some is the usage of another.
          const usage = { input: 10 * 3 ** at, output: 7 * 3 ** at };
          const name = { responseId: isNamed ? `r-${at}` : "" };
          const time = { from: at * 100, to: at * 100 + 90 };
          let parent = 0;
          const put = (make: typeof span, of: Omit<Said, "id">): void => {
            spans.push(make({ ...of, ...time, id: next, parent }));
            parent = next;
            next += 1;
          };
          for (const kind of around) {
            if (kind === "named") put(span, { ...name, ...usage });
            else if (kind === "same usage") put(span, usage);
            else if (kind === "no usage") put(span, name);
            else if (kind === "agent") put(span, { ...usage, ...name, operation: "invoke_agent" });
            else put(plain, {});
          }
          put(span, { ...name, ...usage });
        });
        const total = (each: number): number =>
          stories.reduce((sum, _, at) => sum + each * 3 ** at, 0);
        const whole = { input: total(10), output: total(7) };
        spans.push(isSummed ? span({ id: 0, ...whole }) : plain({ id: 0 }));
        const shuffled = spans
          .map((each) => ({ each, at: dice.next().value ?? 0 }))
          .toSorted((one, other) => one.at - other.at)
          .map(({ each }) => each);
        const found = calls(shuffled);
        expect(found.length).toBe(stories.length);
        for (const of of ["input", "output"] as const) {
          expect(found.reduce((sum, call) => sum + (call[of] ?? 0), 0)).toBe(whole[of]);
        }
        // The innermost span is the one that counts.
        expect(new Set(found.map(({ id }) => id)).size).toBe(stories.length);
        expect(calls(spans).toSorted(byId)).toEqual(found.toSorted(byId));
      },
    ),
    { numRuns: RUNS },
  );
});

const byId = (one: Found, other: Found): number => (one.id < other.id ? -1 : 1);

test("named calls have the same names and tokens in however many requests their spans come", () => {
  const spans = [
    span({ id: 0, responseId: "r-1", input: 10, output: 5 }),
    span({ id: 1, parent: 0, responseId: "r-1", input: 10, output: 5, operation: "invoke_agent" }),
    span({ id: 2, parent: 1, responseId: "r-1", input: 10, output: 5 }),
    span({ id: 3, parent: 1, responseId: "r-2", input: 20, output: 5 }),
  ];
  const together = calls(spans).map(({ id, input, output }) => ({ id, input, output }));
  const apart = new Map(
    spans
      .flatMap((each) => calls([each]))
      .map(({ id, input, output }) => [id, { id, input, output }]),
  );
  expect([...apart.values()]).toEqual(together);
});

test("what one span does not know of a call another of the same says, and who said so too is kept", () => {
  const outer = { id: 0, responseId: "r-1", input: 10, output: 5 };
  const inner = { id: 1, parent: 0, responseId: "r-1", more: { "gen_ai.response.model": "m" } };
  expect(calls([span(outer), span(inner)])).toMatchObject([
    { spanId: hex(1), input: 10, output: 5, seenBy: [hex(0)] },
  ]);
});

test("retries, choices of the same model and calls of other traces or times stay apart", () => {
  const failed = { id: 1, parent: 0, from: 0, to: 10 };
  const other = { id: 2, parent: 0, from: 20, to: 30 };
  expect(calls([plain({ id: 0 }), span(failed), span(other)])).toHaveLength(2);
  // Told as inside, but after its end.
  const late = { id: 2, parent: 1, from: 50, to: 60 };
  expect(calls([span({ id: 1, to: 10 }), span(late)])).toHaveLength(2);
  const elsewhere = { ...span({ id: 1, responseId: "r-1" }), traceId: "0b".repeat(16) };
  expect(calls([span({ id: 1, responseId: "r-1" }), elsewhere])).toHaveLength(2);
  const unlike = { id: 2, parent: 1, input: 1, output: 1 };
  expect(calls([span({ id: 1, input: 9, output: 9 }), span(unlike)])).toHaveLength(2);
});

test("spans of two systems that tell of one answer count for each, as they do when they come apart", () => {
  const gateway = { id: 1, parent: 0, responseId: "r-1", more: { "aims.system.id": "gateway" } };
  expect(calls([span({ id: 0, responseId: "r-1" }), span(gateway)])).toHaveLength(2);
});

test("a circle of parents, and ten thousand spans in one trace, end", () => {
  const circle = [
    span({ id: 1, parent: 2, responseId: "r-1" }),
    span({ id: 2, parent: 1, responseId: "r-1" }),
    span({ id: 3, parent: 3 }),
  ];
  expect(calls(circle)).toHaveLength(2);
  const chain = Array.from({ length: 10_000 }, (_, id) =>
    span({ id, parent: id - 1, input: 1, output: 1 }),
  );
  expect(calls(chain).length).toBeGreaterThan(0);
});

test("tools that ran are of the latest answer before them, unless that says itself what it asked for", () => {
  const first = { id: 1, parent: 0, to: 100, responseId: "r-1" };
  const second = { id: 3, parent: 0, from: 300, to: 400, responseId: "r-2" };
  const tool = (id: number, from: number): JsonSpan =>
    span({
      ...{ id, parent: 0, from, to: from + 10, operation: "execute_tool" },
      more: { "gen_ai.tool.name": "search" },
    });
  const told = calls([span(first), tool(2, 150), span(second), tool(4, 450), tool(5, 460)]);
  expect(told.map(({ tools }) => tools)).toEqual([{ search: 1 }, { search: 2 }]);
  const messages = JSON.stringify([{ parts: [{ type: "tool_call", name: "lookup" }] }]);
  const said = { ...first, more: { "gen_ai.output.messages": messages } };
  expect(calls([span(said), tool(2, 150)])).toMatchObject([{ tools: { lookup: 1 } }]);
});
