import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LedgerAnchor } from "@tiltmeter/dashboards";
import { type Anchor, hostOf, type Post } from "../anchors/anchor.ts";
import { createAnchoring } from "../anchors/anchoring.ts";
import { NEWEST, openFolderCopy, urlCopy } from "../anchors/copy.ts";
import { openRekor } from "../anchors/rekor.ts";
import { openTimestamp } from "../anchors/timestamp.ts";
import { openWitness } from "../anchors/witness.ts";
import { type Config, ConfigError } from "../config.ts";
import { startConductor } from "../evaluator/conductor.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import { checkAgainst } from "../ledger/rolled-back.ts";
import { parseCheckpoint } from "../tlog/checkpoint.ts";
import { proveConsistency } from "../tlog/proof.ts";
import { parseNote, printNote } from "../tlog/signed-note.ts";
import type { Closing } from "./closing.ts";
import type { RunningLedger } from "./run-ledger.ts";
import { said } from "./said.ts";

/** The anchors of a collector, running. */
export interface RunningAnchors {
  readonly standing: () => readonly LedgerAnchor[];
  /** When somebody else last kept or vouched for a checkpoint; null: nobody does. */
  readonly anchoredMs: () => number | null;
  /** Shows the newest checkpoint wherever that is due; the loop does so by itself. */
  readonly tick: (nowMs: number) => Promise<void>;
}

type FolderCopy = Awaited<ReturnType<typeof openFolderCopy>>;

/**
 * Opens the configured anchors over a ledger, and holds the ledger against the checkpoints that were
 * copied to folders: one that was put back as a whole is found out there.
 *
 * Throws `ConfigError`, and `LedgerRolledBack`.
 */
export async function runAnchors(
  config: Config,
  of: {
    readonly running: RunningLedger;
    readonly content: Pick<ContentStore, "put">;
    readonly post: Post;
    readonly now: () => number;
    readonly closing: Closing;
    readonly log: (line: string) => void;
  },
): Promise<RunningAnchors> {
  const { running, content, now, closing, log } = of;
  const { ledger, folder, checkpoints } = running;
  const copies = await openCopies(config);
  for (const copy of copies) await checkCopy(copy.where, running, log);
  const anchors = named([...copies, ...(await openRemotes(config, of.post))]);
  const follow = folderFollower(copies, log);
  closing.loop(checkpoints.onPublish(follow), async (end) => end());

  const anchoring = createAnchoring({
    anchors,
    everyMs: config.ledger.anchorMs,
    standing: (name) => ledger.state.anchors.get(name) ?? null,
    checkpoint: async (nowMs) => {
      // Why it could not be written tells whoever writes it: see `runLedger`.
      const published = await checkpoints.publish(nowMs).catch(() => null);
      if (published === null) return null;
      const { head, note } = published;
      return {
        head,
        text: printNote(note),
        consistency: (from) => proveConsistency({ from, to: head.size }, folder.hashes(head.size)),
      };
    },
    keep: (document) => content.put(document),
    record: async (entry, nowMs) => {
      await ledger.append([{ atMs: nowMs, by: "tiltmeter", ...entry }]);
    },
    cosign: ({ text, head }, signatures) =>
      checkpoints.cosign({ note: parseNote(Buffer.from(text, "utf8")), head }, signatures),
    random: Math.random,
  });
  if (config.evaluateEveryMs > 0) {
    const conductor = startConductor({
      tick: anchoring.tick,
      clock: { now },
      everyMs: LOOK_MS,
      onError: (error) => log(`an anchor could not be recorded, it is tried again: ${said(error)}`),
    });
    closing.loop(conductor, async (it) => {
      anchoring.stop();
      await it.stop();
    });
  }
  return {
    standing: () => anchors.map((each) => standingOf(each, ledger.state.anchors.get(each.name))),
    anchoredMs: () => {
      const times = anchors.flatMap(({ name, warning }) => {
        const obtained = ledger.state.anchors.get(name)?.obtained ?? null;
        // A copy on the same disk goes with what it should prove.
        return warning !== null || obtained === null ? [] : [obtained.atMs];
      });
      return times.length === 0 ? null : Math.max(...times);
    },
    tick: anchoring.tick,
  };
}

