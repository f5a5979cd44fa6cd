import { append } from "./append.ts";
import type { DecodedSpan } from "./decoded.ts";
import type { ToldCall } from "./dialects/span-dialect.ts";

/** A span that tells of a call, of the system that it is of. */
export interface TellingSpan {
  readonly span: DecodedSpan;
  readonly system: string;
  readonly told: ToldCall;
}

/** One call, and the spans that told of it too. */
export interface BillableCall<Telling extends TellingSpan> {
  readonly by: Telling;
  /** What all of them know together: of what the first does not say, what the next ones do. */
  readonly told: ToldCall;
}

/** Spans deeper than this below each other are taken for unrelated: no real trace is, and a circle has no end. */
const DEPTH_MAX = 64;
/** Further ones that told of a call too are not named: an explanation needs a few. */
const SEEN_BY_MAX = 16;

/**
 * The calls that spans of one request tell of, each once, whatever the spans' order.
 *
 * Within one trace and system, spans that name the same answer tell of one call. Where one of two does not name it, a span tells
 * of the same call as a span below it within its time, if they agree on the model and on the tokens as far as both say them; and a
 * span without a name whose tokens are the sum of those below it is no call at all. Of several the innermost counts.
 *
 * `spans` are all of the request, since one that tells nothing may stand between two that do.
 */
export function billableCalls<Telling extends TellingSpan>(
  telling: readonly Telling[],
  spans: Iterable<DecodedSpan>,
): readonly BillableCall<Telling>[] {
  const traces = new Map<string, Telling[]>();
  for (const each of telling) append(traces, `${each.span.traceId}\n${each.system}`, each);
  if ([...traces.values()].every(({ length }) => length < 2)) {
    return telling.map((by) => ({ by, told: by.told }));
  }
  const parents = new Map<string, string>();
  for (const { traceId, spanId, parentSpanId } of spans) {
    if (parentSpanId !== "") parents.set(traceId + spanId, parentSpanId);
  }
  return [...traces.values()].flatMap((trace) => callsOf(trace, parents));
}

function callsOf<Telling extends TellingSpan>(
  trace: readonly Telling[],
  parents: ReadonlyMap<string, string>,
): readonly BillableCall<Telling>[] {
  const ordered = trace.toSorted(bySpanId);
  const above = ancestry(ordered, parents);
  const groups = new Map(ordered.map((each) => [each, each]));
  const first = (of: Telling): Telling => {
    let at = of;
    for (;;) {
      const next = groups.get(at) ?? at;
      if (next === at) return at;
      // Half of the way is forgotten each time, so that no way stays long.
      const beyond = groups.get(next) ?? next;
      groups.set(at, beyond);
      at = beyond;
    }
  };
  const join = (one: Telling, other: Telling): void => {
    const [a, b] = [first(one), first(other)].toSorted(bySpanId);
    if (a !== undefined && b !== undefined) groups.set(b, a);
  };
  joinNamed(ordered, join);
  const sums = joinNested(ordered, above, join);
  const members = new Map<Telling, Telling[]>();
  for (const each of ordered) {
    if (sums.has(each)) continue;
    append(members, first(each), each);
  }
  return [...members.values()].map((group) => merged(group, above));
}

function bySpanId(one: TellingSpan, other: TellingSpan): number {
  return one.span.spanId < other.span.spanId ? -1 : 1;
}

/** Of each span those above it, by distance. */
type Ancestry<Telling> = ReadonlyMap<Telling, readonly Telling[]>;

function ancestry<Telling extends TellingSpan>(
  ordered: readonly Telling[],
  parents: ReadonlyMap<string, string>,
): Ancestry<Telling> {
  const byId = new Map(ordered.map((each) => [each.span.spanId, each]));
  return new Map(
    ordered.map((each) => {
      const { traceId, spanId } = each.span;
      const found: Telling[] = [];
      let parent = parents.get(traceId + spanId);
      for (let depth = 0; parent !== undefined && depth < DEPTH_MAX; depth += 1) {
        const telling = byId.get(parent);
        if (telling !== undefined && telling !== each) found.push(telling);
        parent = parents.get(traceId + parent);
      }
      return [each, found];
    }),
  );
}

function joinNamed<Telling extends TellingSpan>(
  ordered: readonly Telling[],
  join: (one: Telling, other: Telling) => void,
): void {
  const named = new Map<string, Telling>();
  for (const each of ordered) {
    const { responseId } = each.told.call;
    if (responseId === "") continue;
    const known = named.get(responseId);
    if (known === undefined) named.set(responseId, each);
    else join(known, each);
  }
}

