import type { SystemDeclaration } from "@tiltmeter/rules";
import { type Controls, openControls } from "../acts/controls.ts";
import { loadRoutes, RoutesRefused } from "../acts/routes.ts";
import { declareSystems, readSystemsFile } from "../acts/systems.ts";
import { watchControls } from "../acts/watch-controls.ts";
import type { Config } from "../config.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { perRecordChannels } from "../notify/channels/open-channels.ts";
import { ZONES, zoneOffsets } from "../zones.ts";
import type { Closing } from "./closing.ts";
import { said } from "./said.ts";
import { libraryFiles } from "./shipped.ts";

/** What people keep in files, in force: inventory, controls and routes. */
export interface Files {
  readonly inForce: Controls;
  /** Why files that lie there are not what is in force; empty where they are. */
  readonly problems: () => readonly string[];
  /** Looks at the files from now on; returns what reads them anew at once. */
  readonly watch: (closing: Closing) => () => Promise<void>;
}

/**
 * Puts the files of a configuration in force and records what changed: the inventory and the controls,
 * all or nothing, then the routes. Throws where a file cannot be used and nothing was in force before.
 */
export async function openFiles(
  config: Config,
  of: {
    readonly now: () => number;
    readonly hash: (text: string) => string;
    readonly ledger: Ledger;
    readonly content: Pick<ContentStore, "get" | "put">;
    /** A way to the ledger for what people do. */
    readonly transactAs: Ledger["transact"];
    readonly pseudonymOf: (name: string) => Promise<string>;
    readonly log: (line: string) => void;
  },
): Promise<Files> {
  const { now, hash, ledger, log } = of;
  const { systemsFile } = config;
  const transact: Ledger["transact"] = (decide) => ledger.transact(decide);

  const declared = async (): Promise<readonly SystemDeclaration[]> =>
    systemsFile === null ? config.systems : readSystemsFile(systemsFile, ZONES);
  const declare = async (declarations: readonly SystemDeclaration[]): Promise<void> => {
    // A configuration that says nothing of systems withdraws none.
    const isWhole = systemsFile !== null || config.systems.length > 0;
    const changed = await declareSystems({ declarations, isWhole, nowMs: now() }, transact);
    if (changed.length > 0) log(`the inventory changed: ${namesInShort(changed)}`);
  };
  await declare(await declared());

  const library =
    config.library === "off" ? undefined : { files: await libraryFiles(), status: config.library };
  const inForce = await openControls(config.controls, {
    ...{ now, hash, content: of.content, library, transact, transactAs: of.transactAs },
    alongside: async () => {
      const declarations = await declared();
      return () => declare(declarations);
    },
    state: () => ledger.state,
  });
  const problems = (): readonly string[] => refusalInWords(inForce.refused());
  for (const line of problems()) log(line);

  const readRoutes = async (): Promise<void> => {
    const channels = Object.keys(config.channels);
    const { changed, warnings } = await loadRoutes(config.routes, {
      ...{ nowMs: now(), channels, transact, pseudonymOf: of.pseudonymOf },
      ...{ perRecord: perRecordChannels(config.channels), zones: ZONES, offsets: zoneOffsets },
    });
    if (changed) for (const line of warnings) log(line);
  };
  await readRoutes();

  const readControls = async (): Promise<void> => {
    const before = inForce.refused();
    const outcome = await inForce.reload();
    if (outcome === "changed") {
      log(`control files changed: ${inForce.controls().length} controls are in force`);
    }
    if (inForce.refused() !== before) for (const line of problems()) log(line);
  };
  const readRoutesAgain = async (): Promise<void> => {
    try {
      await readRoutes();
    } catch (error) {
      if (!(error instanceof RoutesRefused)) throw error;
      log(`the routes are refused, those before stay in force: ${error.message}`);
    }
  };

  return {
    inForce,
    problems,
    watch: (closing) => {
      const watched = [
        {
          files: systemsFile === null ? config.controls : [...config.controls, systemsFile],
          reload: readControls,
          what: "control files",
        },
        {
          files: config.routes === null ? [] : [config.routes],
          reload: readRoutesAgain,
          what: "the routes",
        },
      ];
      const watching = watched.map(({ files, reload, what }) =>
        closing.loop(
          watchControls({
            ...{ files, reload, hash, everyMs: LOOK_MS },
            onError: (error) => log(`${what} could not be read anew: ${said(error)}`),
          }),
          (it) => it.stop(),
        ),
      );
      return async () => {
        for (const each of watching) await each.reload();
      };
    },
  };
}

function namesInShort(names: readonly string[]): string {
  const more = names.length - 10;
  return `${names.slice(0, 10).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Why the files in the folder are not what is in force. */
function refusalInWords(refused: ReturnType<Controls["refused"]>): readonly string[] {
  if (refused === null) return [];
  const [first] = refused.findings;
  const more = refused.findings.length - 1;
  const where = first && `${first.file}:${first.line}: ${first.message}`;
  return [
    `control files were refused at ${new Date(refused.atMs).toISOString()}, those before them are in force, as is the inventory: ${where}${more > 0 ? `, and ${more} more` : ""}; tiltmeter controls check tells them all`,
  ];
}

/** People see within seconds what they changed; reading a few files costs less than a millisecond. */
const LOOK_MS = 2_000;
