import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageExports } from "@tiltmeter/dashboards";
import { createAllowance } from "../export/allowance.ts";
import {
  type ExportFile,
  type ExportStatus,
  type Exports,
  type ExportTerms,
  type MakeExport,
  openExports as openQueue,
} from "../export/exports.ts";
import { day } from "../export/instant.ts";
import type { Material } from "../export/material.ts";
import { oscalDocuments } from "../export/oscal-members.ts";
import { registerCsv, registerLines } from "../export/register.ts";
import type { ApiExports } from "../http/api/exports.ts";
import type { ExportCreated } from "../ledger/entries/exports.ts";
import type { GovernanceState } from "../ledger/state.ts";
import { gatherMaterial, gatherRegister, type MaterialSources } from "./gather-material.ts";
import { type PackageParts, type SealedLedger, writeAuditPackage } from "./write-audit-package.ts";

/** What exports are made of, and where they go. */
export interface ExportDeps extends MaterialSources {
  readonly folder: string;
  readonly newId: () => string;
  /** The ledger as it is now, signed, with the last checkpoint before an instant. */
  readonly seal: (fromMs: number) => Promise<SealedLedger>;
  readonly text: PackageParts["text"];
  readonly verifiers: PackageParts["verifiers"];
  readonly rows: PackageParts["rows"];
  readonly state: () => GovernanceState;
  readonly append: (entries: readonly ExportCreated[]) => Promise<unknown>;
  readonly onAppend: (listener: () => void) => () => void;
}

/** Exports as the API and the pages use them. */
export interface RunningExports {
  readonly api: ApiExports;
  readonly page: Omit<PageExports, "actor">;
  readonly close: () => Promise<void>;
}

/**
 * Opens what hands over: exports are made one after the other, each is an entry of the ledger, and its
 * files can be fetched for a week. Where somebody's words are erased, kept files go at once: they hold copies.
 */
export async function openExports(deps: ExportDeps): Promise<RunningExports> {
  const queue: Exports = await openQueue({
    folder: deps.folder,
    now: deps.now,
    newId: deps.newId,
    make: makeExport(deps),
  });
  let erasures = deps.state().erasures.length;
  const unwatch = deps.onAppend(() => {
    const { length } = deps.state().erasures;
    if (length === erasures) return;
    erasures = length;
    void queue.dropAll();
  });
  const allowance = createAllowance({ now: deps.now, max: EXPORTS_MAX, spanMs: HOUR_MS });
  const start: ApiExports["start"] = async ({ by, terms }) => {
    const reason = await faultOf(terms, deps);
    if (reason !== null) return { kind: "refused", reason };
    const waitMs = allowance.take(by);
    if (waitMs !== null) return { kind: "often", waitMs };
    const report = queue.start({ by, terms });
    return report === null ? { kind: "busy" } : { kind: "started", report: told(report) };
  };
  // Who asked is told by name, as far as there is one.
  const told = (status: ExportStatus): ExportStatus => ({ ...status, by: deps.inWords(status.by) });
  const list = (): readonly ExportStatus[] => queue.list().map(told);
  const get = (id: string): ExportStatus | null => {
    const found = queue.get(id);
    return found && told(found);
  };
  return {
    api: { start, list, get, path: queue.path, drop: queue.drop },
    page: {
      nowMs: deps.now,
      list,
      start: async (of) => {
        const started = await start(of);
        switch (started.kind) {
          case "started":
            return { kind: "done" };
          case "refused":
            return { kind: "refused", reason: started.reason, fields: {} };
          case "busy": {
            const reason = "too many exports wait for each other";
            return { kind: "refused", reason, fields: {} };
          }
          case "often": {
            const minutes = Math.ceil(started.waitMs / 60_000);
            const reason = `you had ${EXPORTS_MAX} made within the hour; the next can be in ${minutes} min`;
            return { kind: "refused", reason, fields: {} };
          }
        }
      },
    },
    close: async () => {
      unwatch();
      await queue.close();
    },
  };
}

/** Each takes minutes of the store, and pushes out the oldest of ten that are kept: nobody needs more by hand. */
const EXPORTS_MAX = 12;
const HOUR_MS = 3_600_000;

/** What is wrong with what was asked for; null: nothing. */
async function faultOf(terms: ExportTerms, deps: ExportDeps): Promise<string | null> {
  const { fromMs, toMs, systems } = terms;
  if (fromMs >= toMs) return `from must be earlier than to, got ${day(fromMs)} and ${day(toMs)}`;
  if (fromMs > deps.now()) return `the period has not begun: it begins ${day(fromMs)}`;
  if (systems === null) return null;
  const known = new Set((await deps.reads.inventory()).map(({ id }) => id));
  const stranger = systems.find((system) => !known.has(system));
  if (stranger === undefined) return null;
  return `there is no system ${JSON.stringify(stranger.slice(0, 128))}; tiltmeter systems list shows those that are declared or were heard of`;
}

