/** The interfaces of model servers that are understood. */
export type ServedApi =
  | "openai.chat"
  | "openai.completions"
  | "openai.responses"
  | "openai.embeddings"
  | "anthropic.messages"
  | "kserve.infer"
  | "mlflow.invocations";

/** What a request's address says of it. */
export interface ServedRoute {
  readonly api: ServedApi;
  /** The model that the path names, e.g. of KServe; else `""`. */
  readonly model: string;
  readonly modelVersion: string;
}

const ENDINGS: readonly (readonly [ending: string, api: ServedApi])[] = [
  ["/chat/completions", "openai.chat"],
  ["/completions", "openai.completions"],
  ["/responses", "openai.responses"],
  ["/embeddings", "openai.embeddings"],
  ["/v1/messages", "anthropic.messages"],
  ["/invocations", "mlflow.invocations"],
];

/** Open Inference Protocol, version 2: https://kserve.github.io/website/docs/concepts/architecture/data-plane/v2-protocol */
const INFER = /\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?\/infer$/;

/**
 * What a request asks a model for, by its path; null where it is no call of a model.
 *
 * Servers put these paths under prefixes of their own (`/v1`, `/openai/deployments/NAME`, a gateway's), so the
 * end of the path decides.
 */
export function routeOf(method: string, path: string): ServedRoute | null {
  if (method.toUpperCase() !== "POST") return null;
  const trimmed = (path.split(/[?#]/, 1)[0] ?? "").replace(/\/{1,8}$/, "");
  const infer = INFER.exec(trimmed);
  if (infer !== null) {
    return { api: "kserve.infer", model: named(infer[1]), modelVersion: named(infer[2]) };
  }
  const found = ENDINGS.find(([ending]) => trimmed.endsWith(ending));
  return found === undefined ? null : { api: found[1], model: "", modelVersion: "" };
}

function named(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    return part ?? "";
  }
}
