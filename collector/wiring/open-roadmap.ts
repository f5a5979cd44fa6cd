import { randomBytes } from "node:crypto";
import type { Reads } from "@tiltmeter/dashboards";
import {
  type CrossReference,
  type Framework,
  observeRisks,
  type RoadmapAct,
  type SeenModel,
  type Written,
} from "@tiltmeter/rules";
import type { Controls } from "../acts/controls.ts";
import { actOnRoadmap, type RoadmapAnswer } from "../acts/roadmap/act.ts";
import { recordReassessments } from "../acts/roadmap/reassess.ts";
import type { Clock } from "../clock.ts";
import { startConductor } from "../evaluator/conductor.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Past } from "../ledger/past.ts";
import { createKept } from "../reads/kept.ts";
import { openTriggers } from "../reads/roadmap/risks.ts";
import { createRoadmapReads } from "../reads/roadmap/roadmap.ts";
import type { RoadmapSources } from "../reads/roadmap/sources.ts";
import type { Backtests } from "../replay/backtests.ts";
import type { Store } from "../store/store.ts";
import { inWords } from "../words/saying.ts";
import type { Closing } from "./closing.ts";
import { createFormerControls } from "./former-controls.ts";
import { keptVerdicts } from "./kept-verdicts.ts";
import type { GovernanceFile } from "./open-governance.ts";
import type { Words } from "./open-words.ts";
import { createPopulations } from "./populations.ts";
import { said } from "./said.ts";
import { verdictAnswers } from "./verdict-answers.ts";
import { createLedgerVerifier } from "./verify-ledger.ts";

/** The records of the roadmap: what is read of them, and what people do. */
export interface Roadmap {
  /** With people's words and names. */
  readonly reads: Reads["roadmap"];
  /** The same, computed anew: for what is handed over. */
  readonly computed: Reads["roadmap"];
  readonly act: (of: {
    readonly act: RoadmapAct;
    readonly written: Written;
    readonly by: string;
  }) => Promise<RoadmapAnswer>;
  /** Records what calls for an assessment now. */
  readonly look: () => Promise<void>;
  /** Does so every few minutes, and reads the ledger back for whoever asks. */
  readonly watch: (closing: Closing, clock: Clock, log: (line: string) => void) => void;
}

/** Risks are looked back on for as long where nobody says otherwise. */
const RISK_MS = 90 * 86_400_000;

