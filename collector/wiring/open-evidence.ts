import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Baseline } from "@tiltmeter/rules";
import type { Config } from "../config.ts";
import { DATA_VERSION } from "../data-version.ts";
import type { ApiBackups } from "../http/api/backups.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Applier } from "../store/applier.ts";
import type { Closing } from "./closing.ts";
import { formerJournals } from "./former-journals.ts";
import type { Keeping } from "./keeping.ts";
import { openBackups } from "./open-backups.ts";
import type { OpenData } from "./open-data.ts";
import { type Erasure, openErasure } from "./open-erasure.ts";
import { openSeals, type Seals } from "./open-seals.ts";
import { type OpenViews, openViews } from "./open-views.ts";
import { resumeRestored } from "./resume-restored.ts";
import { startStoreLoops } from "./store-loops.ts";

/** What is kept of telemetry: how it comes into the store, is sealed there, copied and erased. */
export interface Evidence {
  readonly applier: Applier;
  readonly seals: Seals;
  readonly erasure: Erasure;
  /** What people keep of the pages, which an erasure takes with the person. */
  readonly views: OpenViews;
  readonly backups: ApiBackups;
}

/** Starts what moves the journal into the store, and opens what is done with it there, until `closing` ends it. */
export async function openEvidence(
  config: Pick<Config, "data" | "store">,
  of: Pick<OpenData, "journal" | "running" | "words" | "stillness" | "store"> & {
    readonly now: () => number;
    readonly keeping: Keeping;
    readonly content: Pick<ContentStore, "get">;
    readonly baselines: () => readonly Baseline[];
    readonly closing: Closing;
    readonly log: (line: string) => void;
  },
): Promise<Evidence> {
  const { journal, running, words, stillness, store, now, keeping, closing, log } = of;
  const { ledger } = running;
  const { data } = config;
  const applier = startStoreLoops({
    ...{ now, journal, store, stillness, baselines: of.baselines, closing, log },
  });
  const seals = openSeals({
    ...{ now, ledger, store, content: of.content, closing, journal, keeping, log },
    appliedSeq: () => applier.appliedSeq,
    readableUpToMs: applier.readableUpToMs,
    formers: await formerJournals({ ledger, journal: journal.id, store }),
  });
  const views = await openViews(join(data, "views.json"));
  const erasure = await openErasure({
    forgetViews: views.forgetAllOf,
    ...{ now, ledger, words, store, journal, closing, log },
    ...{ folder: data, sealer: seals.sealer, settled: applier.settled },
  });
  const backups = await openBackups({
    ...{ data, dataVersion: DATA_VERSION, now, newId: randomUUID },
    ...{ checkpoints: running.checkpoints, erasure, stillness, store, closing, log },
    server: config.store === null ? null : new URL(config.store.url).origin,
  });
  await resumeRestored({ data, ledger, erasure, now, log });
  return { applier, seals, erasure, views, backups };
}
