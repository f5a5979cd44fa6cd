import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { type CollectorAddress, demand, isRecord, unreachable } from "./collector-api.ts";

/** What a running collector is asked to hand over. */
export interface AskedExport {
  readonly kind: "audit" | "register" | "oscal";
  readonly from: string;
  readonly to: string;
  readonly systems: readonly string[] | null;
  readonly sample: { readonly count: number; readonly seed: string } | null;
}

/** An export that is done. */
export interface DoneExport {
  readonly id: string;
  readonly digest: string;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  readonly missing: readonly string[];
}

/** Has a collector make an export; asks every half second how far it is. */
export async function makeExport(
  address: CollectorAddress,
  of: AskedExport,
  on: { readonly progress: (share: number, what: string) => void; readonly stop: AbortSignal },
): Promise<DoneExport> {
  const started = await demand(address, { path: "/exports", body: JSON.stringify(of) });
  const path = `/exports/${String(started["id"])}`;
  for (;;) {
    const report = await demand(address, { path });
    const { status, share, what, reason } = report;
    if (status === "done") return doneOf(report);
    if (status === "failed") throw new Error(`the export failed: ${String(reason)}`);
    on.progress(typeof share === "number" ? share : 0, String(what ?? ""));
    if (on.stop.aborted) {
      await demand(address, { path, method: "DELETE" }).catch(() => undefined);
      throw new Error("broken off; the collector was told");
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Fetches a file of an export and holds it against its digest. A failure leaves no file. */
export async function fetchFile(
  { url, key }: CollectorAddress,
  of: { readonly id: string; readonly file: DoneExport["files"][number]; readonly to: string },
): Promise<void> {
  const { id, file, to } = of;
  let response: Response;
  try {
    response = await fetch(`${url}/api/v1/exports/${id}/files/${encodeURIComponent(file.name)}`, {
      headers: { authorization: `Bearer ${key}` },
    });
  } catch (error) {
    throw new Error(unreachable(url, error), { cause: error });
  }
  if (!response.ok || response.body === null) {
    throw new Error(
      `${url} answered ${response.status} for ${file.name}; ask for the export again`,
    );
  }
  const hash = createHash("sha256");
  const digesting = new Transform({
    transform: (chunk: Uint8Array, _, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    const body = Readable.fromWeb(response.body as ReadableStream); // the platform's two names of one thing
    await pipeline(body, digesting, createWriteStream(to, { flags: "wx", mode: 0o600 }));
    const found = hash.digest("hex");
    if (found !== file.sha256) {
      throw new Error(`${file.name} arrived as ${found}, it is ${file.sha256}; fetch it again`);
    }
  } catch (error) {
    // One that was there before stays as it was.
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!isThere) await rm(to, { force: true });
    throw error;
  }
}

function doneOf(report: Readonly<Record<string, unknown>>): DoneExport {
  const { id, digest, files, missing } = report;
  return {
    id: String(id),
    digest: String(digest),
    files: (Array.isArray(files) ? files : []).filter(isRecord).map((file) => ({
      name: String(file["name"]),
      bytes: Number(file["bytes"]),
      sha256: String(file["sha256"]),
    })),
    missing: (Array.isArray(missing) ? missing : []).map(String),
  };
}

const POLL_MS = 500;
