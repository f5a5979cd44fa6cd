import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { atExit, beforeExit, onSignal } from "./at-exit.ts";
import type { Call } from "./call.ts";
import type { CircuitState } from "./circuit.ts";
import { AnswerNames } from "./clients/answer-names.ts";
import { Instruments } from "./clients/instruments.ts";
import { monotonicMs, wallMs } from "./clock.ts";
import type { ClockOffset } from "./clock-offset.ts";
import { isSecondCopy } from "./copies.ts";
import { Delivery, type DeliveryState } from "./delivery.ts";
import { DirectiveSource, type DirectiveStatus } from "./directive.ts";
import type { Diversion } from "./divert.ts";
import { Exporter } from "./exporter.ts";
import { type Answer, guardHooks, guardListener, type WatchOptions } from "./hooks.ts";
import { InFlight } from "./in-flight.ts";
import { Intake } from "./intake.ts";
import { withInternals } from "./internals.ts";
import { Notices } from "./notices.ts";
import type { Observer } from "./observer.ts";
import { openOutbox } from "./open-outbox.ts";
import type { SpoolStatus } from "./outbox.ts";
import { nextPredictionId } from "./prediction-id.ts";
import { NO_MODEL } from "./readers.ts";
import { type RecordClass, Recorder } from "./recorder.ts";
import { startRedactor } from "./redaction/start-redactor.ts";
import { type MonitorOptions, resolveSettings, type Settings } from "./settings.ts";
import { startProfiler } from "./start-profiler.ts";
import {
  type ChangeInput,
  type ConcernInput,
  changeOf,
  concernOf,
  modelOrNone,
  type OutcomeInput,
  outcomeOf,
  oversightOf,
  type PredictionInput,
  predictionOf,
  type ReviewInput,
  readTask,
  type ScoreInput,
  scoreOf,
} from "./statements.ts";
import { activeTrace, traceOr } from "./trace-context.ts";
import { watchFunction } from "./watch.ts";
import type { Model, Prediction } from "./wire/prediction.ts";

