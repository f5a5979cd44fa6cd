import { createHash } from "node:crypto";
import { encodeBatch } from "../batch.ts";
import type { KeptBatch } from "./batch-file.ts";
import { readMark } from "./mark.ts";
import type { Owner } from "./owner.ts";

/** What a process said last of itself: of its losses nothing is known after that. */
export interface Account {
  readonly timeMs: number;
  readonly dropped: Readonly<Record<string, number>>;
}

/** Of what was read from a file: where it is no account, nothing was dropped that we know of. */
export function readAccount(read: unknown): Account {
  const nothing: Account = { timeMs: 0, dropped: {} };
  if (typeof read !== "object" || read === null || !("timeMs" in read)) return nothing;
  const { timeMs } = read;
  const dropped = "dropped" in read ? read.dropped : null;
  if (typeof timeMs !== "number" || typeof dropped !== "object" || dropped === null) return nothing;
  const counts = Object.entries(dropped).filter(([, count]) => Number.isSafeInteger(count));
  return {
    timeMs,
    dropped: Object.fromEntries(counts.map(([name, count]) => [name, Number(count)])),
  };
}

/**
 * The heartbeat that a process which was killed did not get to send: how many records it had issued, so that
 * those which never reached the disk are seen to be missing.
 *
 * The same mark gives the same bytes under the same id, so that two who speak for one are heard once.
 * Null where nothing was issued, or the mark is broken.
 */
export async function lastWord(of: {
  readonly owner: Owner;
  readonly mark: Buffer;
  /** When the mark was last written, in Unix milliseconds. */
  readonly markedMs: number;
  readonly account: Account;
}): Promise<KeptBatch | null> {
  const { owner, account } = of;
  // The first number is that of the last heartbeat.
  const numbers = readMark(of.mark, owner.classes.length + 1);
  if (numbers === null) return null;
  const [heartbeats = 0, ...issued] = numbers;
  const lastSeq = owner.classes.map((name, i) => [name, issued[i] ?? 0] as const);
  const known = lastSeq.filter(([, seq]) => seq > 0);
  if (known.length === 0) return null;
  const heartbeat = {
    seq: heartbeats + 1,
    statement: {
      kind: "heartbeat" as const,
      // Later than any that it sent: the latest counts.
      timeMs: Math.max(Math.ceil(of.markedMs), account.timeMs + 1),
      lastSeq: Object.fromEntries(known),
      dropped: account.dropped,
      queueDepth: 0,
    },
  };
  const { body } = await encodeBatch({
    taken: { records: 0, bytes: 0, perClass: {}, slices: [] },
    heartbeat,
    origin: owner.origin,
    resource: owner.resource,
    isCompressed: false,
  });
  const digest = createHash("sha256").update(owner.origin.producer).update(body).digest("hex");
  return { id: digest.slice(0, 32), body, isCompressed: false, records: 0, perClass: {} };
}
