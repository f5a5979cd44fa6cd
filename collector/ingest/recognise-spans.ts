import { append } from "./append.ts";
import { type BillableCall, billableCalls, type TellingSpan } from "./billable-calls.ts";
import type { DecodedSpan, DecodedSpans } from "./decoded.ts";
import { readAttributes } from "./dialects/attribute-reader.ts";
import { firstText } from "./dialects/first-value.ts";
import { originOf } from "./dialects/origin-of.ts";
import { toldCall } from "./dialects/span-dialect.ts";
import { SPAN_DIALECTS } from "./dialects/span-dialects.ts";
import { counted } from "./dialects/tools-asked.ts";
import type { Recognised } from "./recognised.ts";
import { show } from "./show.ts";
import { toldPrediction } from "./told-prediction.ts";

/** A span that somebody's instrumentation of generative models made. */
interface Told extends TellingSpan {
  readonly index: number;
  readonly origin: ReturnType<typeof originOf>;
}

/**
 * Reads all spans of one request, in their order: each call of a model is a prediction of the innermost span that tells of it.
 *
 * Other spans about the same call, agents, steps and tools are `elsewhere`; what no dialect knows is foreign. A trace is
 * looked at as far as the request has it: what arrives apart meets in the store, by its name.
 */
export function recogniseSpans(decoded: DecodedSpans): readonly Recognised[] {
  const all = decoded.groups.flatMap(({ records }) => records);
  const found: Recognised[] = new Array(all.length).fill({ kind: "foreign" });
  const told: Told[] = [];
  const tools: ToolSpan[] = [];
  let index = 0;
  for (const { resource, problem, records } of decoded.groups) {
    for (const span of records) {
      const at = index;
      index += 1;
      const [dialect, reading] = readSpan(span);
      if (reading === null) continue;
      found[at] = { kind: "elsewhere" };
      const read = readAttributes(span.attributes, resource);
      const origin = originOf(read);
      const { system } = origin;
      if (reading.kind === "tool") tools.push({ span, system, tool: reading.tool });
      if (reading.kind !== "call") continue;
      const reason = problem ?? read.problem() ?? withoutIds(span);
      if (reason !== null) found[at] = { kind: "rejected", reason };
      else
        told.push({
          index: at,
          span,
          system,
          origin,
          told: toldCall(reading.said, dialect, span.scope),
        });
    }
  }
  const calls = billableCalls(told, all);
  const used = toolsUsed(calls, tools);
  for (const call of calls) {
    found[call.by.index] = {
      kind: "telemetry",
      telemetry: telemetryOf(call, used.get(call) ?? []),
    };
  }
  return found;
}

function readSpan(span: DecodedSpan) {
  for (const { name, read } of SPAN_DIALECTS) {
    const reading = read(span);
    if (reading !== null) return [name, reading] as const;
  }
  return ["", null] as const;
}

function withoutIds({ traceId, spanId, name }: DecodedSpan): string | null {
  if (traceId !== "" && spanId !== "") return null;
  return `span ${show(name)} must have a trace id of 16 bytes and a span id of 8`;
}

function telemetryOf(
  { by, told }: BillableCall<Told>,
  used: readonly string[],
): Extract<Recognised, { kind: "telemetry" }>["telemetry"] {
  const { span, origin } = by;
  const { traceId, spanId, startMs, endMs } = span;
  const tools = Object.keys(told.call.tools).length > 0 ? told.call.tools : counted(used);
  const statement = toldPrediction({
    told: { ...told, call: { ...told.call, tools } },
    ...{ traceId, spanId },
    timeMs: startMs,
    // Times are to the microsecond, and so is what is between them.
    latency: startMs > 0 && endMs >= startMs ? Math.round((endMs - startMs) * 1e3) / 1e6 : null,
    isError: span.isError,
    errorType: errorOf(span),
  });
  return { origin, seq: 0, traceId, spanId, statement };
}

/** What the conventions name, else the last exception that was recorded. */
function errorOf({ attributes, events, isError }: DecodedSpan): string {
  const named = firstText(attributes, "error.type");
  if (named !== "" || !isError) return named;
  return (
    events.map((event) => firstText(event.attributes, "exception.type")).findLast(Boolean) ?? ""
  );
}

interface ToolSpan {
  readonly span: DecodedSpan;
  readonly system: string;
  readonly tool: string;
}

/** Whose answer asked for which tools: the latest call of the trace that had ended when a tool began. */
function toolsUsed(
  calls: readonly BillableCall<Told>[],
  tools: readonly ToolSpan[],
): ReadonlyMap<BillableCall<Told>, readonly string[]> {
  const used = new Map<BillableCall<Told>, string[]>();
  if (tools.length === 0) return used;
  const byTrace = new Map<string, BillableCall<Told>[]>();
  for (const call of calls) {
    const { span, system } = call.by;
    append(byTrace, `${span.traceId}\n${system}`, call);
  }
  for (const { span, system, tool } of tools) {
    if (tool === "") continue;
    let asking: BillableCall<Told> | null = null;
    for (const call of byTrace.get(`${span.traceId}\n${system}`) ?? []) {
      const { endMs } = call.by.span;
      if (endMs > span.startMs + 1) continue;
      if (asking === null || endMs > asking.by.span.endMs) asking = call;
    }
    if (asking !== null) append(used, asking, tool);
  }
  return used;
}
