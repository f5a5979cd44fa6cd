import type { Episode, Nonconformity, NonconformityState } from "@tiltmeter/rules";
import type { Stamp } from "./stamp.ts";

export interface NonconformityRaised extends Stamp {
  readonly type: "nonconformity_raised";
  /** At most one open record has it. */
  readonly fingerprint: string;
  readonly record: Nonconformity;
}

export interface EpisodeAdded extends Stamp {
  readonly type: "nonconformity_episode_added";
  readonly id: string;
  readonly episode: Episode;
  /** Digest of the evidence snapshot of the window in which it fired. */
  readonly evidence: string;
}

export interface EpisodeEnded extends Stamp {
  readonly type: "nonconformity_episode_ended";
  readonly id: string;
  readonly episode: string;
  readonly endedMs: number;
  readonly reason: "recovered" | "superseded" | "retired";
}

export interface NonconformityMoved extends Stamp {
  readonly type: "nonconformity_moved";
  readonly id: string;
  readonly to: NonconformityState;
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface NonconformityCommented extends Stamp {
  readonly type: "nonconformity_commented";
  readonly id: string;
  readonly text: string;
}
