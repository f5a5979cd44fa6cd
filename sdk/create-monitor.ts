import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { atExit, beforeExit, onSignal } from "./at-exit.ts";
import type { Call } from "./call.ts";
import { AnswerNames } from "./clients/answer-names.ts";
import { findOwnClients } from "./clients/find-own-clients.ts";
import { Instruments, readInstrument } from "./clients/instruments.ts";
import { monotonicMs, wallMs } from "./clock.ts";
import { isSecondCopy } from "./copies.ts";
import { Delivery } from "./delivery.ts";
import { DirectiveSource, NOBODY_ASKS } from "./directive.ts";
import { disabledMonitor } from "./disabled-monitor.ts";
import { diversionOf } from "./diversion-of.ts";
import { Exporter } from "./exporter.ts";
import { guardHooks, guardListener } from "./hooks.ts";
import { InFlight } from "./in-flight.ts";
import { Intake } from "./intake.ts";
import { withInternals } from "./internals.ts";
import type { Monitor } from "./monitor.ts";
import { Notices } from "./notices.ts";
import type { Observer } from "./observer.ts";
import { openOutbox } from "./open-outbox.ts";
import { NO_MODEL } from "./readers.ts";
import { Recorder } from "./recorder.ts";
import { startRedactor } from "./redaction/start-redactor.ts";
import { type MonitorOptions, resolveSettings, type Settings } from "./settings.ts";
import { startProfiler } from "./start-profiler.ts";
import { modelOrNone, readTask } from "./statements.ts";
import { stating } from "./stating.ts";
import type { activeTrace } from "./trace-context.ts";
import { watchFunction } from "./watch.ts";
import type { Model } from "./wire/prediction.ts";

/** Names that the user gives of what is watched: what a heartbeat has room for, and a process never has. */
const NAMES_MAX = 64;

/**
 * Starts watching an AI system.
 *
 * Options over environment (`TILTMETER_URL`, `TILTMETER_KEY`, `OTEL_SERVICE_NAME`,
 * `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_SDK_DISABLED`). Never throws: what is wrong is told on the console
 * once, and in `status()`.
 */
export function createMonitor(options: MonitorOptions = {}): Monitor {
  const settings = resolveSettings(options, process.env, randomUUID());
  return settings.isEnabled ? start(settings, options) : disabledMonitor(settings);
}

