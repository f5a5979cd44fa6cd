import { type Framework, type Governance, indexClauses } from "@tiltmeter/rules";
import { GovernanceRefused, loadGovernance } from "../acts/governance.ts";
import { watchControls } from "../acts/watch-controls.ts";
import type { Config } from "../config.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Closing } from "./closing.ts";
import { said } from "./said.ts";

/** The governance file, in force. */
export interface GovernanceFile {
  readonly inForce: () => Governance | null;
  /** What was in force by one of its digests. */
  readonly documentOf: (digest: string | null) => Promise<Governance | null>;
  /** Why the file that lies there is not what is in force; empty where it is. */
  readonly problems: () => readonly string[];
  /** Looks at the file from now on; returns what reads it anew at once. */
  readonly watch: (closing: Closing) => () => Promise<void>;
}

/**
 * Puts the governance file of a configuration in force and records what changed. A file that is refused
 * leaves what was in force before; where nothing was, the start fails.
 */
export async function openGovernance(
  config: Pick<Config, "governance">,
  of: {
    readonly now: () => number;
    readonly hash: (text: string) => string;
    readonly ledger: Ledger;
    readonly content: Pick<ContentStore, "get" | "put">;
    readonly frameworks: readonly Framework[];
    /** Ids of the controls in force. */
    readonly controls: () => readonly string[];
    readonly log: (line: string) => void;
  },
): Promise<GovernanceFile> {
  const { ledger, content, log } = of;
  const file = config.governance;
  const clauses = indexClauses(of.frameworks);
  const documentOf = async (digest: string | null): Promise<Governance | null> =>
    // Written by `loadGovernance` in this shape, under a verified digest.
    digest === null ? null : ((await content.get(digest)) as Governance | null);
  const last = ledger.state.roadmap.governance_loaded.at(-1);
  let inForce = await documentOf(last?.document ?? null);
  let refused: string | null = null;

  const load = async (): Promise<void> => {
    try {
      const { governance, changes } = await loadGovernance(file, {
        ...{ nowMs: of.now(), before: inForce, controls: of.controls(), clauses },
        put: (value) => content.put(value),
        transact: (decide) => ledger.transact(decide),
      });
      inForce = governance;
      refused = null;
      if (changes.length > 0) {
        const names = changes.slice(0, 10).map(({ id, change }) => `${id} ${change}`);
        const more = changes.length - names.length;
        log(`governance changed: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`);
      }
    } catch (error) {
      if (!(error instanceof GovernanceRefused)) throw error;
      if (inForce === null) throw error;
      if (refused !== error.message) {
        log(`the governance file is refused, what stood before is in force: ${error.message}`);
      }
      refused = error.message;
    }
  };
  await load();

  return {
    inForce: () => inForce,
    documentOf,
    problems: () =>
      refused === null
        ? []
        : [`the governance file was refused, what stood before is in force: ${refused}`],
    watch: (closing) => {
      // With the controls in it: a file that names a new one is refused until that is in force.
      const hash = (text: string): string => of.hash(`${[...of.controls()].sort()} ${text}`);
      const watching = closing.loop(
        watchControls({
          ...{ files: file === null ? [] : [file], hash, everyMs: LOOK_MS, reload: load },
          onError: (error) => log(`the governance file could not be read anew: ${said(error)}`),
        }),
        (it) => it.stop(),
      );
      return () => watching.reload();
    },
  };
}

/** People see within seconds what they changed. */
const LOOK_MS = 2_000;