/** Joins spans with what they stand around; gives those that only sum up several calls. */
function joinNested<Telling extends TellingSpan>(
  ordered: readonly Telling[],
  above: Ancestry<Telling>,
  join: (one: Telling, other: Telling) => void,
): ReadonlySet<Telling> {
  const below = new Map<Telling, Telling[]>();
  for (const each of ordered) {
    for (const outer of above.get(each) ?? []) {
      if (isWithin(each.span, outer.span) && isModelShared(each.told, outer.told)) {
        append(below, outer, each);
      }
    }
  }
  const sums = new Set<Telling>();
  for (const [outer, inner] of below) {
    const isNamed = outer.told.call.responseId !== "";
    const open = isNamed ? inner.filter(({ told }) => told.call.responseId === "") : inner;
    const same = open.find(({ told }) => isUsageShared(outer.told, told));
    if (same !== undefined) join(outer, same);
    else if (!isNamed && isSum(outer, innermost(inner, below))) sums.add(outer);
  }
  return sums;
}

function innermost<Telling extends TellingSpan>(
  inner: readonly Telling[],
  below: ReadonlyMap<Telling, readonly Telling[]>,
): readonly Telling[] {
  return inner.filter((each) => !below.has(each));
}

/** Clocks of one process tick in milliseconds here and there. */
const TICK_MS = 2;

function isWithin(inner: DecodedSpan, outer: DecodedSpan): boolean {
  return inner.startMs >= outer.startMs - TICK_MS && inner.endMs <= outer.endMs + TICK_MS;
}

function isModelShared(one: ToldCall, other: ToldCall): boolean {
  const names = [one.call.requestModel, one.answered].filter((name) => name !== "");
  const others = [other.call.requestModel, other.answered].filter((name) => name !== "");
  return names.length === 0 || others.length === 0 || names.some((name) => others.includes(name));
}

function isUsageShared({ call: one }: ToldCall, { call: other }: ToldCall): boolean {
  return isSame(one.inputTokens, other.inputTokens) && isSame(one.outputTokens, other.outputTokens);
}

function isSame(one: number | null, other: number | null): boolean {
  return one === null || other === null || one === other;
}

function isSum(outer: TellingSpan, inner: readonly TellingSpan[]): boolean {
  if (inner.length < 2) return false;
  const sum = (of: "inputTokens" | "outputTokens"): number =>
    inner.reduce((total, { told }) => total + (told.call[of] ?? 0), 0);
  const { inputTokens, outputTokens } = outer.told.call;
  return isSame(inputTokens, sum("inputTokens")) && isSame(outputTokens, sum("outputTokens"));
}

/** The innermost span of the group, then who knows the tokens, then the answer's name, then the lesser id. */
function merged<Telling extends TellingSpan>(
  group: readonly Telling[],
  above: Ancestry<Telling>,
): BillableCall<Telling> {
  const outer = new Set(group.flatMap((each) => above.get(each) ?? []));
  const rank = (each: Telling): number =>
    (outer.has(each) ? 4 : 0) +
    (each.told.call.inputTokens === null ? 2 : 0) +
    (each.told.call.responseId === "" ? 1 : 0);
  const [by, ...others] = group.toSorted(
    (one, other) => rank(one) - rank(other) || bySpanId(one, other),
  );
  if (by === undefined) throw new Error("a group of spans has at least one");
  return { by, told: others.reduce((told, other) => filled(told, other), by.told) };
}

function filled(told: ToldCall, { told: other, span }: TellingSpan): ToldCall {
  const [own, its] = [told.call, other.call];
  const isNamed = own.modelSource === "provider" || its.modelSource !== "provider";
  return {
    supplier: told.supplier === "" ? other.supplier : told.supplier,
    answered: isNamed ? told.answered : other.answered,
    call: {
      operation: own.operation || its.operation,
      requestModel: own.requestModel || its.requestModel,
      modelSource: isNamed ? own.modelSource : its.modelSource,
      responseId: own.responseId || its.responseId,
      conversationId: own.conversationId || its.conversationId,
      inputTokens: own.inputTokens ?? its.inputTokens,
      cachedTokens: own.cachedTokens ?? its.cachedTokens,
      cacheWriteTokens: own.cacheWriteTokens ?? its.cacheWriteTokens,
      outputTokens: own.outputTokens ?? its.outputTokens,
      reasoningTokens: own.reasoningTokens ?? its.reasoningTokens,
      finishReasons: own.finishReasons.length > 0 ? own.finishReasons : its.finishReasons,
      tools: Object.keys(own.tools).length > 0 ? own.tools : its.tools,
      isRefused: own.isRefused ?? its.isRefused,
      isStreamed: own.isStreamed ?? its.isStreamed,
      firstChunk: own.firstChunk ?? its.firstChunk,
      source: { ...own.source, seenBy: [...own.source.seenBy, span.spanId].slice(0, SEEN_BY_MAX) },
    },
  };
}
