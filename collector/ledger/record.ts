import type { Nonconformity, NonconformityState, Step } from "@tiltmeter/rules";
import type {
  EpisodeAdded,
  EpisodeEnded,
  NonconformityCommented,
  NonconformityMoved,
} from "./entry.ts";

export type RecordEntry = EpisodeAdded | EpisodeEnded | NonconformityMoved | NonconformityCommented;

const TERMINAL: ReadonlySet<NonconformityState> = new Set([
  "closed",
  "dismissed",
  "merged",
  "void",
]);

export function isOpen(record: Nonconformity): boolean {
  return !TERMINAL.has(record.state);
}

export function foldStep(record: Nonconformity, entry: RecordEntry): Nonconformity {
  const step = (
    of: Pick<Step, "kind" | "to" | "text" | "fields">,
  ): Pick<Nonconformity, "steps" | "version"> => ({
    steps: [...record.steps, { atMs: entry.atMs, by: entry.by, from: record.state, ...of }],
    version: record.version + 1,
  });
  switch (entry.type) {
    case "nonconformity_episode_added":
      return {
        ...record,
        ...step({ kind: "episode_added", to: null, text: "", fields: {} }),
        episodes: [...record.episodes, entry.episode],
      };
    case "nonconformity_episode_ended":
      return {
        ...record,
        ...step({ kind: "episode_ended", to: null, text: entry.reason, fields: {} }),
        episodes: record.episodes.map((each) =>
          each.id === entry.episode ? { ...each, endedMs: entry.endedMs } : each,
        ),
      };
    case "nonconformity_moved":
      return {
        ...record,
        ...step({ kind: "moved", to: entry.to, text: entry.text, fields: entry.fields }),
        state: entry.to,
        fields: { ...record.fields, ...entry.fields },
        owner: entry.fields["owner"] ?? record.owner,
      };
    case "nonconformity_commented":
      return { ...record, ...step({ kind: "commented", to: null, text: entry.text, fields: {} }) };
  }
}