/** Introduces the records of the roadmap to what they are kept in and computed from. */
export function openRoadmap(of: {
  readonly now: () => number;
  readonly hash: (text: string) => string;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly past: Past;
  readonly content: Pick<ContentStore, "get" | "put">;
  readonly governance: GovernanceFile;
  readonly inForce: Controls;
  readonly frameworks: readonly Framework[];
  readonly references: readonly CrossReference[];
  readonly backtests: Pick<Backtests, "latest">;
  readonly words: Words;
  readonly clocks: RoadmapSources["clocks"];
  /** How far of the journal is in the store. */
  readonly appliedSeq: () => number;
}): Roadmap {
  const { now, hash, store, ledger, content, governance, inForce, words } = of;
  const former = createFormerControls(inForce, hash);
  const verifier = createLedgerVerifier(ledger, now);
  const asOf = (): { size: number; root: string } => ({ size: ledger.size, root: ledger.root });
  const judged = { nowMs: now, controls: inForce.controls };
  const sources: RoadmapSources = {
    nowMs: now,
    state: () => ledger.state,
    stateAt: async (atMs) => {
      const size = await of.past.sizeAt(atMs);
      const state = await of.past.stateAt(size);
      return { state, asOf: { size, root: await of.past.rootAt(size) } };
    },
    asOf,
    governance: governance.inForce,
    governanceDocument: governance.documentOf,
    frameworks: of.frameworks,
    references: of.references,
    controls: inForce.controls,
    clocks: of.clocks,
    controlsAt: former.at,
    weakened: former.weakened,
    backtested: (id) => {
      const last = of.backtests.latest(id);
      if (last === null) return null;
      const { revision, raised, windows } = last.result;
      return { revision, words: `${raised} records in ${windows} windows` };
    },
    modelsSeen: remembered(now, () => store.modelsSeen()),
    ...verdictAnswers(keptVerdicts(store), judged),
    decisionsByDay: (range) => store.decisionsByDay(range),
    changes: (system, range) => store.changes(system, range),
    concerns: () => store.concerns(null),
    volume: async (range) => {
      const groups = await store.fetchEvidence({ kind: "volume", by: ["system"], ...range });
      return new Map(
        groups.flatMap(({ labels, evidence }) =>
          evidence.kind === "volume" ? [[labels["system"] ?? "", evidence.predictions]] : [],
        ),
      );
    },
    verifyLedger: verifier.lately,
    content: (digest) => content.get(digest),
  };
  const shown = createRoadmapReads(sources);
  // What people have just recorded is in the next pack; new telemetry and verdicts may be in a later one. It is
  // kept as the ledger has it, so that an erasure holds at once.
  const reviewPack = createKept({
    ask: shown.reviewPack,
    version: () => `${store.verdictsVersion()} ${of.appliedSeq()}`,
    keyOf: (range) => JSON.stringify([range, ledger.size, Math.floor(now() / REMEMBER_MS)]),
    isExact: false,
    stopwatch: () => performance.now(),
  });
  // A pack that is kept for ever says what was stored, and what the ledger was, as it was made.
  const held = createRoadmapReads({
    ...sources,
    ...verdictAnswers(store, judged),
    modelsSeen: store.modelsSeen,
    verifyLedger: verifier.whole,
  });
  const population = createPopulations({ store, state: () => ledger.state, asOf });
  const look = async (): Promise<void> => {
    const triggers = await openTriggers(sources);
    await recordReassessments(triggers, now(), (decide) => ledger.transact(decide));
  };
  return {
    reads: inWords({ ...shown, reviewPack }, words.saying),
    computed: inWords(held, words.saying),
    act: (asked) =>
      actOnRoadmap(
        asked,
        {
          nowMs: now,
          governance: governance.inForce,
          frameworks: of.frameworks,
          control: (id) => inForce.controls().find((each) => each.id === id) ?? null,
          weakened: former.weakened,
          backtest: (id) => of.backtests.latest(id),
          system: (id) => ledger.state.systems.get(id) ?? null,
          observedRisk: async (system) => {
            const risks = (governance.inForce()?.risks ?? []).filter(
              ({ systems }) => systems.length === 0 || systems.includes(system),
            );
            const totals = await store.verdictTotals({ fromMs: now() - RISK_MS, toMs: now() });
            const own = totals.filter((each) => each.system === system);
            const controls = inForce.controls().map(({ id }) => id);
            return observeRisks({ risks, totals: own, controls }).map(({ risk, observed }) => ({
              id: risk.id,
              observed: observed?.rate ?? null,
              windows: observed?.decided ?? 0,
            }));
          },
          reviewPack: async (range) => {
            const pack = await held.reviewPack(range);
            const { size, root } = pack.asOf;
            return { pack, asOf: { size, root } };
          },
          population,
          put: (value) => content.put(value),
          hash,
          seed: () => randomBytes(SEED_BYTES).toString("hex"),
          pseudonymOf: words.people.pseudonymOf.bind(words.people),
        },
        { roadmap: () => ledger.state.roadmap, transact: words.transact },
      ),
    look,
    watch: (closing, clock, log) => {
      closing.loop(
        startConductor({
          tick: look,
          clock,
          everyMs: LOOK_MS,
          onError: (error) => log(`changes of systems could not be looked for: ${said(error)}`),
        }),
        (it) => it.stop(),
      );
      // So that nobody who looks at a review waits for it.
      closing.loop(
        startConductor({
          tick: verifier.whole,
          clock,
          everyMs: LOOK_MS,
          onError: (error) => log(`the ledger could not be read back: ${said(error)}`),
        }),
        (it) => it.stop(),
      );
    },
  };
}

const SEED_BYTES = 16;
/** An assessment is due in weeks; the question reads every prediction once. */
const LOOK_MS = 10 * 60_000;
/** Pages ask for the same in several places. */
const REMEMBER_MS = 60_000;

function remembered(
  now: () => number,
  ask: () => Promise<readonly SeenModel[]>,
): () => Promise<readonly SeenModel[]> {
  let last: { readonly atMs: number; readonly answer: Promise<readonly SeenModel[]> } | null = null;
  return () => {
    const atMs = now();
    if (last !== null && Math.abs(atMs - last.atMs) < REMEMBER_MS) return last.answer;
    const asked = { atMs, answer: ask() };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = null;
    });
    return asked.answer;
  };
}
