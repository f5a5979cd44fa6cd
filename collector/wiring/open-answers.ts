import { randomUUID } from "node:crypto";
import { firstLooks } from "@tiltmeter/dashboards";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { ApiBacktests } from "../http/api/backtests.ts";
import type { AllReads } from "../http/scope/narrow-reads.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import { createBacktests } from "../replay/backtests.ts";
import { inWords } from "../words/saying.ts";
import type { Closing } from "./closing.ts";
import type { Health } from "./health.ts";
import type { Keeping } from "./keeping.ts";
import type { OpenData } from "./open-data.ts";
import type { Documents } from "./open-documents.ts";
import type { Evidence } from "./open-evidence.ts";
import { type OpenExaminer, openExaminer } from "./open-examiner.ts";
import { openFindings } from "./open-findings.ts";
import type { Judging } from "./open-judging.ts";
import { openLedgerReads } from "./open-ledger-reads.ts";
import { openReads } from "./open-reads.ts";
import { openRoadmap, type Roadmap } from "./open-roadmap.ts";
import { type Prepared, prepareLooks } from "./prepare-looks.ts";
import { loadReferences } from "./shipped.ts";
import { startBacktest } from "./start-backtest.ts";

type ReadOptions = Parameters<typeof openReads>[0];

/** Everything that people and programs read, and what works on the answers. */
export interface Answers {
  /** With people's words and names, for those who look. */
  readonly reads: AllReads;
  /** Computed anew, as the ledger has it: for what is handed over. */
  readonly computed: ReturnType<typeof openReads>;
  readonly ledgerReads: ReturnType<typeof openLedgerReads>;
  readonly examiner: OpenExaminer;
  readonly roadmap: Roadmap;
  readonly findings: ReturnType<typeof openFindings>;
  readonly backtests: ApiBacktests;
  /** Makes what the first who looks would wait for; null: nothing is made by itself. */
  readonly prepared: Prepared | null;
}

/** A year of an hourly control over a large store takes minutes. */
const BACKTEST_MS_MAX = 15 * 60_000;

/** Introduces what is read to where it is kept, until `closing` ends what works on it. */
export async function openAnswers(
  config: Pick<Config, "channels" | "evaluateEveryMs" | "ledger">,
  of: Pick<OpenData, "journal" | "running" | "words" | "content" | "anchors" | "prices" | "store"> &
    Pick<Documents, "files" | "duties" | "frameworks" | "governance" | "baselines"> &
    Pick<Evidence, "applier" | "seals"> &
    Pick<Judging, "inventory" | "evaluator"> &
    Pick<ReadOptions, "startedMs" | "url" | "telling" | "watchdog"> & {
      readonly clock: Clock;
      readonly hash: Keeping["hash"];
      readonly kept: Pick<ContentStore, "get" | "put">;
      readonly health: Health;
      readonly closing: Closing;
      readonly log: (line: string) => void;
    },
): Promise<Answers> {
  const { journal, running, words, content, store, files, duties, frameworks, baselines } = of;
  const { applier, inventory, evaluator, hash, closing, log } = of;
  const { ledger } = running;
  const { saying } = words;
  const { now } = of.clock;
  const isLooped = config.evaluateEveryMs > 0;
  const queue = closing.loop(
    createBacktests({ now, newId: randomUUID, deadlineMs: BACKTEST_MS_MAX }),
    (it) => it.close(),
  );
  const ledgerReads = openLedgerReads({
    ...{ running, now, anchors: of.anchors.standing, anchorEveryMs: config.ledger.anchorMs },
    content: (digest) => content.get(digest),
  });
  const answering: Omit<ReadOptions, "answers"> = {
    ...{ now, startedMs: of.startedMs, url: of.url, store, ledger, content, journal, applier },
    ...{ baselines, files, evaluator, inventory, frameworks, duties, health: of.health },
    ...{ ledgerReads, telling: of.telling, watchdog: of.watchdog, said: saying.word },
    channels: Object.keys(config.channels).length,
    backtest: (control) => queue.latest(control),
    prices: of.prices.list,
  };
  const raw = openReads({ ...answering, answers: "kept" });
  const computed = openReads({ ...answering, answers: "computed" });
  const examiner = closing.loop(
    openExaminer({
      ...{ now, hash, store, ledger, content, baselines, inventory, evaluator },
      ...{ transact: words.transact, inForce: files.inForce, reads: computed, log },
      readableUpToMs: applier.readableUpToMs,
    }),
    (it) => it.stop(),
  );
  const roadmap = openRoadmap({
    ...{ now, hash, store, ledger, content: of.kept, governance: of.governance, frameworks, words },
    ...{ past: running.past, inForce: files.inForce, backtests: queue },
    references: await loadReferences(frameworks),
    clocks: duties.book.terms,
    appliedSeq: () => applier.appliedSeq,
  });
  if (isLooped) roadmap.watch(closing, of.clock, log);
  const findings = openFindings({ now, ledger, content, examiner });
  // Of controls all is plain but who changed them, which is said where they are read.
  const read = { ...inWords(raw, saying, ["nonconformities"]), controls: raw.controls };
  const reads = { ...read, roadmap: roadmap.reads, ...findings, ...of.seals.completeness };
  return {
    ...{ reads, computed, ledgerReads, examiner, roadmap, findings },
    backtests: startBacktest({
      ...{ queue, now, controls: files.inForce.controls, baselines: baselines.all },
      inventory: () => inventory.systems(now()),
      fetchEvidence: (request) => store.fetchEvidence(request),
    }),
    // With everything there is: whoever sees less is given what is made for them.
    prepared: isLooped
      ? prepareLooks(firstLooks(reads), { closing, log, stopwatch: () => performance.now() })
      : null,
  };
}