function openCopies(config: Config): Promise<readonly (Anchor | FolderCopy)[]> {
  const { data, ledger } = config;
  const places = ledger.copies ?? [{ folder: join(data, "checkpoints") }];
  return Promise.all(
    places.flatMap((place) =>
      "folder" in place ? [openFolderCopy({ name: "copy", folder: place.folder, data })] : [],
    ),
  );
}

async function openRemotes(config: Config, post: Post): Promise<readonly Anchor[]> {
  const { copies, timestamps, witnesses, rekor } = config.ledger;
  const configured = (what: string, open: () => Anchor): Anchor => {
    try {
      return open();
    } catch (cause) {
      throw new ConfigError(`ledger.${what}: ${said(cause)}`, { cause });
    }
  };
  const stamps: Anchor[] = [];
  for (const { url, allowPrivate, certificates } of timestamps) {
    const trusted = await readFile(certificates, "utf8").catch((cause: Error) => {
      throw new ConfigError(
        `ledger.timestamps: ${cause.message}; name a file of certificates (PEM)`,
      );
    });
    const name = `timestamp ${hostOf(url)}`;
    const deps = { name, url, trusted, allowPrivate, post, random: randomBytes };
    stamps.push(configured("timestamps", () => openTimestamp(deps)));
  }
  return [
    ...(copies ?? []).flatMap((place) =>
      "url" in place ? [urlCopy({ name: `copy ${hostOf(place.url)}`, ...place, post })] : [],
    ),
    ...stamps,
    ...witnesses.map((each) =>
      configured("witnesses", () =>
        openWitness({ name: `witness ${hostOf(each.url)}`, ...each, post }),
      ),
    ),
    ...rekor.map((each) =>
      configured("rekor", () => openRekor({ name: `rekor ${hostOf(each.url)}`, ...each, post })),
    ),
  ];
}

/** The second of a name is told by its number, so that what the ledger has of each stays apart. */
function named(anchors: readonly Anchor[]): readonly Anchor[] {
  const seen = new Map<string, number>();
  return anchors.map((anchor) => {
    const count = (seen.get(anchor.name) ?? 0) + 1;
    seen.set(anchor.name, count);
    return count === 1 ? anchor : { ...anchor, name: `${anchor.name} ${count}` };
  });
}

async function checkCopy(
  where: string,
  { ledger, signing }: RunningLedger,
  log: (line: string) => void,
): Promise<void> {
  const file = join(where, NEWEST);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return;
  let published: Parameters<typeof checkAgainst>[1]["published"];
  try {
    const note = parseNote(bytes);
    published = { note, head: parseCheckpoint(note.text) };
  } catch (error) {
    log(`${file} is no checkpoint and is replaced: ${said(error)}`);
    return;
  }
  const of = { published, origin: signing.origin, keys: signing.keys(), where: file };
  const isOurs = await checkAgainst(ledger, of);
  if (!isOurs) log(`${file} is of another log, or of a key that nobody here knows`);
}

/** Every checkpoint goes to the folders at once, newest in the place of the one before. */
function folderFollower(
  copies: readonly (Anchor | FolderCopy)[],
  log: (line: string) => void,
): Parameters<RunningLedger["checkpoints"]["onPublish"]>[0] {
  const told = new Set<string>();
  return ({ note }) => {
    for (const copy of copies) {
      if (!("follow" in copy)) continue;
      copy.follow(printNote(note)).then(
        () => told.delete(copy.where),
        (error) => {
          if (told.has(copy.where)) return;
          told.add(copy.where);
          log(`checkpoints are not copied to ${copy.where}, it is tried with each: ${said(error)}`);
        },
      );
    }
  };
}

function standingOf(
  { name, kind, where, warning }: Anchor,
  state: ReturnType<RunningLedger["ledger"]["state"]["anchors"]["get"]>,
): LedgerAnchor {
  return {
    ...{ name, kind, where, warning },
    obtained: state?.obtained ?? null,
    failure: state?.failure ?? null,
  };
}

const LOOK_MS = 5_000;
