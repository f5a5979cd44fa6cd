/** Ids have at most as many characters, and so has a name. */
const CHARACTERS_MAX = 256;

/**
 * What a call of a generative model is named by who only sees its spans: `TRACE:RESPONSE`, so that everything that tells of one
 * call of one trace has one name, or `TRACE:SPAN` where the answer's id is unknown. Two traces may share an answer's
 * id: caches do that. Without a trace it is the answer's id alone, as our own SDK names it.
 *
 * Evaluations that name an answer mean this too: they are of the trace that they evaluate.
 */
export function callName(of: {
  readonly traceId: string;
  readonly responseId: string;
  readonly spanId: string;
}): string {
  const own = of.responseId === "" ? of.spanId : of.responseId;
  return (of.traceId === "" ? own : `${of.traceId}:${own}`).slice(0, CHARACTERS_MAX);
}
