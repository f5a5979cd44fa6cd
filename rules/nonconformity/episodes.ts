import { foldStep } from "./fold-step.ts";
import type { Episode, Nonconformity } from "./nonconformity.ts";
import { isOpen } from "./passages.ts";
import { MACHINE } from "./raise.ts";

/**
 * A further episode of the same matter joins the record. One that it has already changes nothing;
 * a record that is not open throws: a new one is raised instead.
 */
export function addEpisode(record: Nonconformity, episode: Episode, atMs: number): Nonconformity {
  if (record.episodes.some(({ id }) => id === episode.id)) return record;
  if (!isOpen(record)) throw new Error(`${record.id} is ${record.state} and takes no episode`);
  return foldStep(record, { type: "nonconformity_episode_added", atMs, by: MACHINE, episode });
}

/** An episode of the record has ended; the record itself never closes by that. */
export function endEpisode(
  record: Nonconformity,
  of: {
    readonly episode: string;
    readonly endedMs: number;
    readonly reason: "recovered" | "superseded" | "retired";
  },
  atMs: number,
): Nonconformity {
  const lasting = record.episodes.some(({ id, endedMs }) => id === of.episode && endedMs === null);
  if (!lasting) return record;
  return foldStep(record, { type: "nonconformity_episode_ended", atMs, by: MACHINE, ...of });
}