function start(settings: Settings, options: MonitorOptions): Monitor {
  const { limits } = settings;
  const notices = new Notices(options.log ?? console.error);
  const recorder = new Recorder({
    bytesMax: limits.queueBytesMax,
    onFirstLoss: (name) => {
      notices.once(`loss ${name}`, () => `records are lost (${name}): see status().dropped`);
    },
  });
  const delivery = new Delivery({ settings, notices, random: Math.random });
  const inFlight = new InFlight(recorder);
  const outbox = openOutbox({ settings, delivery, notices, recorder, inFlight });
  const clock = () => delivery.status().clock;
  const instruments = new Instruments(options.findClients === false ? null : findOwnClients, () =>
    exporter.introduce(),
  );
  const exporter = new Exporter({
    settings,
    recorder,
    outbox,
    inFlight,
    notices,
    clock,
    instruments,
  });
  for (const each of namesIn(options.instrumented)) instruments.add(...readInstrument(each));
  void instruments.look(monotonicMs());
  tellCopies(notices);
  const directive = new DirectiveSource({ settings, notices, random: Math.random });
  const profiler = startProfiler({
    options,
    settings,
    notices,
    emit: (profile) => intake.profile(profile),
    onFailure: (error) => intake.onFault("profile", error, false),
    onLost: (predictions) => recorder.count("hook.profile", predictions),
  });
  const { redactor, contentOf } = startRedactor({
    options,
    environment: process.env,
    tell: (mistake) => notices.once(mistake, () => mistake),
    onFailure: (field) => intake.onRedactionFailure(field),
  });
  const intake = new Intake({
    recorder,
    notices,
    profiler,
    redactor,
    onRecord: () => exporter.wake(),
  });
  const open = new Set<Call>();
  const openClients = new Set<Pick<Observer, "abandoned">>();
  const lastPrediction =
    options.trackLastPrediction === false ? null : new AsyncLocalStorage<string>();
  const defaults = { model: readDefault(options.model, intake), nowMs: () => wallMs() };
  let closing: Promise<void> | null = null;
  let triedVersion = -1;

  const endStreams = (): void => {
    for (const call of [...open, ...openClients]) call.abandoned();
  };
  /** What is counted is sent with the rest, also the minute that is not over. */
  const endMinutes = async (timeoutMs: number): Promise<void> => {
    try {
      await profiler.ready(timeoutMs);
      profiler.emitAll();
    } catch (error) {
      intake.onFault("profile", error, false);
    }
  };
  const flush = async (timeoutMs: number, isAll = false): Promise<boolean> => {
    const fromMs = monotonicMs();
    await Promise.all([endMinutes(timeoutMs), instruments.looked(fromMs, timeoutMs)]);
    return exporter.flush(Math.max(0, timeoutMs - (monotonicMs() - fromMs)), isAll);
  };
  const leave = beforeExit(async () => {
    endStreams();
    const looked = instruments.looked(monotonicMs(), limits.exitFlushMs);
    await Promise.all([endMinutes(limits.exitFlushMs), looked]);
    // Node asks again after every attempt: one that failed is not repeated for the same records.
    if (exporter.version === triedVersion) return;
    triedVersion = exporter.version;
    await exporter.flush(limits.exitFlushMs, true);
  });
  const stay = atExit(() => exporter.exit());
  const unhear =
    options.flushOnSignal === true
      ? onSignal(async () => {
          endStreams();
          await flush(limits.exitFlushMs);
        })
      : () => undefined;
  const close = async (timeoutMs: number): Promise<void> => {
    endStreams();
    intake.close();
    leave();
    unhear();
    directive.stop();
    await flush(timeoutMs, true);
    await exporter.stop();
    stay();
  };

  const end = (of?: { readonly timeoutMs?: number }): Promise<void> => {
    closing ??= close(of?.timeoutMs ?? 5_000);
    return closing;
  };

  const monitor: Monitor = {
    watch(original, given) {
      if (typeof original !== "function") return original;
      const hooks = guardHooks(given ?? {}, intake.onFault);
      const watched = {
        hooks,
        task: readTask(given?.task),
        model: typeof given?.model === "object" ? readDefault(given.model, intake) : defaults.model,
        sink: (
          observation: Parameters<Intake["prediction"]>[0],
          trace: ReturnType<typeof activeTrace>,
        ) => intake.prediction(observation, trace, hooks.onPrediction),
        open,
      };
      return watchFunction(
        original,
        watched,
        () => intake.isOpen,
        (id) => lastPrediction?.enterWith(id),
        diversionOf(given ?? {}, directive, intake),
      );
    },
    ...stating({ intake, defaults, lastPrediction }),
    onPrediction(listener) {
      const hook = guardListener(listener, intake.onFault);
      return hook === null ? () => undefined : intake.listen(hook);
    },
    lastPredictionId: () => lastPrediction?.getStore(),
    status: () => ({
      ...delivery.status(),
      ...(closing === null ? {} : { state: "closed" as const }),
      url: settings.url,
      queued: recorder.length + recorder.inFlight.records + (outbox.status()?.records ?? 0),
      queuedBytes: recorder.bytes,
      dropped: recorder.dropped(),
      spool: outbox.status(),
      disabledHooks: intake.disabledHooks,
      unprofiled: profiler.unprofiled,
      directive: directive.status(),
      ...instruments.account(monotonicMs()),
    }),
    directive: () => {
      directive.start();
      return directive.status() ?? NOBODY_ASKS;
    },
    ready: (of) => directive.ready(of?.timeoutMs ?? 5_000),
    flush: (of) => flush(of?.timeoutMs ?? 10_000),
    close: end,
    [Symbol.asyncDispose]: () => end(),
  };
  return withInternals(monitor, {
    contentOf,
    isOpen: () => intake.isOpen,
    predict: (observation, trace, listener) => intake.prediction(observation, trace, listener),
    state: (statement, trace) => intake.statement(statement, trace),
    onFault: intake.onFault,
    directive,
    names: new AnswerNames(),
    instruments,
    open: openClients,
  });
}

/** Callers without types pass anything: what is no name is left out. */
function namesIn(given: unknown): readonly string[] {
  const names: readonly unknown[] = Array.isArray(given) ? given : [];
  return names
    .filter((name): name is string => typeof name === "string" && name !== "")
    .slice(0, NAMES_MAX);
}

/** Told by the copy that comes second, once. */
function tellCopies(notices: Notices): void {
  if (!isSecondCopy()) return;
  notices.once(
    "copies",
    () =>
      "two copies of @tiltmeter/sdk are loaded (such as one imported and one required, or two versions): each watches and sends by itself, and lastPredictionId() knows its own calls alone; load one",
  );
}

function readDefault(model: unknown, intake: Intake): Model {
  try {
    return modelOrNone(model);
  } catch (error) {
    intake.onFault("model", error, false);
    return NO_MODEL;
  }
}
