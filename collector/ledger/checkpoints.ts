import { printCheckpoint } from "../tlog/checkpoint.ts";
import { rootHash } from "../tlog/merkle.ts";
import { type NoteSignature, type Signer, signNote } from "../tlog/signed-note.ts";
import type { Ledger } from "./ledger.ts";
import type { Published, TreeFolder } from "./tree-folder.ts";

/** Signs the ledger as it grows, and keeps what others need to verify it. */
export interface Checkpoints {
  /** The newest; null before the first. */
  readonly latest: () => Published | null;
  /** When that was signed; null: before this start. */
  readonly latestMs: () => number | null;
  /** Does what is due at an instant: a sign of life, a checkpoint. One at a time. */
  readonly tick: (nowMs: number) => Promise<void>;
  /** A checkpoint of what is there now, whether it is due or not; null while the ledger is empty. */
  readonly publish: (nowMs: number) => Promise<Published | null>;
  /** Puts others' signatures under the newest checkpoint, where they are of it. */
  readonly cosign: (of: Published, signatures: readonly NoteSignature[]) => Promise<void>;
  /** Calls the listener after every checkpoint. Returns what ends that. */
  readonly onPublish: (listener: (published: Published) => void) => () => void;
}

/** A checkpoint every ten seconds at most, and only where something was appended. */
export const CHECKPOINT_MS = 10_000;
/** A quarter of an hour without one is worth a look; three make it. */
export const HEARTBEAT_MS = 300_000;

/**
 * The background writer of checkpoints and tiles over a ledger.
 *
 * Only what is on the disk is signed, and tiles come before the checkpoint that needs them, so a crash
 * anywhere leaves the checkpoint before it, or this one. Tiles that do not lead to the ledger's root
 * are made anew.
 */
export function createCheckpoints(of: {
  readonly ledger: Ledger;
  readonly folder: TreeFolder;
  readonly origin: string;
  readonly signer: () => Signer;
  readonly checkpointMs?: number;
  readonly heartbeatMs?: number;
  /** Told where tiles are made anew, and why. */
  readonly log: (line: string) => void;
}): Checkpoints {
  const { ledger, folder, origin } = of;
  const { checkpointMs = CHECKPOINT_MS, heartbeatMs = HEARTBEAT_MS } = of;
  const listeners = new Set<(published: Published) => void>();
  let publishedMs: number | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const made = turn.then(task);
    turn = made.catch(() => undefined);
    return made;
  }

  async function tick(nowMs: number): Promise<void> {
    const beat = ledger.state.heartbeat;
    if (beat === null || nowMs - beat.lastMs >= heartbeatMs) {
      const said = { type: "ledger_heartbeat", atMs: nowMs, by: "tiltmeter" } as const;
      await ledger.append([{ ...said, everyMs: heartbeatMs }]);
    }
    const isDirty = ledger.size > (folder.published?.head.size ?? 0);
    if (isDirty && nowMs - lastMs >= checkpointMs) await publish(nowMs);
  }

  async function publish(nowMs: number): Promise<Published | null> {
    // The tree before anything is awaited: entries that come meanwhile are in the next checkpoint.
    const { tree } = ledger;
    if (tree.size === 0) return null;
    lastMs = nowMs;
    const root = rootHash(tree);
    if (tree.size !== folder.published?.head.size) {
      await fill(tree.size, root);
      const text = printCheckpoint({ origin, size: tree.size, root, extensions: [] });
      await folder.publish(await signNote({ text, signatures: [] }, [of.signer()]));
      publishedMs = nowMs;
      const { published } = folder;
      if (published !== null) for (const listener of listeners) listener(published);
    }
    return folder.published;
  }

  async function fill(size: number, root: Uint8Array): Promise<void> {
    if (folder.size <= size) {
      await folder.add(ledger.leaves(folder.size), size);
      if (Buffer.compare(folder.root(), root) === 0) return;
    }
    of.log("the ledger's tiles are not those of the ledger, and are made anew from it");
    folder.startAnew();
    await folder.add(ledger.leaves(), size);
    if (Buffer.compare(folder.root(), root) === 0) return;
    throw new Error(`tiles of ${size} entries lead to another root than the ledger`);
  }

  async function cosign(
    { note, head }: Published,
    signatures: readonly NoteSignature[],
  ): Promise<void> {
    const { published } = folder;
    if (published === null || published.note.text !== note.text) return;
    const known = new Set(published.note.signatures.map(({ name, keyId }) => `${name}+${keyId}`));
    const added = signatures.filter(({ name, keyId }) => !known.has(`${name}+${keyId}`));
    if (added.length === 0 || folder.size !== head.size) return;
    const { text } = published.note;
    await folder.publish({ text, signatures: [...published.note.signatures, ...added] });
  }

  return {
    latest: () => folder.published,
    latestMs: () => publishedMs,
    tick: (nowMs) => inTurn(() => tick(nowMs)),
    publish: (nowMs) => inTurn(() => publish(nowMs)),
    cosign: (published, signatures) => inTurn(() => cosign(published, signatures)),
    onPublish: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
