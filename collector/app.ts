import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { assetNames, createNotFound, firstLooks } from "@tiltmeter/dashboards";
import { RUNNING, type SystemDirective } from "@tiltmeter/rules";
import { recordAcceptanceEnds } from "./acts/acceptances.ts";
import { createActs } from "./acts/acts.ts";
import { openApprovedBaselines } from "./acts/approved-baselines.ts";
import { createRollingBaselines } from "./acts/rolling-baselines.ts";
import { noteEffect, recordExpiries } from "./acts/suspension.ts";
import type { Clock } from "./clock.ts";
import { type Config, ConfigError } from "./config.ts";
import { bringUpToDate, DATA_VERSION, refuseNewer } from "./data-version.ts";
import { startConductor } from "./evaluator/conductor.ts";
import type { TickReport } from "./evaluator/evaluator.ts";
import { oneAtATime } from "./evaluator/one-at-a-time.ts";
import { createHttp } from "./http/create-http.ts";
import { createWaiting } from "./http/waiting.ts";
import { JSON_ITEMS } from "./ingest/json-shapes.ts";
import { type ReceiveDeps, receive } from "./ingest/receive.ts";
import { suspensionStops } from "./ingest/suspension-stops.ts";
import { Journal } from "./journal/journal.ts";
import { ContentStore } from "./ledger/content-store.ts";
import type { Ledger } from "./ledger/ledger.ts";
import { operatorAsk } from "./notify/safe-fetch.ts";
import { createBacktests } from "./replay/backtests.ts";
import { failureInWords, type SealReport } from "./seals/checker.ts";
import type { ReconciledEntry } from "./seals/reconciler.ts";
import { openStore } from "./store/store.ts";
import { VERSION } from "./version.ts";
import { apiReference } from "./wiring/api-reference.ts";
import { createClosing } from "./wiring/closing.ts";
import { firstKeys } from "./wiring/first-keys.ts";
import { formerJournals } from "./wiring/former-journals.ts";
import { createHealth } from "./wiring/health.ts";
import { createInventory } from "./wiring/inventory.ts";
import { createMeters } from "./wiring/meters.ts";
import { noteStart } from "./wiring/note-start.ts";
import { openAccess } from "./wiring/open-access.ts";
import { openBackups } from "./wiring/open-backups.ts";
import { openChannelTests } from "./wiring/open-channel-tests.ts";
import { openContent } from "./wiring/open-content.ts";
import { openDuties, openDutyActs, placingHolds } from "./wiring/open-duties.ts";
import { openErasure } from "./wiring/open-erasure.ts";
import { openEvaluator } from "./wiring/open-evaluator.ts";
import { openEvents } from "./wiring/open-events.ts";
import { openExaminer } from "./wiring/open-examiner.ts";
import { openFacts } from "./wiring/open-facts.ts";
import { openFiles } from "./wiring/open-files.ts";
import { openFindings } from "./wiring/open-findings.ts";
import { openGovernance } from "./wiring/open-governance.ts";
import { openLedgerReads } from "./wiring/open-ledger-reads.ts";
import { openMaintenance } from "./wiring/open-maintenance.ts";
import { openMetrics } from "./wiring/open-metrics.ts";
import { openNames } from "./wiring/open-names.ts";
import { openPolicy } from "./wiring/open-policy.ts";
import { openPressure } from "./wiring/open-pressure.ts";
import { openPrices } from "./wiring/open-prices.ts";
import { openQuarantine } from "./wiring/open-quarantine.ts";
import { openReads } from "./wiring/open-reads.ts";
import { openRetention, shortestMs } from "./wiring/open-retention.ts";
import { openRoadmap } from "./wiring/open-roadmap.ts";
import { openRoom } from "./wiring/open-room.ts";
import { openScopes } from "./wiring/open-scopes.ts";
import { openSeals } from "./wiring/open-seals.ts";
import { openStorage } from "./wiring/open-storage.ts";
import { openViews } from "./wiring/open-views.ts";
import { openWords } from "./wiring/open-words.ts";
import { ownNumbers } from "./wiring/own-numbers.ts";
import { pageOptions, pages } from "./wiring/pages.ts";
import { pastWindow } from "./wiring/past-window.ts";
import { prepareLooks } from "./wiring/prepare-looks.ts";
import { resumeRestored } from "./wiring/resume-restored.ts";
import { runAnchors } from "./wiring/run-anchors.ts";
import { runExports } from "./wiring/run-exports.ts";
import { runLedger } from "./wiring/run-ledger.ts";
import { runOutbox } from "./wiring/run-outbox.ts";
import { runProjection } from "./wiring/run-projection.ts";
import { runWatchdog } from "./wiring/run-watchdog.ts";
import { said } from "./wiring/said.ts";
import { loadFrameworks, loadReferences, loadStatutes } from "./wiring/shipped.ts";
import { startBacktest } from "./wiring/start-backtest.ts";
import { steadyStore } from "./wiring/steady-store.ts";
import { createStillness } from "./wiring/stillness.ts";
import { startStoreLoops } from "./wiring/store-loops.ts";
import { storePlace } from "./wiring/store-place.ts";
import { within } from "./within.ts";
import { inWords } from "./words/saying.ts";
import { zoneOffsets } from "./zones.ts";

