import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { assetNames, createNotFound } from "@tiltmeter/dashboards";
import {
  catalogue,
  maintenanceOf,
  RUNNING,
  type SystemDeclaration,
  type SystemDirective,
} from "@tiltmeter/rules";
import { createActs } from "./acts/acts.ts";
import { openApprovedBaselines } from "./acts/approved-baselines.ts";
import { type Controls, openControls } from "./acts/controls.ts";
import { createRollingBaselines } from "./acts/rolling-baselines.ts";
import { loadRoutes, RoutesRefused } from "./acts/routes.ts";
import { sessionSecret } from "./acts/session-secret.ts";
import { noteEffect, recordExpiries } from "./acts/suspension.ts";
import { declareSystems, readSystemsFile } from "./acts/systems.ts";
import { watchControls } from "./acts/watch-controls.ts";
import type { Clock } from "./clock.ts";
import { createClosing } from "./closing.ts";
import { type Config, ConfigError } from "./config.ts";
import { startConductor } from "./evaluator/conductor.ts";
import { createEvaluator, type TickReport } from "./evaluator/evaluator.ts";
import { oneAtATime } from "./evaluator/one-at-a-time.ts";
import {
  deadChannelMatter,
  raiseDetachedParts,
  raiseEvidenceGaps,
} from "./evaluator/own-evidence.ts";
import { firstKeys } from "./first-keys.ts";
import { createHealth } from "./health.ts";
import { createHttp } from "./http/create-http.ts";
import type { ApiReads } from "./http/reads.ts";
import { createSessions } from "./http/session.ts";
import { createWaiting } from "./http/waiting.ts";
import { receive } from "./ingest/receive.ts";
import { suspensionStops } from "./ingest/suspension-stops.ts";
import { createInventory } from "./inventory.ts";
import { Journal } from "./journal/journal.ts";
import { ContentStore } from "./ledger/content-store.ts";
import { Ledger } from "./ledger/ledger.ts";
import { createOutbox } from "./notify/outbox.ts";
import { safeFetch } from "./notify/safe-fetch.ts";
import { openFacts } from "./open-facts.ts";
import { pageOptions, pages } from "./pages.ts";
import { pastWindow } from "./past-window.ts";
import { createReads } from "./reads/reads.ts";
import { createBacktests } from "./replay/backtests.ts";
import { said } from "./said.ts";
import { libraryFiles, loadFrameworks } from "./shipped.ts";
import { startBacktest } from "./start-backtest.ts";
import { openStore } from "./store/store.ts";
import { startStoreLoops } from "./store-loops.ts";
import { VERSION } from "./version.ts";
import { within } from "./within.ts";
import { ZONES, zoneOffsets } from "./zones.ts";

/** A collector, open. */
export interface App {
  /** Answers HTTP; give it to a server. */
  readonly fetch: (request: Request, env?: object) => Response | Promise<Response>;
  /** The keys of a new data folder, told this once; null on later starts. */
  readonly firstKeys: { readonly admin: string; readonly ingest: string } | null;
  /** A link that signs a first administrator in, once, within minutes. */
  readonly signInUrl: (base: string) => string;
  /** Resolves once everything acknowledged so far can be read from the store. */
  readonly settled: () => Promise<void>;
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
    const folder = (name: string): string => join(config.data, name);
    // The journal first: it holds the lock of the data folder.
    const journal = closing.keep(await Journal.open({ folder: folder("journal"), now }), (it) =>
      it.close(),
    );
    const ledger = closing.keep(await Ledger.open({ folder: folder("ledger"), now }), (it) =>
      it.close(),
    );
    const content = await ContentStore.open({ folder: folder("content") });
    const where = config.store === null ? { folder: folder("engine") } : { url: config.store };
    const store = closing.keep(await openStore(where), (it) => within(STORE_MS_MAX, it.close()));
    const transact: Ledger["transact"] = (decide) => ledger.transact(decide);

