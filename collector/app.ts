import { createHash, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { assetNames, createNotFound } from "@tiltmeter/dashboards";
import type { Clock } from "./clock.ts";
import { type Config, ConfigError } from "./config.ts";
import { refuseNewer } from "./data-version.ts";
import type { TickReport } from "./evaluator/evaluator.ts";
import { createHttp } from "./http/create-http.ts";
import { createWaiting } from "./http/waiting.ts";
import { JSON_ITEMS } from "./ingest/json-shapes.ts";
import type { SealReport } from "./seals/checker.ts";
import type { ReconciledEntry } from "./seals/reconciler.ts";
import { VERSION } from "./version.ts";
import { apiReference } from "./wiring/api-reference.ts";
import { createClosing } from "./wiring/closing.ts";
import { firstKeys } from "./wiring/first-keys.ts";
import { createHealth } from "./wiring/health.ts";
import { noteStart } from "./wiring/note-start.ts";
import { openAccess } from "./wiring/open-access.ts";
import { openAnswers } from "./wiring/open-answers.ts";
import { openChannelTests } from "./wiring/open-channel-tests.ts";
import { openData } from "./wiring/open-data.ts";
import { openDirectives } from "./wiring/open-directives.ts";
import { openDocuments } from "./wiring/open-documents.ts";
import { openEvents } from "./wiring/open-events.ts";
import { openEvidence } from "./wiring/open-evidence.ts";
import { openIntake } from "./wiring/open-intake.ts";
import { openJudging } from "./wiring/open-judging.ts";
import { openMaintenance } from "./wiring/open-maintenance.ts";
import { openMetrics } from "./wiring/open-metrics.ts";
import { openQuarantine } from "./wiring/open-quarantine.ts";
import { openRetention } from "./wiring/open-retention.ts";
import { openScopes } from "./wiring/open-scopes.ts";
import { openStorage } from "./wiring/open-storage.ts";
import { pageOptions, pages } from "./wiring/pages.ts";
import { runExports } from "./wiring/run-exports.ts";
import { runOutbox } from "./wiring/run-outbox.ts";
import { runProjection } from "./wiring/run-projection.ts";
import { runTicks } from "./wiring/run-ticks.ts";
import { said } from "./wiring/said.ts";
import { inWords } from "./words/saying.ts";

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
  const { clock, log } = deps;
  const { now } = clock;
  const startedMs = now();
  const isLooped = config.evaluateEveryMs > 0;
  const closing = createClosing();
  try {
    await mkdir(config.data, { recursive: true }).catch((cause: Error) => {
      const next = "choose another with --data or TILTMETER_DATA";
      throw new ConfigError(`data folder ${config.data} cannot be used: ${cause.message}; ${next}`);
    });
    await refuseNewer(config.data);
    const data = await openData(config, { now, hash: sha256, closing, log });
    const { room, journal, running, words, content, anchors, prices, meters, stillness } = data;
    const { store } = data;
    const { ledger } = running;
    const { people, saying } = words;
    const shownKeys = await firstKeys(
      config.bootstrapKey,
      startedMs,
      (decide) => ledger.transact(decide),
      people.pseudonymOf,
    );
    const kept = {
      get: (digest: string) => content.get(digest),
      put: (value: unknown) => content.put(value),
    };
    const documents = await openDocuments(config, {
      ...{ now, hash: sha256, ledger, words, content: kept, store, log },
    });
    const { files, duties, frameworks, governance, baselines } = documents;
    const { controls } = files.inForce;
    const keeping = { ledger, content, hash: sha256, engine: store.engine };
    await noteStart({ ...keeping, journal, store, nowMs: startedMs });
    const evidence = await openEvidence(config, {
      ...{ now, journal, running, words, stillness, store, keeping, content: kept, closing, log },
      baselines: baselines.all,
    });
    const { applier, seals, erasure } = evidence;
    const directives = openDirectives({ now, ledger, log });
    const intake = await openIntake(config, {
      ...{ now, room, journal, words, meters, store, directives, closing, log },
    });
    const { pressure } = intake;
    const health = createHealth({
      ...{ journal, applier, store, now, pressure: pressure.refusal },
      unreconciled: seals.reconciliation.difference,
    });
    const retention = await openRetention({
      ...{ folder: config.data, config: config.retention, isLooped },
      forgetDays: words.contents.forgetDays,
      ...{ now, ledger, store, closing, log },
      ...{ sealer: seals.sealer, settled: applier.settled, between: erasure.between },
    });
    const projecting = runProjection({
      ...{ now, ledger, content, controls, projection: store.projection, closing, log },
      everyMs: Math.min(2_000, config.evaluateEveryMs),
    });
    const judging = openJudging(config, {
      ...{ words, anchors, meters, stillness, store, files, duties, baselines, applier, seals },
      ...{ now, keeping, log },
      planFor: (id) => answers.examiner.planFor(id),
      afterwards: async (nowMs) => {
        if (isLooped) return;
        await running.tick(nowMs);
        await anchors.tick(nowMs);
        await answers.roadmap.look();
      },
    });
    const { inventory, evaluator, tick } = judging;
    const publicUrl = (): string =>
      config.publicUrl ?? `http://${config.listen.host}:${config.listen.port}`;
    const telling = await runOutbox({
      ...{ keeping, channels: config.channels, now, publicUrl, closing, log },
      ...{ words, folder: config.data, dueMs: duties.nextDueMs },
    });
    const reloadControls = documents.watch(closing);
    const answers = await openAnswers(config, {
      ...{ journal, running, words, content, kept, anchors, prices, store, applier, seals },
      ...{ files, duties, frameworks, governance, baselines, inventory, evaluator },
      ...{ clock, startedMs, hash: sha256, health, closing, log, url: publicUrl },
      ...{ telling: telling.telling, watchdog: () => watchdog() },
    });
    const { reads, computed, ledgerReads, examiner, roadmap, findings, prepared } = answers;
    const watchdog = runTicks(config, {
      ...{ examiner, prepared, clock, startedMs, tick, journal, applier, store, closing, log },
      ...{ notReady: health.notReady, nextAttemptMs: telling.nextAttemptMs },
    });
    const acts = { ...inWords({ ...judging.acts, roadmap: roadmap.act }, saying), ...findings };
    const exporting = await runExports({
      ...{ data: config.data, now, running, words, content, store, closing },
      sealRows: seals.sealer.seal,
      roadmap: roadmap.computed,
      statutes: duties.statutes,
      reads: computed,
      termsOf: duties.book.termsOf,
      history: files.inForce.history,
    });
    const scopes = openScopes({ reads, acts, ledger });
    const access = await openAccess({
      ...{ folder: config.data, auth: config.auth, ledger, words },
      ...{ publicUrl, now, closing, log },
    });
    const page = pageOptions(
      { views: evidence.views, acts, reads, scopes, reference: apiReference },
      log,
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
      content: intake.prompts,
      storage: openStorage({
        ...{ folder: config.data, config: config.storage, isEmbedded: config.store === null },
        ...{ now, store },
      }),
      quarantine: openQuarantine({
        ...{ now, store, ledger, append: intake.append },
        ...{ transact: words.transact, said: saying.word },
      }),
      channels: openChannelTests({
        ...{ channels: config.channels, now, publicUrl, transact: judging.transact },
      }),
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
      receive: intake.receive,
      reads,
      acts,
      scopes,
      directives: {
        directive: (system) => saying.deep(directives.directive(system)),
        waiting,
        acknowledged: (of) => directives.noted({ ...of, how: "acknowledged" }),
      },
      identities: access.identities,
      access,
      backtests: answers.backtests,
      exports: exporting.api,
      backups: evidence.backups,
      maintenance: openMaintenance({
        ...{ now, ledger, transact: words.transact, said: saying.deep },
        forMsMax: config.operation.maintenanceMsMax,
      }),
      random: Math.random,
      randomBytes,
      notReady: health.notReady,
      report: (error) => log(`a request failed: ${said(error)}`),
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
        if (!isLooped) await projecting.look();
        return report;
      },
      reloadControls,
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
