import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Statute } from "@tiltmeter/rules";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Store } from "../store/store.ts";
import { shippedVerifiers } from "../verify/verifiers.ts";
import { VERSION } from "../version.ts";
import type { Closing } from "./closing.ts";
import type { MaterialSources } from "./gather-material.ts";
import { openExports, type RunningExports } from "./open-exports.ts";
import type { Words } from "./open-words.ts";
import type { RunningLedger } from "./run-ledger.ts";
import { sealLedger } from "./seal-ledger.ts";

/** Opens what compliance hands over, over a collector that runs: exports are in a folder of its data. */
export async function runExports(of: {
  readonly data: string;
  readonly now: () => number;
  readonly running: RunningLedger;
  readonly words: Pick<Words, "saying" | "texts">;
  readonly content: Pick<ContentStore, "get">;
  readonly store: MaterialSources["store"] & Pick<Store, "seals">;
  /** Seals everything that is stored by now. */
  readonly sealRows: () => Promise<unknown>;
  readonly reads: MaterialSources["reads"];
  readonly history: MaterialSources["history"];
  readonly roadmap: MaterialSources["roadmap"];
  readonly statutes: readonly Statute[];
  readonly termsOf: MaterialSources["termsOf"];
  readonly closing: Closing;
}): Promise<RunningExports> {
  const { now, running, words, content, store, reads, history, roadmap, termsOf } = of;
  const { ledger } = running;
  const opened = await openExports({
    ...{ now, store, reads, history, roadmap, termsOf },
    folder: join(of.data, "exports"),
    newId: randomUUID,
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    generator: `tiltmeter ${VERSION}`,
    statutes: of.statutes,
    content: (digest) => content.get(digest),
    inWords: words.saying.deep,
    text: (commitment) => words.texts.open(commitment),
    verifiers: shippedVerifiers,
    seal: async (fromMs) => {
      await of.sealRows();
      return sealLedger(running, { fromMs, nowMs: now() });
    },
    rows: (asked) => store.seals.rows(asked),
    state: () => ledger.state,
    append: (entries) => ledger.append(entries),
    onAppend: (listener) => ledger.onAppend(listener),
  });
  return of.closing.loop(opened, (it) => it.close());
}