function makeExport(deps: ExportDeps): MakeExport {
  return async ({ by, terms, folder, signal, progress }) => {
    const told = (share: number, what: string): void => {
      if (signal.aborted) throw new Error("the export was broken off");
      progress(share, what);
    };
    told(0, "the ledger");
    const ledger = await deps.seal(terms.fromMs);
    told(0.02, "evaluations and records");
    const asked = { ...terms, by };
    // The one that was not over says so, and is made all the same.
    const isOver = terms.toMs <= deps.now();
    const early = isOver ? [] : ["the period had not ended yet"];
    const to = { deps, folder, told };
    const { made, missing } =
      terms.kind === "register"
        ? await makeRegister(await gatherRegister(asked, ledger, deps), early, to)
        : await makeWhole(terms.kind, await gatherMaterial(asked, ledger, deps), early, {
            ...{ ledger, ...to },
          });
    await deps.append([
      {
        type: "export_created",
        atMs: deps.now(),
        by,
        kind: terms.kind,
        digest: made.digest,
        bytes: made.files.reduce((sum, { bytes }) => sum + bytes, 0),
        members: made.members,
        fromMs: terms.fromMs,
        toMs: terms.toMs,
        systems: terms.systems,
        size: ledger.size,
        root: ledger.root,
        sample: terms.sample,
      },
    ]);
    return { digest: made.digest, files: made.files, missing };
  };
}

interface Made {
  readonly digest: string;
  readonly members: number;
  readonly files: readonly ExportFile[];
}

interface Written {
  readonly made: Made;
  readonly missing: readonly string[];
}

interface Into {
  readonly deps: ExportDeps;
  readonly folder: string;
  readonly told: (share: number, what: string) => void;
}

async function makeRegister(
  of: Pick<Material, "register" | "period" | "missing">,
  early: readonly string[],
  { folder, told }: Into,
): Promise<Written> {
  told(0.1, "writing");
  return {
    made: await makeFiles(registerFiles(of), folder),
    missing: [...of.missing, ...early],
  };
}

async function makeWhole(
  kind: "audit" | "oscal",
  gathered: Material,
  early: readonly string[],
  to: Into & { readonly ledger: SealedLedger },
): Promise<Written> {
  const of = { ...gathered, missing: [...gathered.missing, ...early] };
  to.told(0.1, "writing");
  const made =
    kind === "audit"
      ? await makePackage(of, to.ledger, to)
      : await makeFiles(oscalFiles(of), to.folder);
  return { made, missing: of.missing };
}

async function makePackage(of: Material, ledger: SealedLedger, to: Into): Promise<Made> {
  const { deps, folder, told } = to;
  const lastDay = day(of.period.toMs - 1);
  const name = `audit-package-${day(of.period.fromMs)}-to-${lastDay}.tar`;
  const path = join(folder, name);
  const written = await writeAuditPackage(
    path,
    of,
    ledger,
    {
      content: deps.content,
      text: deps.text,
      verifiers: deps.verifiers,
      rows: deps.rows,
      hash: (bytes) => sha256(bytes),
    },
    (share, what) => told(0.1 + 0.88 * share, what),
  );
  const { size } = await stat(path);
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part);
  const file = { name, bytes: size, sha256: hash.digest("hex") };
  return { digest: written.digest, members: written.members, files: [file] };
}

/** Files beside each other. The digest of one is that of its bytes, of several that of their list. */
async function makeFiles(contents: ReadonlyMap<string, string>, folder: string): Promise<Made> {
  const files: ExportFile[] = [];
  for (const [name, text] of contents) {
    const bytes = Buffer.from(text, "utf8");
    await writeFile(join(folder, name), bytes, { mode: 0o600 });
    files.push({ name, bytes: bytes.length, sha256: sha256(bytes) });
  }
  const list = files.map(({ name, sha256: of }) => `${of}  ${name}\n`).join("");
  return { digest: sha256(Buffer.from(list, "utf8")), members: files.length, files };
}

function registerFiles(of: Pick<Material, "register" | "period">): ReadonlyMap<string, string> {
  return new Map([
    ["register.csv", registerCsv(of.register, of.period)],
    ["register.jsonl", registerLines(of.register, of.period)],
  ]);
}

function oscalFiles(of: Material): ReadonlyMap<string, string> {
  return new Map(
    oscalDocuments(of).map(([name, document]) => [name, `${JSON.stringify(document, null, 1)}\n`]),
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