    const shownKeys = await firstKeys(config.bootstrapKey, startedMs, transact);
    const { systemsFile } = config;
    const declare = async (declarations: readonly SystemDeclaration[]): Promise<void> => {
      // A configuration that says nothing of systems withdraws none.
      const isWhole = systemsFile !== null || config.systems.length > 0;
      const changed = await declareSystems({ declarations, isWhole, nowMs: now() }, transact);
      if (changed.length > 0) deps.log(`the inventory changed: ${namesInShort(changed)}`);
    };
    const declared = async (): Promise<readonly SystemDeclaration[]> =>
      systemsFile === null ? config.systems : readSystemsFile(systemsFile, ZONES);
    await declare(await declared());
    const library =
      config.library === "off"
        ? undefined
        : { files: await libraryFiles(), status: config.library };
    const kept = {
      get: (digest: string) => content.get(digest),
      put: (value: unknown) => content.put(value),
    };
    const inForce = await openControls(config.controls, {
      ...{ now, hash: sha256, content: kept, library, transact },
      alongside: async () => {
        const declarations = await declared();
        return () => declare(declarations);
      },
      state: () => ledger.state,
    });
    const { controls, maintenance } = inForce;
    for (const line of refusalInWords(inForce.refused())) deps.log(line);
    const readRoutes = async (): Promise<void> => {
      const channels = Object.keys(config.channels);
      const { changed, warnings } = await loadRoutes(config.routes, {
        ...{ nowMs: now(), channels, transact },
      });
      if (changed) for (const line of warnings) deps.log(line);
    };
    await readRoutes();
    const baselines = await openApprovedBaselines({
      known: () => ledger.state.baselines,
      content: kept,
    });
    await ledger.append([
      {
        type: "collector_started",
        atMs: startedMs,
        by: "tiltmeter",
        version: VERSION,
        journal: {
          id: journal.id,
          frames: journal.recovery.frames,
          tornBytes: journal.recovery.tornBytes,
          gaps: journal.recovery.gaps.length,
        },
      },
    ]);
    const keeping = { ledger, content, hash: sha256, engine: store.engine };
    await raiseEvidenceGaps({
      ...keeping,
      journal: journal.id,
      gaps: journal.recovery.gaps,
      nowMs: startedMs,
    });
    // A start is when the engine sets damaged data aside.
    const parts = await store.detachedParts();
    await raiseDetachedParts({ ...keeping, parts, nowMs: startedMs });

    const applier = startStoreLoops({
      ...{ now, journal, store, closing, log: deps.log },
      baselines: baselines.all,
    });
    const health = createHealth({ journal, applier, store, now });
    const inventory = createInventory({
      systems: () => ledger.state.systems,
      directives: () => ledger.state.directives,
      offsets: zoneOffsets,
    });
    const facts = openFacts({
      ...{ now, hash: sha256, store, ledger, baseline: baselines.of },
      inForce,
      instances: () => evaluator.status(),
    });
    const evaluator = createEvaluator({
      ...keeping,
      reads: {
        exampleIds: (of) => store.exampleIds(of),
        completeness: (system) => store.completeness(system),
        engine: store.engine,
      },
      controls,
      baselines: baselines.all,
      inventory: () => inventory.systems(now()),
      fetchEvidence: (request) =>
        request.kind === "facts" ? facts(request) : store.fetchEvidence(request),
      lastEvaluations: () => store.lastEvaluations(),
      appendEvaluations: (rows) => store.appendEvaluations(rows),
      late: {
        ranges: (of) => store.lateRanges(of),
        evaluationsAt: (of) => store.evaluationsAt(of),
      },
      mutedBy: (control, system, endMs) =>
        maintenanceOf(maintenance(), { control, system, endMs })?.name ?? null,
      readableUpToMs: () => applier.readableUpToMs(now()),
    });
    const acts = createActs({
      now,
      hash: sha256,
      transact,
      known: () => ledger.state.baselines,
      keep: baselines.keep,
      past: pastWindow(store),
    });
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
    const renewBaselines = createRollingBaselines({
      known: () => ledger.state.baselines,
      approved: baselines.of,
      renew: acts.renewBaseline,
      onFailure: (system, why) =>
        deps.log(`the baseline of ${system} was not renewed, it is tried again: ${said(why)}`),
    });
    const tick = oneAtATime(async (nowMs: number) => {
      await renewBaselines(nowMs);
      await recordExpiries(nowMs, governing);
      const report = await evaluator.tick(nowMs);
      for (const { control, error } of report.errors) {
        deps.log(`control ${control} could not be evaluated: ${said(error)}`);
      }
      return report;
    });
    if (config.evaluateEveryMs > 0) {
      closing.loop(
        startConductor({
          tick,
          clock: deps.clock,
          everyMs: config.evaluateEveryMs,
          onError: (error) => deps.log(`an evaluation failed and is made up for: ${said(error)}`),
        }),
        (it) => it.stop(),
      );
    }
    const publicUrl = (): string =>
      config.publicUrl ?? `http://${config.listen.host}:${config.listen.port}`;
    const outbox = closing.loop(
      createOutbox({
        ledger,
        channels: config.channels,
        now,
        random: Math.random,
        fetch: safeFetch,
        publicUrl,
        deadChannel: (dead) => deadChannelMatter(keeping, dead),
      }),
      (it) => it.stop(),
    );
    outbox.start({ onError: (error) => deps.log(`a notification failed: ${said(error)}`) });

