import type { Framework } from "@tiltmeter/rules";
import { type ApprovedBaselines, openApprovedBaselines } from "../acts/approved-baselines.ts";
import type { Config } from "../config.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Store } from "../store/store.ts";
import type { Closing } from "./closing.ts";
import { type OpenDuties, openDuties } from "./open-duties.ts";
import { type Files, openFiles } from "./open-files.ts";
import { type GovernanceFile, openGovernance } from "./open-governance.ts";
import { openPolicy } from "./open-policy.ts";
import type { Words } from "./open-words.ts";
import { loadFrameworks, loadStatutes } from "./shipped.ts";

/** What was written down and holds: by people, by those who ship the collector, by law. */
export interface Documents {
  readonly files: Files;
  /** What falls due by policy and statutes. */
  readonly duties: OpenDuties;
  readonly frameworks: readonly Framework[];
  readonly governance: GovernanceFile;
  readonly baselines: ApprovedBaselines;
  /** Looks at the files of people from now on; returns what reads them anew at once. */
  readonly watch: (closing: Closing) => () => Promise<void>;
}

/**
 * Puts everything that is written down in force and records what changed. Throws where a file cannot be
 * used and nothing was in force before.
 */
export async function openDocuments(
  config: Config,
  of: {
    readonly now: () => number;
    /** SHA-256 in hex. */
    readonly hash: (text: string) => string;
    readonly ledger: Ledger;
    readonly words: Pick<Words, "people" | "transact">;
    readonly content: Pick<ContentStore, "get" | "put">;
    readonly store: Pick<Store, "changes" | "modelsInUse">;
    readonly log: (line: string) => void;
  },
): Promise<Documents> {
  const { now, hash, ledger, words, content, store, log } = of;
  const files = await openFiles(config, {
    ...{ now, hash, content, ledger, log },
    ...{ pseudonymOf: words.people.pseudonymOf, transactAs: words.transact },
  });
  const { inForce } = files;
  const watchPolicy = await openPolicy(config, { now, hash, ledger, log });
  const statutes = await loadStatutes();
  const duties = openDuties({ hash, ledger, store, log, inForce, statutes });
  const frameworks = await loadFrameworks();
  const governance = await openGovernance(config, {
    ...{ now, hash, content, ledger, frameworks, log },
    controls: () => inForce.controls().map(({ id }) => id),
  });
  const baselines = await openApprovedBaselines({ known: () => ledger.state.baselines, content });
  return {
    ...{ files, duties, frameworks, governance, baselines },
    watch: (closing) => {
      const reloads = [files.watch(closing), governance.watch(closing), watchPolicy(closing)];
      return async () => {
        for (const reload of reloads) await reload();
      };
    },
  };
}
