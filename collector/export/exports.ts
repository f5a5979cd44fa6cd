import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const EXPORT_KINDS = ["audit", "register", "oscal"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** One file that can be fetched. */
export interface ExportFile {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly sha256: string;
}

/** What was asked for, as it is told again. */
export interface ExportTerms {
  readonly kind: ExportKind;
  readonly fromMs: number;
  readonly toMs: number;
  /** Null: all. */
  readonly systems: readonly string[] | null;
  readonly sample: { readonly count: number; readonly seed: string } | null;
}

/** Where an export stands. */
export type ExportStatus = {
  readonly id: string;
  /** Who asked: a pseudonym. */
  readonly by: string;
  readonly startedMs: number;
  readonly terms: ExportTerms;
} & (
  | { readonly status: "waiting" | "running"; readonly share: number; readonly what: string }
  | {
      readonly status: "done";
      readonly digest: string;
      readonly files: readonly ExportFile[];
      /** What could not be read, in words. */
      readonly missing: readonly string[];
    }
  | { readonly status: "failed"; readonly reason: string }
);

/** Makes exports one after the other, and keeps the files of the last ones for a while. */
export interface Exports {
  /** Null where too many wait. */
  readonly start: (of: { readonly by: string; readonly terms: ExportTerms }) => ExportStatus | null;
  /** Newest first. */
  readonly list: () => readonly ExportStatus[];
  readonly get: (id: string) => ExportStatus | null;
  /** Where a file of an export lies; null where there is none of that name. */
  readonly path: (id: string, name: string) => string | null;
  /** Breaks off one that runs or waits, or deletes the files of one that is done; false where there is none. */
  readonly drop: (id: string) => Promise<boolean>;
  /** Deletes every file: what was handed over holds words that are to be gone. */
  readonly dropAll: () => Promise<void>;
  /** Breaks off all, and waits for the one that runs. */
  readonly close: () => Promise<void>;
}

/** Makes the files of one export in an empty folder. Throws where it cannot, or where `signal` says stop. */
export type MakeExport = (of: {
  readonly by: string;
  readonly terms: ExportTerms;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly progress: (share: number, what: string) => void;
}) => Promise<{
  readonly digest: string;
  readonly files: readonly ExportFile[];
  readonly missing: readonly string[];
}>;

interface Job {
  status: ExportStatus;
  readonly stop: AbortController;
}

/** Each waits for the one before: a package takes minutes of the store and of one core. */
const WAITING_MAX = 4;
/** Files of an export may be hundreds of megabytes, and hold people's words: they go after a week, or when ten newer ones are there. */
const KEPT_MAX = 10;
const KEPT_MS = 7 * 86_400_000;

/**
 * Opens the folder of exports: those that were done before can still be fetched, and what an interrupted
 * one left is removed.
 */
export async function openExports(of: {
  readonly folder: string;
  readonly now: () => number;
  readonly newId: () => string;
  readonly make: MakeExport;
}): Promise<Exports> {
  await mkdir(of.folder, { recursive: true, mode: 0o700 });
  const jobs = new Map<string, Job>();
  for (const status of await readDone(of.folder)) {
    jobs.set(status.id, { status, stop: new AbortController() });
  }
  let turn: Promise<void> = tidy();

  const isOpen = ({ status }: ExportStatus): boolean =>
    status === "waiting" || status === "running";

  async function tidy(): Promise<void> {
    const done = [...jobs.values()].filter(({ status }) => status.status === "done");
    const old = done.filter(
      ({ status }, i) => i < done.length - KEPT_MAX || of.now() - status.startedMs > KEPT_MS,
    );
    for (const { status } of old) await remove(status.id);
    const failed = [...jobs.values()].filter(({ status }) => status.status === "failed");
    for (const { status } of failed.slice(0, -KEPT_MAX)) jobs.delete(status.id);
  }

  async function remove(id: string): Promise<void> {
    jobs.delete(id);
    await rm(join(of.folder, id), { recursive: true, force: true });
  }

  async function work(job: Job): Promise<void> {
    const { id, by, startedMs, terms } = job.status;
    const place = { id, by, startedMs, terms };
    if (job.stop.signal.aborted) return;
    const folder = join(of.folder, `.${id}`);
    const progress = (share: number, what: string): void => {
      job.status = { ...place, status: "running", share, what };
    };
    progress(0, "reading");
    try {
      await mkdir(folder, { mode: 0o700 });
      if (job.stop.signal.aborted) throw new Error("it was broken off");
      const made = await of.make({ by, terms, folder, progress, signal: job.stop.signal });
      const status: ExportStatus = { ...place, status: "done", ...made };
      await writeFile(join(folder, STATUS), JSON.stringify(status), { mode: 0o600 });
      // It bears its name once it is whole.
      await rename(folder, join(of.folder, id));
      job.status = status;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      const reason = error instanceof Error ? error.message : String(error);
      job.status = { ...place, status: "failed", reason };
    }
    await tidy().catch(() => undefined);
  }

  return {
    start: ({ by, terms }) => {
      if ([...jobs.values()].filter(({ status }) => isOpen(status)).length >= WAITING_MAX) {
        return null;
      }
      const id = of.newId();
      const status: ExportStatus = {
        ...{ id, by, terms, startedMs: of.now() },
        ...({ status: "waiting", share: 0, what: "waiting" } as const),
      };
      const job: Job = { status, stop: new AbortController() };
      jobs.set(id, job);
      turn = turn.then(() => work(job));
      return status;
    },
    list: () => [...jobs.values()].map(({ status }) => status).reverse(),
    get: (id) => jobs.get(id)?.status ?? null,
    path: (id, name) => {
      const status = jobs.get(id)?.status;
      if (status?.status !== "done") return null;
      // Only a name that is listed becomes a path.
      return status.files.some((file) => file.name === name) ? join(of.folder, id, name) : null;
    },
    drop: async (id) => {
      const job = jobs.get(id);
      if (job === undefined) return false;
      if (!isOpen(job.status)) {
        await remove(id);
        return true;
      }
      job.stop.abort();
      if (job.status.status === "waiting") {
        const { by, startedMs, terms } = job.status;
        job.status = { id, by, startedMs, terms, status: "failed", reason: "it was broken off" };
      }
      return true;
    },
    dropAll: async () => {
      for (const { status } of [...jobs.values()]) {
        if (status.status === "done") await remove(status.id);
      }
    },
    close: async () => {
      for (const job of jobs.values()) if (isOpen(job.status)) job.stop.abort();
      await turn;
    },
  };
}

/** The exports whose folders are whole, oldest first; what is not whole is removed. */
async function readDone(folder: string): Promise<readonly ExportStatus[]> {
  const found: ExportStatus[] = [];
  for (const name of await readdir(folder)) {
    try {
      // Written by `work` in this shape before the folder got its name.
      const status = JSON.parse(await readFile(join(folder, name, STATUS), "utf8")) as ExportStatus;
      if (name.startsWith(".") || status.status !== "done") throw new Error("it is not whole");
      for (const file of status.files) await stat(join(folder, name, file.name));
      found.push(status);
    } catch {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
  return found.sort((a, b) => a.startedMs - b.startedMs);
}

const STATUS = "export.json";
