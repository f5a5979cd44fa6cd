import { BATCH_ID_HEADER } from "@tiltmeter/sdk/wire/attributes";
import { INGEST_BODY, readBody } from "./body.ts";
import { Busy } from "./body-error.ts";
import type { BodyMemory } from "./body-memory.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { Request } from "./environment.ts";
import type { IngestGate } from "./ingest-gate.ts";
import { Refusal } from "./refusal.ts";

/** What became of an ingest request; see `collector/ingest/receive.ts`. */
export interface IngestAnswer {
  readonly accepted: number;
  readonly rejectedCount: number;
  /** The first of them. */
  readonly rejected: readonly { readonly index: number; readonly reason: string }[];
  readonly foreign: number;
  readonly elsewhere?: number;
  readonly folded?: number;
  readonly receipt: { readonly journal: string; readonly seq: number } | null;
  readonly repeated?: true;
}

export type IngestPath =
  | "predictions"
  | "outcomes"
  | "oversight"
  | "scores"
  | "concerns"
  | "changes";

/** What OTLP carries; each has a path of its own. */
export type Signal = "logs" | "traces" | "metrics";

/** Takes a request in; resolves once what it accepted is on disk, and looks at its body no longer. */
export type Receive = (request: {
  readonly key: { readonly id: string; readonly systems: readonly string[] | null };
  readonly batchId: Uint8Array | null;
  readonly form:
    | { readonly otlp: "protobuf" | "json"; readonly signal: Signal }
    | { readonly json: IngestPath };
  readonly body: Uint8Array;
}) => Promise<IngestAnswer>;

export interface IngestDeps {
  readonly receive: Receive;
  readonly budget: ByteBudget;
  readonly gate: IngestGate;
  readonly bodies: BodyMemory;
}

/**
 * Reads a body within the budget and hands it on; the bytes are held until the answer is known. Throws `Busy`
 * where nothing is taken now, before anything of the body is read.
 */
export async function ingestRequest(
  c: Request,
  form: Parameters<Receive>[0]["form"],
  deps: IngestDeps,
): Promise<IngestAnswer> {
  const encoding = contentEncoding(c.req.header("content-encoding"));
  const batchId = batchIdOf(c.req.header(BATCH_ID_HEADER));
  const { id, keyId, systems } = c.get("caller");
  const { budget, gate, bodies, receive } = deps;
  const key = keyId ?? id;
  const refused = gate.refusal(key);
  if (refused !== null) throw new Busy(refused.limit, refused.message);
  const reservation = budget.take(id, 0);
  if (typeof reservation === "string") throw new Busy(reservation);
  let body: Buffer | null = null;
  let records = 0;
  try {
    body = await readBody(c, { encoding, limits: INGEST_BODY, reservation, memory: bodies });
    const answer = await receive({ key: { id: key, systems }, batchId, form, body });
    records = answer.accepted + answer.rejectedCount + answer.foreign + (answer.elsewhere ?? 0);
    return answer;
  } catch (error) {
    if (error instanceof Busy) gate.noteBusy(error.limit);
    throw error;
  } finally {
    reservation.release();
    gate.spend(key, { records, bytes: body?.length ?? 0 });
    if (body !== null) bodies.giveBack(body);
  }
}

/** The body's coding. Throws `Refusal` (415) for any but gzip and none. */
export function contentEncoding(header: string | undefined): "identity" | "gzip" {
  const coding = (header ?? "identity").trim().toLowerCase();
  if (coding === "identity" || coding === "gzip") return coding;
  const detail = `content-encoding must be gzip or absent, got ${JSON.stringify(coding.slice(0, 64))}`;
  throw new Refusal({ status: 415, detail });
}

/** 16 bytes in hexadecimal, with or without the dashes of a UUID. */
function batchIdOf(header: string | undefined): Uint8Array | null {
  if (header === undefined) return null;
  const digits = header.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(digits)) {
    const got = JSON.stringify(header.slice(0, 64));
    const detail = `${BATCH_ID_HEADER} must be 16 bytes in hexadecimal, got ${got}`;
    throw new Refusal({ status: 400, detail });
  }
  return Uint8Array.from(Buffer.from(digits, "hex"));
}
