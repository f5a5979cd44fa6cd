import { monitorEventLoopDelay } from "node:perf_hooks";
import { isOpen, type Nonconformity } from "@tiltmeter/rules";
import type { MetricFamily } from "../http/metrics.ts";
import type { Journal } from "../journal/journal.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { GovernanceState } from "../ledger/state.ts";
import type { BookOf } from "../notify/book.ts";
import { pendingOf } from "../notify/pending.ts";
import type { Applier } from "../store/applier.ts";
import type { Store } from "../store/store.ts";
import { VERSION } from "../version.ts";
import type { Closing } from "./closing.ts";
import { journalFamilies } from "./journal-families.ts";
import type { Meters } from "./meters.ts";
import { counter, gauge, histogram, info, labelled, sample } from "./metric-family.ts";
import { notificationCounts } from "./notification-counts.ts";
import { outboxFamilies } from "./outbox-families.ts";
import { processFamilies } from "./process-families.ts";
import { systemFamilies } from "./system-families.ts";
import { systemFigures } from "./system-figures.ts";

/**
 * Everything that `/metrics` says, put together from what is in memory when it is asked.
 *
 * Well below a millisecond: figures of single systems, which the store knows, are looked up beside it, at most
 * every half minute and only while somebody asks.
 */
export function openMetrics(of: {
  readonly now: () => number;
  readonly startedMs: number;
  readonly meters: Meters;
  readonly journal: Journal;
  readonly applier: Applier;
  readonly store: Pick<Store, "engine" | "systems" | "completeness">;
  readonly ledger: Ledger;
  /** What channels are owed. */
  readonly bookOf: BookOf;
  readonly anchoredMs: () => number | null;
  /** What is left to take telemetry with. */
  readonly pressure: () => readonly MetricFamily[];
  /** Telemetry is taken. */
  readonly isReady: () => boolean;
  readonly closing: Closing;
}): () => readonly MetricFamily[] {
  const { now, meters, journal, applier, store, ledger } = of;
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  of.closing.loop(delay, async (it) => void it.disable());
  const figures = systemFigures({ now, store });
  of.closing.loop(figures, (it) => it.stop());
  const open = openBySeverity();
  const told = notificationCounts();
  const pending = pendingOf(() => ledger.state, of.bookOf);

  return () => {
    const nowMs = now();
    const state = ledger.state;
    const { refusal } = applier;
    const anchoredMs = of.anchoredMs();
    return [
      info("tiltmeter_build", "Versions of the collector, its engine and Node.", {
        version: VERSION,
        engine: store.engine,
        node: process.version,
      }),
      gauge("tiltmeter_ready", "1 where telemetry is taken and the disk is written.", [
        sample(of.isReady() ? 1 : 0),
      ]),
      ...of.pressure(),
      counter(
        "tiltmeter_ingest_requests",
        "Requests that brought telemetry, by form and what became of them.",
        [...meters.counts("requests")].map(([key, value]) => {
          const [form = "", outcome = ""] = key.split(" ");
          return sample(value, { form, outcome });
        }),
      ),
      counter(
        "tiltmeter_ingest_records",
        "Records that arrived, by what became of them; foreign ones are of somebody else, elsewhere ones tell of calls that others tell of.",
        labelled(meters.counts("records"), "outcome"),
      ),
      counter(
        "tiltmeter_ingest_folded_attributes",
        "Features and segments whose names were too many for their system and day.",
        [sample(meters.counts("folded").get("attributes") ?? 0)],
      ),
      counter(
        "tiltmeter_ingest_bytes",
        "Bytes of telemetry as decompressed, by form.",
        labelled(meters.counts("bytes"), "form"),
      ),
      counter(
        "tiltmeter_http_responses",
        "Answers of any kind, by class of their status.",
        labelled(meters.counts("answers"), "class"),
      ),
      ...journalFamilies(journal, applier, nowMs),
      counter(
        "tiltmeter_store_failures",
        "Inserts that the store did not take; each is tried again.",
        [sample(meters.counts("storeFailures").get("apply") ?? 0)],
      ),
      gauge(
        "tiltmeter_store_refusing_seconds",
        "Since when the store takes nothing; 0 while it does.",
        [sample(refusal === null ? 0 : (nowMs - refusal.sinceMs) / 1000)],
      ),
      histogram(
        "tiltmeter_store_apply_seconds",
        "How long an insert into the store took.",
        meters.histogram("apply"),
      ),
      histogram(
        "tiltmeter_evaluation_tick_seconds",
        "How long a look for due windows took.",
        meters.histogram("tick"),
      ),
      histogram(
        "tiltmeter_evaluation_lateness_seconds",
        "From the end of a window to its verdict, with the delay that its control asks for.",
        meters.histogram("lateness"),
      ),
      counter(
        "tiltmeter_evaluations",
        "Evaluations that were stored, by verdict.",
        labelled(meters.counts("verdicts"), "verdict"),
      ),
      counter(
        "tiltmeter_evaluation_windows",
        "Windows by what became of them: evaluated, missed for good, or in error.",
        labelled(meters.counts("windows"), "outcome"),
      ),
      counter(
        "tiltmeter_evaluation_ticks",
        "Looks for due windows, by outcome.",
        labelled(meters.counts("tickOutcomes"), "outcome"),
      ),
      gauge(
        "tiltmeter_open_nonconformities",
        "Nonconformities that are not done with, by severity.",
        labelled(open(state), "severity"),
      ),
      counter(
        "tiltmeter_notifications",
        "Tries to tell a channel since the ledger began, by outcome.",
        [...told(state)].map(([key, value]) => {
          const [channel = "", outcome = ""] = JSON.parse(key);
          return sample(value, { channel, outcome });
        }),
      ),
      ...outboxFamilies(state, pending, nowMs),
      gauge("tiltmeter_ledger_entries", "Entries of the ledger.", [sample(ledger.size)]),
      gauge(
        "tiltmeter_ledger_anchor_age_seconds",
        "Since when nobody else vouched for the ledger; absent where nobody ever did.",
        anchoredMs === null ? [] : [sample((nowMs - anchoredMs) / 1000)],
      ),
      ...systemFamilies(figures.present(), meters.counts("rejectedBySystem")),
      ...processFamilies(of.startedMs, delay),
    ];
  };
}

/** Counts anew only what changed: there may be ten thousand records, of which a few move in a day. */
function openBySeverity(): (state: GovernanceState) => ReadonlyMap<string, number> {
  let of: ReadonlyMap<string, Nonconformity> | null = null;
  let known = new Map<string, number>();
  return ({ nonconformities }) => {
    if (nonconformities === of) return known;
    of = nonconformities;
    known = new Map(["low", "medium", "high", "critical"].map((severity) => [severity, 0]));
    for (const record of nonconformities.values()) {
      if (isOpen(record)) known.set(record.severity, (known.get(record.severity) ?? 0) + 1);
    }
    return known;
  };
}
