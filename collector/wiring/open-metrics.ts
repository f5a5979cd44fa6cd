import { monitorEventLoopDelay } from "node:perf_hooks";
import { isOpen, type Nonconformity } from "@tiltmeter/rules";
import type { MetricFamily, MetricSample } from "../http/metrics.ts";
import type { Journal } from "../journal/journal.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { GovernanceState } from "../ledger/state.ts";
import { pendingOf } from "../notify/pending.ts";
import type { Applier } from "../store/applier.ts";
import type { Store } from "../store/store.ts";
import { VERSION } from "../version.ts";
import type { Closing } from "./closing.ts";
import type { Meters } from "./meters.ts";
import { type SystemFigures, systemFigures } from "./system-figures.ts";

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
  readonly anchoredMs: () => number | null;
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
  const pending = pendingOf(() => ledger.state);

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
        sample(journal.isWritable && journal.backlogBytes < journal.quotaBytes ? 1 : 0),
      ]),
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
        "Records that arrived, by what became of them; foreign ones are events of somebody else.",
        labelled(meters.counts("records"), "outcome"),
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

function journalFamilies(
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

function outboxFamilies(
  state: GovernanceState,
  pending: ReturnType<typeof pendingOf>,
  nowMs: number,
): readonly MetricFamily[] {
  const owed = [...state.channels.keys()].map((channel) => ({
    channel,
    messages: pending(channel),
  }));
  return [
    gauge(
      "tiltmeter_outbox_messages",
      "Messages that are still to be delivered, by channel.",
      owed.map(({ channel, messages }) => sample(messages.length, { channel })),
    ),
    gauge(
      "tiltmeter_outbox_oldest_seconds",
      "Age of the oldest message that is still to be delivered, by channel; 0 where none is.",
      owed.map(({ channel, messages }) => {
        const oldestMs = messages.reduce(
          (min, { announcedMs }) => Math.min(min, announcedMs),
          nowMs,
        );
        return sample((nowMs - oldestMs) / 1000, { channel });
      }),
    ),
  ];
}

function systemFamilies(
  { systems, leftOut, readMs }: SystemFigures,
  rejected: ReadonlyMap<string, number>,
): readonly MetricFamily[] {
  const each = (value: (of: SystemFigures["systems"][number]) => number | null): MetricSample[] =>
    systems.flatMap((of) => {
      const found = value(of);
      return found === null ? [] : [sample(found, { system: of.id })];
    });
  return [
    gauge(
      "tiltmeter_systems_read_timestamp_seconds",
      "When the figures of systems below were read.",
      readMs === null ? [] : [sample(readMs / 1000)],
    ),
    gauge(
      "tiltmeter_systems_left_out",
      "Systems that have no series of their own here: those with fewest predictions.",
      [sample(leftOut)],
    ),
    gauge(
      "tiltmeter_system_predictions",
      "Predictions that the store has, by system.",
      each(({ predictions }) => predictions),
    ),
    gauge(
      "tiltmeter_system_last_seen_timestamp_seconds",
      "Last sign of life of a system.",
      each(({ lastSeenMs }) => (lastSeenMs === null ? null : lastSeenMs / 1000)),
    ),
    gauge(
      "tiltmeter_system_unexplained_loss_records",
      "Records that a system's senders issued and that neither arrived nor were declared dropped.",
      each(({ unexplained }) => unexplained),
    ),
    counter(
      "tiltmeter_system_rejected_records",
      "Records that were refused since the start, by the system that they name; empty: none, or one too many.",
      labelled(rejected, "system"),
    ),
  ];
}

function processFamilies(
  startedMs: number,
  delay: ReturnType<typeof monitorEventLoopDelay>,
): readonly MetricFamily[] {
  const memory = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const families = [
    gauge(
      "tiltmeter_event_loop_delay_seconds",
      "Delay of the event loop since the last time that it was asked for.",
      [
        ...[50, 99].map((percent) =>
          sample(nanoseconds(delay.percentile(percent)), { at: `p${percent}` }),
        ),
        sample(nanoseconds(delay.max), { at: "max" }),
      ],
    ),
    counter("process_cpu_seconds", "Processor time of the process.", [
      sample((user + system) / 1e6),
    ]),
    gauge(
      "process_resident_memory_bytes",
      "Memory of the process, with that of the embedded engine.",
      [sample(memory.rss)],
    ),
    gauge("tiltmeter_heap_used_bytes", "Memory of the collector's own objects.", [
      sample(memory.heapUsed),
    ]),
    gauge(
      "tiltmeter_external_memory_bytes",
      "Memory that the collector's own objects hold outside of the heap.",
      [sample(memory.external)],
    ),
    gauge("process_start_time_seconds", "When the collector was started.", [
      sample(startedMs / 1000),
    ]),
  ];
  delay.reset();
  return families;
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

type Attempts = GovernanceState["attempts"] extends ReadonlyMap<string, infer List> ? List : never;

function notificationCounts(): (state: GovernanceState) => ReadonlyMap<string, number> {
  let of: GovernanceState["attempts"] | null = null;
  let known: ReadonlyMap<string, number> = new Map();
  const seen = new Map<string, Attempts>();
  const counts = new Map<string, number>();
  return ({ attempts }) => {
    if (attempts === of) return known;
    of = attempts;
    for (const [record, list] of attempts) {
      const before = seen.get(record);
      if (before === list) continue;
      let place = 0;
      for (const { channel, outcome } of list) {
        // Lists only grow: what was counted is not counted again.
        if (place++ < (before?.length ?? 0)) continue;
        const key = JSON.stringify([channel, outcome]);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      seen.set(record, list);
    }
    known = counts;
    return known;
  };
}

function sample(value: number, labels?: Readonly<Record<string, string>>): MetricSample {
  return labels === undefined ? { value } : { value, labels };
}

function labelled(counts: ReadonlyMap<string, number>, label: string): readonly MetricSample[] {
  return [...counts].map(([key, value]) => sample(value, { [label]: key }));
}

function gauge(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { name, help, type: "gauge", samples };
}

function counter(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { name, help, type: "counter", samples };
}

function info(name: string, help: string, labels: Readonly<Record<string, string>>): MetricFamily {
  return { name, help, type: "info", samples: [sample(1, labels)] };
}

function histogram(name: string, help: string, of: ReturnType<Meters["histogram"]>): MetricFamily {
  let total = 0;
  const buckets = of.counts.map((count, i): MetricSample => {
    total += count;
    const bound = of.bounds[i];
    return {
      suffix: "_bucket",
      value: total,
      labels: { le: bound === undefined ? "+Inf" : String(bound) },
    };
  });
  const rest: readonly MetricSample[] = [
    { suffix: "_sum", value: of.sum },
    { suffix: "_count", value: total },
  ];
  return { name, help, type: "histogram", samples: [...buckets, ...rest] };
}

/** The monitor says NaN before its first sample. */
function nanoseconds(value: number): number {
  return Number.isNaN(value) ? 0 : value / 1e9;
}
