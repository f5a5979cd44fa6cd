import type {
  Citations,
  Episode,
  NonconformityState,
  RaisedRecord,
  Report,
} from "@tiltmeter/rules";
import type { Stamp } from "./stamp.ts";

/** A control raises a record. */
export interface NonconformityRaised extends Stamp {
  readonly type: "nonconformity_raised";
  /** At most one open record has it. */
  readonly fingerprint: string;
  readonly record: RaisedRecord;
}

/** A person raises a record: an audit, an incident, a complaint, a concern, a supplier, a review. */
export interface NonconformityReported extends Stamp, Report {
  readonly type: "nonconformity_reported";
  readonly fingerprint: string;
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

/** Another record carries this one on: its episodes are the other's from here on. */
export interface NonconformityMerged extends Stamp {
  readonly type: "nonconformity_merged";
  readonly id: string;
  readonly into: string;
  readonly text: string;
}

/** A first person would dismiss what is grave; the second one's move does it. */
export interface DismissalProposed extends Stamp {
  readonly type: "dismissal_proposed";
  readonly id: string;
  readonly text: string;
}

/** Owner, severity or citations changed, without a move. */
export interface NonconformityEdited extends Stamp {
  readonly type: "nonconformity_edited";
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly cites: Citations;
  readonly uncites: Citations;
  readonly text: string;
}

export interface NonconformityCommented extends Stamp {
  readonly type: "nonconformity_commented";
  readonly id: string;
  readonly text: string;
}

/** A word on a record that is done with; the record itself stays as it was. */
export interface PostscriptAdded extends Stamp {
  readonly type: "postscript_added";
  readonly id: string;
  readonly text: string;
}
