import type { Reads } from "@tiltmeter/dashboards";

/** Texts that would do harm if a page put them anywhere but in a text node. Each sets `pwned`. */
export const payloads: readonly string[] = [
  `<script>window.pwned=1</script>`,
  `<img src=x onerror=window.pwned=1>`,
  `"><svg onload=window.pwned=1>`,
  `'><body onload=window.pwned=1>`,
  `" autofocus onfocus=window.pwned=1 x="`,
  `' onmouseover='window.pwned=1`,
  `javascript:window.pwned=1`,
  `</title><script>window.pwned=1</script>`,
  `</textarea><script>window.pwned=1</script>`,
  `</pre></code><iframe srcdoc="<script>parent.pwned=1</script>">`,
  `&lt;script&gt;window.pwned=1&lt;/script&gt;`,
  `&#60;img src=x onerror=window.pwned=1&#62;`,
  `<style>*{background:red}</style>`,
  `--><script>window.pwned=1</script><!--`,
  `{{constructor.constructor('window.pwned=1')()}}`,
  `\u202e<a href="javascript:window.pwned=1">\u0000`,
  `"}]}'><script>window.pwned=1</script>`,
  `../../%2e%2e//evil.example/%00?#`,
];

/** Keys whose texts come from telemetry, people or files; the others are our own vocabulary. */
const foreign: ReadonlySet<string> = new Set([
  "owner",
  "riskTier",
  "environments",
  "name",
  "version",
  "title",
  "how",
  "command",
  "feature",
  "note",
  "label",
  "change",
  "summary",
  "requirement",
  "measure",
  "due",
  "text",
  "bound",
  "reason",
  "controlTitle",
  "statement",
  "by",
  "labels",
  "instance",
  "group",
  "clauses",
  "predictions",
  "engine",
  "channel",
  "outcome",
  "fields",
  "status",
  "revision",
  "digest",
  "origin",
  "approvedBy",
  "words",
  "segment",
  "segmentsLeft",
  "related",
  "positive",
  "detail",
  "source",
  "sources",
  "set",
  "blindSpots",
  "runbook",
  "systems",
  "environments",
  "by",
  "favourable",
  "check",
  "names",
  "file",
  "deputy",
  "purpose",
  "oversightRole",
  "suppliers",
  "approvedModels",
  "calendar",
  "what",
  "field",
  "from",
  "to",
  "records",
  "description",
  "treatment",
  "target",
  "justification",
  "conclusion",
  "evidence",
  "plan",
  "notes",
  "role",
  "decision",
  "rationale",
  "limit",
  "provider",
  "providers",
  "model",
  "models",
  "regions",
  "notice",
  "rows",
  "seed",
  "item",
  "method",
  "unmeasured",
  "gaps",
  "acknowledgedBy",
  "environment",
  "supplier",
  "task",
  "errorType",
  "producer",
  "traceId",
  "segment",
  "categoricalFeatures",
  "missingFeatures",
  "action",
  "operation",
  "requestModel",
  "responseId",
  "conversationId",
  "finishReasons",
  "tools",
  "dialect",
  "scope",
  "scopeVersion",
  "schemaUrl",
  "seenBy",
  "instrumented",
  "uninstrumented",
  "watched",
  "unwatched",
  "lost",
  "weakened",
]);

/** The same reads, with `payload` in every text that we do not write ourselves. */
export function hostileReads(reads: Reads, payload: string): Reads {
  const poison = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return foreign.has(key) ? `${payload} ${value}` : value;
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    if (typeof value !== "object" || value === null) return value;
    const poisoned = Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        // Dimension names come from telemetry as well; `system` stays so that pages find their rows.
        key === "labels" || key === "instance" || key === "fields" ? foreignName(name) : name,
        poison(inner, foreign.has(key) && name !== "system" ? key : name),
      ]),
    );
    // A parsed control measures something of the catalogue, or it would not have been parsed.
    return "tiers" in value && "measure" in value
      ? { ...poisoned, measure: value.measure }
      : poisoned;
  };
  const foreignName = (name: string): string => (name === "system" ? name : `${name}${payload}`);
  // biome-ignore lint/suspicious/noExplicitAny: one wrapper for reads of every shape
  type Read = (of: any) => unknown;
  const wrap =
    (name: string, read: Read): Read =>
    (of) => {
      const answer = read(of);
      return answer instanceof Promise
        ? answer.then((found) => poison(found, name))
        : poison(answer, name);
    };
  const wrapped = Object.entries(reads).map(([name, read]) => {
    if (name === "nowMs") return [name, read];
    if (typeof read === "function") return [name, wrap(name, read as Read)];
    const inner = Object.entries(read).map(([part, each]) => [part, wrap(part, each as Read)]);
    return [name, Object.fromEntries(inner)];
  });
  return Object.fromEntries(wrapped) as Reads; // the same keys, each answering the same shape
}