    const watching = closing.loop(
      watchControls({
        files: systemsFile === null ? config.controls : [...config.controls, systemsFile],
        everyMs: CONTROLS_LOOK_MS,
        hash: sha256,
        reload: async () => {
          const before = inForce.refused();
          const outcome = await inForce.reload();
          const refused = inForce.refused();
          if (outcome === "changed")
            deps.log(`control files changed: ${controls().length} controls are in force`);
          if (refused !== null && refused !== before) {
            for (const line of refusalInWords(refused)) deps.log(line);
          }
        },
        onError: (error) => deps.log(`control files could not be read anew: ${said(error)}`),
      }),
      (it) => it.stop(),
    );
    const watchingRoutes = closing.loop(
      watchControls({
        files: config.routes === null ? [] : [config.routes],
        everyMs: CONTROLS_LOOK_MS,
        hash: sha256,
        reload: async () => {
          try {
            await readRoutes();
          } catch (error) {
            if (!(error instanceof RoutesRefused)) throw error;
            deps.log(`the routes are refused, those before stay in force: ${error.message}`);
          }
        },
        onError: (error) => deps.log(`the routes could not be read anew: ${said(error)}`),
      }),
      (it) => it.stop(),
    );
    const frameworks = await loadFrameworks();
    const backtestQueue = closing.loop(
      createBacktests({ now, newId: randomUUID, deadlineMs: BACKTEST_MS_MAX }),
      (it) => it.close(),
    );
    const reads = createReads({
      nowMs: now,
      url: publicUrl,
      seen: () => store.systems(),
      unexplainedLoss: async (system) => (await store.completeness(system))?.unexplained ?? null,
      fetchEvidence: (request) => store.fetchEvidence(request),
      changes: (of) => store.changes(of.system, of.range),
      segments: async (of) =>
        (await store.segments(of.system, of.range)).map((name) => `segment.${name}`),
      declared: () => ledger.state.systems,
      declarations: (id) => ledger.state.systemHistory.get(id) ?? [],
      standing: (id, lastSeenMs) => inventory.standing(id, lastSeenMs, now()),
      baseline: baselines.of,
      baselines: () => ledger.state.baselines,
      controls,
      channels: Object.keys(config.channels).length,
      status: evaluator.status,
      due: (control) => evaluator.due(control, now()),
      windowVerdicts: (asked) => store.windowVerdicts(asked),
      instanceEvaluations: (of) => store.evaluations(of),
      evaluationCounts: (of) => store.evaluationCounts(of),
      controlRevisions: inForce.history.revisions,
      revisionText: inForce.history.textOf,
      maintenance: ({ fromMs, toMs }) =>
        maintenance()
          .filter((each) => each.fromMs < toMs && each.untilMs > fromMs)
          .map(({ untilMs, ...each }) => ({ ...each, toMs: untilMs })),
      directives: () => ledger.state.directives,
      diverted: ({ system, range }) => store.diverted(system, range),
      frameworks: () => frameworks,
      backtest: (control) => backtestQueue.latest(control),
      nonconformities: () => ledger.state.nonconformities,
      content: (digest) => content.get(digest),
      deliveries: (record) => ledger.state.attempts.get(record) ?? [],
    });
    const apiReads: ApiReads = {
      ...reads,
      concerns: (system) => store.concerns(system),
      metrics: () =>
        catalogue.map(({ id, title, unit, worse, source }) => ({ id, title, unit, worse, source })),
      baselines: async () => [...ledger.state.baselines.values()],
      distributions: async (digest) => {
        if (!ledger.state.baselines.has(digest)) return null;
        return { digest, ...((await content.get(digest)) as object) }; // content under a verified digest
      },
      evaluationHistory: (of) => store.evaluations(of),
      keys: () => [...ledger.state.keys.values()],
      status: async () => ({
        version: VERSION,
        engine: store.engine,
        startedMs,
        journals: [{ id: journal.id, lastSeq: journal.lastSeq, appliedSeq: applier.appliedSeq }],
        ledger: { size: ledger.size, root: ledger.root },
        problems: [...(await health.problems()), ...refusalInWords(inForce.refused())],
      }),
    };
    const backtests = startBacktest({
      queue: backtestQueue,
      now,
      controls,
      baselines: baselines.all,
      inventory: () => inventory.systems(now()),
      fetchEvidence: (request) => store.fetchEvidence(request),
    });
    const page = pageOptions(acts, deps.log);
    const notFound = createNotFound(reads, page);
    const secret = await sessionSecret(folder("session.secret"), randomBytes);
    const sessions = createSessions({ secret, now, random: randomBytes });
    const waiting = createWaiting((listener) => ledger.onAppend(listener));
    const http = createHttp({
      receive: receive({
        append: async (batch) => {
          const appended = await journal.append(batch);
          for (const stop of suspensionStops(batch.records)) effect({ ...stop, how: "fallback" });
          return appended;
        },
        now,
        quarantine: (entries) => {
          store.quarantine(entries).catch((error) => deps.log(`quarantine: ${said(error)}`));
        },
      }),
      reads: apiReads,
      acts,
      directives: {
        directive,
        waiting,
        acknowledged: (of) => effect({ ...of, how: "acknowledged" }),
      },
      findKey: (id) => ledger.state.keys.get(id),
      backtests,
      sessions,
      random: Math.random,
      randomBytes,
      notReady: health.notReady,
      report: (error) => deps.log(`a request failed: ${said(error)}`),
      pages: pages(reads, page),
      notFoundPage: (c) => notFound(c),
      style: `${page.assetsBase}/${assetNames().style}`,
      boundHost: config.listen.host,
      publicUrl: config.publicUrl,
    });
    const admin = [...ledger.state.keys.values()].find(
      (key) => key.role === "admin" && key.revokedMs === null,
    );
    return {
      fetch: (request, env) => http.fetch(request, env),
      firstKeys: shownKeys,
      signInUrl: (base) =>
        admin === undefined
          ? `${base}/sign-in`
          : `${base}/sign-in?token=${sessions.createToken(admin.id)}`,
      settled: applier.settled,
      tick,
      reloadControls: async () => {
        await watching.reload();
        await watchingRoutes.reload();
      },
      release: waiting.close,
      close: () => {
        waiting.close();
        return closing.close();
      },
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

function namesInShort(names: readonly string[]): string {
  const more = names.length - 10;
  return `${names.slice(0, 10).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Why the files in the folder are not what is in force. */
function refusalInWords(refused: ReturnType<Controls["refused"]>): readonly string[] {
  if (refused === null) return [];
  const [first] = refused.findings;
  const more = refused.findings.length - 1;
  const where = first && `${first.file}:${first.line}: ${first.message}`;
  return [
    `control files were refused at ${new Date(refused.atMs).toISOString()}, those before them are in force, as is the inventory: ${where}${more > 0 ? `, and ${more} more` : ""}; tiltmeter controls check tells them all`,
  ];
}

/** People see within seconds what they changed; reading a few files costs less than a millisecond. */
const CONTROLS_LOOK_MS = 2_000;

/** A server that does not answer is left: what it was sent is in the journal. */
const STORE_MS_MAX = 1_000;
/** A year of an hourly control over a large store takes minutes. */
const BACKTEST_MS_MAX = 15 * 60_000;
