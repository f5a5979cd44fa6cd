import type {
  Clock,
  ClockState,
  Hold,
  IncidentHistory,
  NonconformityState,
  Severity,
  StatutoryClock,
} from "@tiltmeter/rules";

/** One thing that falls due, of one record. */
export interface DutyItem {
  /** The same for as long as it is the same. */
  readonly id: string;
  /** The next step of the work, a corrective action, an accepted risk, or a report to somebody outside. */
  readonly kind: "work" | "action" | "acceptance" | "report";
  readonly record: string;
  readonly title: string;
  readonly system: string;
  readonly severity: Severity;
  readonly recordState: NonconformityState;
  /** Of the action, of the record, or of its system as declared; null: nobody. */
  readonly owner: string | null;
  readonly isMine: boolean;
  /** A clock's name, or of a report its citation. */
  readonly clock: string;
  readonly startMs: number;
  readonly dueMs: number;
  readonly state: Exclude<ClockState, "met">;
  /** Of its time, from 0; above 1 where it was exceeded. */
  readonly used: number;
}

/** All that falls due of one record, and what is held for it. */
export interface RecordDuties {
  readonly clocks: readonly Clock[];
  /** What was stated, reported and set aside, oldest first; empty: it never was an incident. */
  readonly incident: IncidentHistory;
  /** Every reporting duty that there is, by law. */
  readonly reports: readonly StatutoryClock[];
  /** Of its systems, released ones too. */
  readonly holds: readonly Hold[];
}

/** Which of what falls due: whatever is absent asks nothing. */
export interface DutyQuery {
  /** The asker's names. */
  readonly by: readonly string[];
  /** A name; `me`: the asker's. */
  readonly owner?: string;
  readonly system?: string;
  readonly state?: DutyItem["state"];
  readonly kind?: DutyItem["kind"];
  /** What comes first of each system, at most two of it, and nothing else. */
  readonly isFirstOfSystem?: boolean;
  /** Only what falls due of records about some of these systems and no other; counts are theirs too. */
  readonly within?: readonly string[];
  /** Where the page before ended; absent: from the first. The item itself may be gone. */
  readonly after?: Pick<DutyItem, "id" | "dueMs" | "isMine" | "severity">;
  readonly limit: number;
}

/** One page of what falls due, and what there is besides. */
export interface DutyPage {
  readonly items: readonly DutyItem[];
  /** As many fit. */
  readonly total: number;
  /** Others that fit come after these. */
  readonly isMore: boolean;
  /** Of all, whatever was asked. */
  readonly all: number;
  readonly counts: Readonly<Record<DutyItem["state"], number>>;
  readonly systems: readonly string[];
  readonly owners: readonly string[];
}

/** What pages and API read of duties. */
export interface DutyReads {
  /**
   * What falls due of open records and is not met: the asker's own first, then the soonest. Null where
   * `after` is of none of those that fit.
   */
  readonly duties: (of: DutyQuery) => Promise<DutyPage | null>;
  /** Null: there is no such record. */
  readonly recordDuties: (id: string) => Promise<RecordDuties | null>;
  /** Every hold, those in force first, the newest first. */
  readonly holds: () => Promise<readonly Hold[]>;
}