/** A collector, open. */
export interface App {
  /** Answers HTTP; give it to a server. */
  readonly fetch: (request: Request, env?: object) => Response | Promise<Response>;
  /** The keys of a new data folder, told this once; null on later starts. */
  readonly firstKeys: { readonly admin: string; readonly ingest: string } | null;
  /** The public key that signs the ledger, as text: whoever verifies keeps it. */
  readonly ledgerKey: () => string;
  /** A link that signs a first administrator in, once, within minutes. */
  readonly signInUrl: (base: string) => string;
  /** Resolves once everything acknowledged so far can be read from the store. */
  readonly settled: () => Promise<void>;
  /** Seals everything that the store has by now; the loop does so by itself. How many seals it took. */
  readonly sealed: () => Promise<number>;
  /** Resolves once nothing of what was erased is on the disk, most of a minute later. */
  readonly erased: () => Promise<void>;
  /** Compares everything that is sealed with the store. */
  readonly checkSeals: () => Promise<SealReport>;
  /** Compares the store with what the journal took since the last time; the loop does so hourly. */
  readonly reconciled: () => Promise<ReconciledEntry | null>;
  /** Judges every window that is due at an instant; the loop does so by itself. */
  readonly tick: (nowMs: number) => Promise<TickReport>;
  /** Reads the control files and the routes anew, as the collector does by itself when they change. */
  readonly reloadControls: () => Promise<void>;
  /** Answers the requests that wait for news, now and from now on: before the server is closed. */
  readonly release: () => void;
  /** Ends every loop and lets the data folder go; nothing acknowledged is lost. Idempotent. */
  readonly close: () => Promise<void>;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Opens a collector over a data folder: the one place where the rooms are introduced to each other.
 *
 * Throws where the configuration, a control file or the data cannot be used; what was opened until
 * then is closed again. With `evaluateEveryMs` 0 nothing is judged until `tick` is called.
 */
export async function open(
  config: Config,
  deps: { readonly clock: Clock; readonly log: (line: string) => void },
): Promise<App> {
  const { now } = deps.clock;
  const startedMs = now();
  const closing = createClosing();
  try {
    await mkdir(config.data, { recursive: true }).catch((cause: Error) => {
      const next = "choose another with --data or TILTMETER_DATA";
      throw new ConfigError(`data folder ${config.data} cannot be used: ${cause.message}; ${next}`);
    });
    await refuseNewer(config.data);
    const folder = (name: string): string => join(config.data, name);
    // The journal first: it holds the lock of the data folder.
    const room = openRoom(config, deps.log);
    const journal = closing.keep(
      await Journal.open({
        ...{ folder: folder("journal"), now, fileSystem: room.ofJournal },
        quotaBytes: config.limits.journalBytesMax,
      }),
      (it) => it.close(),
    );
    await room.look();
    await bringUpToDate({ data: config.data, log: deps.log });
    const running = await runLedger(config, {
      ...{ now, closing, log: deps.log, fileSystem: room.ofLedger },
    });
    const { ledger } = running;
    const words = closing.keep(await openWords({ folder: config.data, ledger }), (it) =>
      it.close(),
    );
    const { people, saying } = words;
    const content = await ContentStore.open({ folder: folder("content") });
    const anchors = await runAnchors(config, {
      ...{ running, content, post: operatorAsk, now, closing, log: deps.log },
    });
    const prices = await openPrices(config.prices, { hash: sha256, log: deps.log });
    prices.watch(closing);
    const meters = createMeters();
    const opened = closing.keep(
      await openStore({ ...storePlace(config), prices: prices.list, log: deps.log }),
      (it) => within(STORE_MS_MAX, it.close()),
    );
    const stillness = createStillness();
    const store = steadyStore(meters.store(opened), stillness);
    await ownNumbers({ journal, store, log: deps.log });
    const transact: Ledger["transact"] = (decide) => ledger.transact(decide);

    const shownKeys = await firstKeys(config.bootstrapKey, startedMs, transact, people.pseudonymOf);
    const kept = {
      get: (digest: string) => content.get(digest),
      put: (value: unknown) => content.put(value),
    };
    const files = await openFiles(config, {
      ...{ now, hash: sha256, content: kept, ledger, log: deps.log },
      ...{ pseudonymOf: people.pseudonymOf, transactAs: words.transact },
    });
    const { controls } = files.inForce;
    const watchPolicy = await openPolicy(config, { now, hash: sha256, ledger, log: deps.log });
    const statutes = await loadStatutes();
    const duties = openDuties({
      ...{ hash: sha256, ledger, store, log: deps.log },
      inForce: files.inForce,
      statutes,
    });
    const frameworks = await loadFrameworks();
    const governance = await openGovernance(config, {
      ...{ now, hash: sha256, content: kept, ledger, frameworks, log: deps.log },
      controls: () => controls().map(({ id }) => id),
    });
    const baselines = await openApprovedBaselines({
      known: () => ledger.state.baselines,
      content: kept,
    });
    const keeping = { ledger, content, hash: sha256, engine: store.engine };
    await noteStart({ ...keeping, journal, store, nowMs: startedMs });
    const applier = startStoreLoops({
      ...{ now, journal, store, stillness, closing, log: deps.log },
      baselines: baselines.all,
    });
    const seals = openSeals({
      ...{ now, ledger, store, content: kept, closing, journal, keeping, log: deps.log },
      appliedSeq: () => applier.appliedSeq,
      readableUpToMs: applier.readableUpToMs,
      formers: await formerJournals({ ledger, journal: journal.id, store }),
    });
    const views = await openViews(folder("views.json"));
    const erasure = await openErasure({
      forgetViews: views.forgetAllOf,
      ...{ now, ledger, words, store, journal, closing, log: deps.log },
      ...{ folder: config.data, sealer: seals.sealer, settled: applier.settled },
    });
    const backups = await openBackups({
      ...{ data: config.data, dataVersion: DATA_VERSION, now, newId: randomUUID },
      ...{ checkpoints: running.checkpoints, erasure, stillness, store, closing, log: deps.log },
      server: config.store === null ? null : new URL(config.store.url).origin,
    });
    await resumeRestored({ data: config.data, ledger, erasure, now, log: deps.log });
    const names = await openNames({
      path: folder("names.json"),
      ...{ perDayMax: config.limits.namesPerDayMax, closing, log: deps.log },
    });
    const pressure = openPressure(config.limits, {
      ...{ now, room, journal, meters, closing, log: deps.log },
    });
    const health = createHealth({
      ...{ journal, applier, store, now, pressure: pressure.refusal },
      unreconciled: seals.reconciliation.difference,
    });
    const retention = await openRetention({
      ...{ folder: config.data, config: config.retention, isLooped: config.evaluateEveryMs > 0 },
      forgetDays: words.contents.forgetDays,
      ...{ now, ledger, store, closing, log: deps.log },
      ...{ sealer: seals.sealer, settled: applier.settled, between: erasure.between },
    });
    const projecting = runProjection({
      ...{ now, ledger, content, controls, projection: store.projection, closing, log: deps.log },
      everyMs: Math.min(2_000, config.evaluateEveryMs),
    });
    const inventory = createInventory({
      systems: () => ledger.state.systems,
      directives: () => ledger.state.directives,
      offsets: zoneOffsets,
    });
    const facts = openFacts({
      ...{ now, hash: sha256, store, ledger, baseline: baselines.of, duties },
      inForce: files.inForce,
      instances: () => evaluator.status(),
      anchoredMs: anchors.anchoredMs,
      brokenSeals: () => seals.checker.failures().map(failureInWords),
      unreconciled: seals.reconciliation.differences,
      retentionMs: shortestMs(config.retention),
    });
    const evaluator = openEvaluator({
      ...{ now, keeping, store, facts, inventory, applier, inForce: files.inForce },
      baselines: baselines.all,
    });
    const through = placingHolds(words.transact);
    const recordActs = createActs({
      now,
      hash: sha256,
      transact: through,
      pseudonymOf: people.pseudonymOf,
      planFor: (id) => examiner.planFor(id),
      known: () => ledger.state.baselines,
      keep: baselines.keep,
      past: pastWindow(store),
    });
    const acts = {
      ...recordActs,
      ...openDutyActs({ now, transact: through, reports: duties.reports }),
    };
    const governing = { state: () => ledger.state, transact };
    const directive = (system: string): SystemDirective =>
      ledger.state.directives.get(system) ?? RUNNING;
    const effect = (of: Parameters<typeof noteEffect>[0]): void => {
      noteEffect(of, now(), governing).catch((error) =>
        deps.log(
          `the effect of a suspension was not recorded, the next sign of it is: ${said(error)}`,
        ),
      );
    };
    const prompts = openContent({
      ...{ now, store, contents: words.contents, transact: words.transact },
    });
    const append: ReceiveDeps["append"] = async (batch) => {
      const appended = await journal.append({
        ...batch,
        records: await prompts.apart(batch.records),
      });
      for (const stop of suspensionStops(batch.records)) effect({ ...stop, how: "fallback" });
      return appended;
    };
    const renewBaselines = createRollingBaselines({
      known: () => ledger.state.baselines,
      approved: baselines.of,
      renew: acts.renewBaseline,
      onFailure: (system, why) =>
        deps.log(`the baseline of ${system} was not renewed, it is tried again: ${said(why)}`),
    });
    const turn = async (nowMs: number): Promise<TickReport> => {
      await renewBaselines(nowMs);
      await recordExpiries(nowMs, governing);
      await recordAcceptanceEnds(nowMs, governing);
      await duties.look(nowMs);
      const report = await meters.tick(() => evaluator.tick(nowMs));
      for (const { control, error } of report.errors) {
        deps.log(`control ${control} could not be evaluated: ${said(error)}`);
      }
      if (config.evaluateEveryMs === 0) {
        await running.tick(nowMs);
        await anchors.tick(nowMs);
        await roadmap.look();
      }
      return report;
    };
    let tickedMs = startedMs;
    const tick = oneAtATime((nowMs: number) => stillness.during(() => turn(nowMs)));
    const publicUrl = (): string =>
      config.publicUrl ?? `http://${config.listen.host}:${config.listen.port}`;
    const telling = await runOutbox({
      ...{ keeping, channels: config.channels, now, publicUrl, closing, log: deps.log },
      ...{ words, folder: config.data, dueMs: duties.nextDueMs },
    });

    const reloadFiles = files.watch(closing);
    const reloadGovernance = governance.watch(closing);
    const reloadPolicy = watchPolicy(closing);
    const backtestQueue = closing.loop(
      createBacktests({ now, newId: randomUUID, deadlineMs: BACKTEST_MS_MAX }),
      (it) => it.close(),
    );
    const ledgerReads = openLedgerReads({
      ...{ running, now, anchors: anchors.standing, anchorEveryMs: config.ledger.anchorMs },
      content: (digest) => content.get(digest),
    });
    const answering = {
      ledgerReads,
      ...{ now, startedMs, url: publicUrl, store, ledger, content, journal, applier, health },
      ...{ baselines, files, evaluator, inventory, frameworks, duties },
      channels: Object.keys(config.channels).length,
      backtest: (control: string) => backtestQueue.latest(control),
      prices: prices.list,
      ...{ said: saying.word, telling: telling.telling, watchdog: () => watchdog() },
    };
    const raw = openReads({ ...answering, answers: "kept" });
    const computed = openReads({ ...answering, answers: "computed" });
    const examiner = closing.loop(
      openExaminer({
        ...{ now, hash: sha256, store, ledger, content, baselines, inventory, evaluator },
        ...{ transact: words.transact, inForce: files.inForce, reads: computed, log: deps.log },
        readableUpToMs: applier.readableUpToMs,
      }),
      (it) => it.stop(),
    );
    const roadmap = openRoadmap({
      ...{ now, hash: sha256, store, ledger, content: kept, governance, frameworks, words },
      ...{ past: running.past, inForce: files.inForce, backtests: backtestQueue },
      references: await loadReferences(frameworks),
      clocks: duties.book.terms,
      appliedSeq: () => applier.appliedSeq,
    });
    if (config.evaluateEveryMs > 0) roadmap.watch(closing, deps.clock, deps.log);
    const findings = openFindings({ now, ledger, content, examiner });
    // Of controls all is plain but who changed them, which is said where they are read.
    const read = { ...inWords(raw, saying, ["nonconformities"]), controls: raw.controls };
    const reads = { ...read, roadmap: roadmap.reads, ...findings, ...seals.completeness };
    // With everything there is: whoever sees less is given what is made for them.
    const prepared =
      config.evaluateEveryMs > 0
        ? prepareLooks(firstLooks(reads), {
            ...{ closing, log: deps.log, stopwatch: () => performance.now() },
          })
        : null;
    if (config.evaluateEveryMs > 0) {
      closing.loop(
        startConductor({
          tick: async (nowMs) => {
            await tick(nowMs);
            tickedMs = now();
            examiner.follow(nowMs);
            prepared?.renew();
          },
          clock: deps.clock,
          everyMs: config.evaluateEveryMs,
          onError: (error) => deps.log(`an evaluation failed and is made up for: ${said(error)}`),
        }),
        (it) => it.stop(),
      );
    }
    const watchdog = runWatchdog({
      ...{ now, closing, log: deps.log, target: config.operation.watchdog },
      ...{ tickedMs: () => tickedMs, evaluateEveryMs: config.evaluateEveryMs },
      ...{ lastSeq: () => journal.lastSeq, appliedSeq: () => applier.appliedSeq },
      ...{ notReady: health.notReady, askStore: () => store.detachedParts() },
      nextAttemptMs: telling.nextAttemptMs,
    });
    const spoken = { ...inWords({ ...acts, roadmap: roadmap.act }, saying), ...findings };
    const backtests = startBacktest({
      queue: backtestQueue,
      now,
      controls,
      baselines: baselines.all,
      inventory: () => inventory.systems(now()),
      fetchEvidence: (request) => store.fetchEvidence(request),
    });
    const exporting = await runExports({
      ...{ data: config.data, now, running, words, content, store, closing },
      sealRows: seals.sealer.seal,
      roadmap: roadmap.computed,
      statutes,
      reads: computed,
      termsOf: duties.book.termsOf,
      history: files.inForce.history,
    });
    const scopes = openScopes({ reads, acts: spoken, ledger });
    const access = await openAccess({
      ...{ folder: config.data, auth: config.auth, ledger, words },
      ...{ publicUrl, now, closing, log: deps.log },
    });
    const page = pageOptions(
      { views, acts: spoken, reads, scopes, reference: apiReference },
      deps.log,
      saying.word,
      exporting.page,
      access.pages,
      telling.api,
    );
    const notFound = createNotFound(reads, page);
    const waiting = createWaiting((listener) => ledger.onAppend(listener));
    const events = openEvents({ ledger, ledgerReads, applier });
    const http = createHttp({
      events,
      ...{ ingestItems: JSON_ITEMS, version: VERSION },
      ledger: { ...ledgerReads, ledger: reads.ledger },
      ...{ erasure, sendControls: files.inForce.send },
      seals: seals.api,
      retention: { ...retention, expiries: () => ledger.state.expiries },
      content: prompts,
      storage: openStorage({
        ...{ folder: config.data, config: config.storage, isEmbedded: config.store === null },
        ...{ now, store },
      }),
      quarantine: openQuarantine({
        ...{ now, store, ledger, append, transact: words.transact, said: saying.word },
      }),
      channels: openChannelTests({ channels: config.channels, now, publicUrl, transact: through }),
      ...{ notifications: telling.api, links: telling.links },
      metrics: openMetrics({
        ...{ now, startedMs, meters, journal, applier, store, ledger, closing },
        ...{ bookOf: telling.bookOf },
        anchoredMs: anchors.anchoredMs,
        pressure: pressure.families,
        isReady: () => pressure.refusal() === null,
      }),
      gate: pressure.gate,
      budget: pressure.budget,
      receive: meters.entrance(
        receive({
          append,
          now,
          names,
          quarantine: (entries) => {
            store.quarantine(entries).catch((error) => deps.log(`quarantine: ${said(error)}`));
          },
        }),
      ),
      reads,
      acts: spoken,
      scopes,
      directives: {
        directive: (system) => saying.deep(directive(system)),
        waiting,
        acknowledged: (of) => effect({ ...of, how: "acknowledged" }),
      },
      identities: access.identities,
      access,
      backtests,
      exports: exporting.api,
      backups,
      maintenance: openMaintenance({
        ...{ now, ledger, transact: words.transact, said: saying.deep },
        forMsMax: config.operation.maintenanceMsMax,
      }),
      random: Math.random,
      randomBytes,
      notReady: health.notReady,
      report: (error) => deps.log(`a request failed: ${said(error)}`),
      pages: pages(reads, page),
      notFoundPage: (c) => notFound(c),
      frame: { assetsBase: page.assetsBase, assets: assetNames() },
      boundHost: config.listen.host,
      publicUrl: config.publicUrl,
    });
    const admin = [...ledger.state.keys.values()].find(
      (key) => key.role === "admin" && key.revokedMs === null,
    );
    return {
      fetch: meters.answers((request, env) => http.fetch(request, env)),
      firstKeys: shownKeys,
      ledgerKey: () => running.signing.signer().vkey,
      signInUrl: (base) =>
        admin === undefined
          ? `${base}/sign-in`
          : `${base}/sign-in?token=${access.identities.sessions.createToken(admin.id)}`,
      settled: applier.settled,
      sealed: seals.sealer.seal,
      erased: erasure.settled,
      checkSeals: () => seals.checker.checkAll(),
      reconciled: seals.reconciliation.reconciler.reconcile,
      tick: async (nowMs) => {
        const report = await tick(nowMs);
        await examiner.turn(nowMs);
        if (config.evaluateEveryMs === 0) await projecting.look();
        return report;
      },
      reloadControls: async () => {
        await reloadFiles();
        await reloadGovernance();
        await reloadPolicy();
      },
      release: () => {
        pressure.end();
        waiting.close();
        events.waiting.close();
      },
      close: () => {
        waiting.close();
        events.waiting.close();
        return closing.close();
      },
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/** A server that does not answer is left: what it was sent is in the journal. */
const STORE_MS_MAX = 1_000;
/** A year of an hourly control over a large store takes minutes. */
const BACKTEST_MS_MAX = 15 * 60_000;