/** Watches one AI system. No method throws, and none delays the host. */
export interface Monitor {
  /**
   * The function, watched: same arguments, `this`, result, promise, iterator and errors. Each call
   * becomes a prediction (more where `output` returns an array); a failed one has the status `error`.
   */
  watch<F extends (...args: never[]) => unknown>(
    original: F,
    options?: WatchOptions<Parameters<F>, Answer<ReturnType<F>>, ReturnType<F>>,
  ): F;
  /** Records a prediction made elsewhere; returns its id. */
  record(prediction: PredictionInput): string;
  /** Records what a person did with the prediction of this id. */
  review(id: string | number, review: ReviewInput): void;
  /** Records the truth about the prediction of this id, however late. */
  outcome(id: string | number, outcome: OutcomeInput): void;
  /** Records what a check said of the prediction of this id: a quality score, a detector's verdict. */
  score(id: string | number, score: ScoreInput): void;
  /** Records a concern about the system, or that one was acknowledged or resolved; returns its id. */
  concern(concern: ConcernInput): string;
  /** Records a deployment, or a change of prompt, configuration or model. */
  change(change: ChangeInput): void;
  /** Calls the listener with each prediction, in the async context of its call; returns the way out. */
  onPrediction(listener: (prediction: Prediction) => void): () => void;
  /**
   * The id of the last prediction made in this async context, also while its call still runs. Where one
   * call makes many predictions it is what their ids begin with (`ID/0`, `ID/1`, …).
   */
  lastPredictionId(): string | undefined;
  status(): MonitorStatus;
  /**
   * Whether the system is suspended, as the collector said last: for a program that diverts calls itself, such as
   * a gateway. Answered from memory; the first question begins the asking, and calls before its answer are `unknown`.
   */
  directive(): DirectiveStatus;
  /**
   * For a short program: true once the collector has said whether the system is suspended; false after
   * `timeoutMs` (default 5 s), and where nobody asks. Calls before that go to the model.
   */
  ready(options?: { readonly timeoutMs?: number }): Promise<boolean>;
  /** True once everything recorded so far is answered for; false after `timeoutMs` (default 10 s). */
  flush(options?: { readonly timeoutMs?: number }): Promise<boolean>;
  /** Ends watching: streams still open are recorded, the rest is sent for up to `timeoutMs` (default 5 s). Idempotent. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a monitor stands. Issued records = queued + sent + rejected + the dropped ones of their class. */
export interface MonitorStatus {
  /** `waiting`: nothing was answered yet. */
  readonly state: DeliveryState | "disabled" | "closed";
  readonly url: string;
  /** `open`: after failures in a row the collector is asked once in a while; `half_open`: right now. */
  readonly circuit: CircuitState;
  /** The last failure's words, kept after recovery. */
  readonly lastError: string | null;
  /** Records that wait, in memory and in files, the ones on their way included. */
  readonly queued: number;
  /** Memory for them. */
  readonly queuedBytes: number;
  /** Records that the collector acknowledged: they are on its disk. */
  readonly sent: number;
  /** Records that the collector refused one by one; they are in its quarantine. */
  readonly rejected: number;
  /** Losses by `class.reason`, e.g. `prediction.queue_full`; selectors' faults by `hook.name`. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What is kept in files; null where no `spool` was asked for, or its folder cannot be written to. */
  readonly spool: SpoolStatus | null;
  /** How far this clock is from the collector's; null until an answer has told. */
  readonly clock: ClockOffset | null;
  /** Hooks switched off after 100 faults in a row. */
  readonly disabledHooks: readonly string[];
  /** Features that are captured as profiles and that the baseline does not have, the first hundred. */
  readonly unprofiled: readonly string[];
  /** Whether calls go to the model; null where nobody asks: no watched function has a `fallback`, and `directive` was not called. */
  readonly directive: DirectiveStatus | null;
  /** Clients of models that are wrapped, e.g. `openai@7.59.0`. */
  readonly instrumented: readonly string[];
  /** Clients of models that this process could load and that are not wrapped: a hint, no proof of use. */
  readonly uninstrumented: readonly string[];
}

/**
 * Starts watching an AI system.
 *
 * Options over environment (`TILTMETER_URL`, `TILTMETER_KEY`, `OTEL_SERVICE_NAME`,
 * `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_SDK_DISABLED`). Never throws: what is wrong is told on the console
 * once, and in `status()`.
 */
export function createMonitor(options: MonitorOptions = {}): Monitor {
  const settings = resolveSettings(options, process.env, randomUUID());
  return settings.isEnabled ? start(settings, options) : disabled(settings);
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
  const instruments = new Instruments(options.findClients === false ? null : findOwnClients);
  void instruments.look(monotonicMs());
  const exporter = new Exporter({
    settings,
    recorder,
    outbox,
    inFlight,
    notices,
    clock,
    instruments,
  });
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

  const attempt = (of: RecordClass, record: () => void): void => {
    try {
      record();
    } catch (error) {
      intake.invalid(of, error);
    }
  };
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
    await endMinutes(timeoutMs);
    return exporter.flush(Math.max(0, timeoutMs - (monotonicMs() - fromMs)), isAll);
  };
  const leave = beforeExit(async () => {
    endStreams();
    await endMinutes(limits.exitFlushMs);
    // Node asks again after every attempt: one that failed is not repeated for the same records.
    if (recorder.version === triedVersion) return;
    triedVersion = recorder.version;
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
    record(input) {
      let id = "";
      attempt("prediction", () => {
        const observation = predictionOf(input, defaults);
        id = observation.id;
        intake.prediction(observation, traceOr(input.trace));
        lastPrediction?.enterWith(id);
      });
      return id;
    },
    review(id, input) {
      attempt("oversight", () => intake.statement(oversightOf(id, input, defaults), activeTrace()));
    },
    outcome(id, input) {
      attempt("outcome", () => intake.statement(outcomeOf(id, input, defaults), activeTrace()));
    },
    score(id, input) {
      attempt("score", () => intake.statement(scoreOf(id, input, defaults), activeTrace()));
    },
    concern(input) {
      let id = "";
      attempt("concern", () => {
        const concern = concernOf(input, defaults);
        id = concern.id;
        intake.statement(concern, activeTrace());
      });
      return id;
    },
    change(input) {
      attempt("change", () => intake.statement(changeOf(input, defaults), activeTrace()));
    },
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

/** Loaded apart from the core: it is wanted once a minute, and nobody waits for it. */
const findOwnClients = async (): Promise<ReadonlyMap<string, string>> => {
  const cwd = process.cwd();
  const { findClients, loadedFiles, programFolders } = await import("./clients/find-clients.ts");
  return findClients(programFolders(process.argv, cwd), loadedFiles());
};

/** Of a monitor that watches nothing, or that was closed before anybody asked. */
const NOBODY_ASKS: DirectiveStatus = {
  state: "unknown",
  since: null,
  until: null,
  reason: null,
  record: null,
  diverted: 0,
  lastError: null,
};

/** Told by the copy that comes second, once. */
function tellCopies(notices: Notices): void {
  if (!isSecondCopy()) return;
  notices.once(
    "copies",
    () =>
      "two copies of @tiltmeter/sdk are loaded (such as one imported and one required, or two versions): each watches and sends by itself, and lastPredictionId() knows its own calls alone; load one",
  );
}

/** Null where the function has no fallback; else the directive is asked for from now on. */
function diversionOf(
  options: { readonly fallback?: unknown; readonly shadow?: unknown },
  directive: DirectiveSource,
  intake: Intake,
): Diversion | null {
  const { fallback, shadow } = options;
  if (typeof fallback !== "function") return null;
  directive.start();
  return {
    directive,
    fallback(this: unknown, ...args) {
      return Reflect.apply(fallback, this, args);
    },
    isShadow: shadow === true,
    record: (stop, trace) => intake.statement(stop, trace),
  };
}

function readDefault(model: unknown, intake: Intake): Model {
  try {
    return modelOrNone(model);
  } catch (error) {
    intake.onFault("model", error, false);
    return NO_MODEL;
  }
}

/** Watches nothing: `watch` returns the very function. */
function disabled(settings: Settings): Monitor {
  return {
    watch: (original) => original,
    record: (input) => String(input?.id ?? nextPredictionId()),
    review: () => undefined,
    outcome: () => undefined,
    score: () => undefined,
    concern: (input) => String(input?.id ?? ""),
    change: () => undefined,
    onPrediction: () => () => undefined,
    lastPredictionId: () => undefined,
    status: () => ({
      state: "disabled",
      circuit: "closed",
      spool: null,
      clock: null,
      url: settings.url,
      lastError: null,
      queued: 0,
      queuedBytes: 0,
      sent: 0,
      rejected: 0,
      dropped: {},
      disabledHooks: [],
      unprofiled: [],
      directive: null,
      instrumented: [],
      uninstrumented: [],
    }),
    directive: () => NOBODY_ASKS,
    ready: () => Promise.resolve(false),
    flush: () => Promise.resolve(true),
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
