import type { MetricFamily } from "../http/metrics.ts";
import type { Journal } from "../journal/journal.ts";
import type { Applier } from "../store/applier.ts";
import { gauge, sample } from "./metric-family.ts";

/** What `/metrics` says of the journal: what is on disk, and what of it the store has. */
export function journalFamilies(
  journal: Journal,
  applier: Applier,
  nowMs: number,
): readonly MetricFamily[] {
  return [
    gauge("tiltmeter_journal_writable", "1 where the journal's disk takes what is written.", [
      sample(journal.isWritable ? 1 : 0),
    ]),
    gauge("tiltmeter_journal_backlog_bytes", "Bytes on disk that the store does not have yet.", [
      sample(journal.backlogBytes),
    ]),
    gauge(
      "tiltmeter_journal_quota_bytes",
      "Bytes that may wait for the store before requests are refused.",
      [sample(journal.quotaBytes)],
    ),
    gauge("tiltmeter_journal_last_seq", "Number of the last batch on disk.", [
      sample(journal.lastSeq),
    ]),
    gauge(
      "tiltmeter_journal_applied_seq",
      "Number of the last batch that the store has, verified.",
      [sample(applier.appliedSeq)],
    ),
    gauge("tiltmeter_journal_lag_seconds", "How far what can be read from the store is behind.", [
      sample(Math.max(0, (nowMs - applier.readableUpToMs(nowMs)) / 1000)),
    ]),
    gauge("tiltmeter_journal_gaps", "Damaged places that were found at the start.", [
      sample(journal.recovery.gaps.length),
    ]),
  ];
}
