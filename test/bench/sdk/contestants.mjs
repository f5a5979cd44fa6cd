// Ways to record one call, each as its own documentation shows it. A contestant is alone in its process, for a
// context manager or a hook of one would slow the others. `call` is called and awaited like the model; `flush` brings out what was
// recorded. `encodes` says whether to encode it, with or without gzip, or to drop it unseen.
import { gzipSync } from "node:zlib";
import { inputs, MODEL, model } from "./predictions.mjs";

const SYSTEM = "bench";

/** Encodes as the exporters of OpenTelemetry do, and sends nowhere; its price is the contestant's. */
async function exporter(serializer, encodes) {
  const transformer = await import("@opentelemetry/otlp-transformer");
  return {
    export(records, done) {
      if (encodes !== "nothing") {
        const bytes = transformer[serializer].serializeRequest(records);
        if (encodes === "gzip") gzipSync(bytes, { level: 1 });
      }
      done({ code: 0 });
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
}

// As many in the queue as the longest measurement makes between two flushes, so that none is lost.
const QUEUE = { maxQueueSize: 16_384, maxExportBatchSize: 512, scheduledDelayMillis: 600_000 };

async function tracing(encodes) {
  const { BatchSpanProcessor, NodeTracerProvider } = await import("@opentelemetry/sdk-trace-node");
  const spans = await exporter("ProtobufTraceSerializer", encodes);
  const processor = new BatchSpanProcessor(spans, QUEUE);
  const provider = new NodeTracerProvider({ spanProcessors: [processor] });
  provider.register();
  return { provider, processor, tracer: provider.getTracer(SYSTEM) };
}

function say(span, input, result, latencyMs) {
  span.setAttribute("prediction.id", input.id);
  span.setAttribute("customer.id", input.customer);
  span.setAttribute("model.name", MODEL.name);
  span.setAttribute("model.version", MODEL.version);
  span.setAttribute("prediction.label", result.label);
  span.setAttribute("prediction.score", result.score);
  span.setAttribute("prediction.latency_ms", latencyMs);
}

/** Features as they come, whatever their names, in a namespace of their own as the conventions ask. */
function describe(span, input, result, latencyMs) {
  say(span, input, result, latencyMs);
  for (const [name, value] of Object.entries(input.features)) {
    span.setAttribute(`feature.${name}`, value);
  }
}

const names = Object.keys(inputs[0].features).map((name) => [name, `feature.${name}`]);

/** The cheapest way to the same: for one model, whose names were put together beforehand. */
function describeKnown(span, input, result, latencyMs) {
  say(span, input, result, latencyMs);
  for (const [name, attribute] of names) span.setAttribute(attribute, input.features[name]);
}

const said = (input, result, latencyMs) => ({
  "prediction.id": input.id,
  "customer.id": input.customer,
  "model.name": MODEL.name,
  "model.version": MODEL.version,
  "prediction.label": result.label,
  "prediction.score": result.score,
  "prediction.latency_ms": latencyMs,
});

async function logging(encodes) {
  const { BatchLogRecordProcessor, LoggerProvider } = await import("@opentelemetry/sdk-logs");
  const logs = await exporter("ProtobufLogsSerializer", encodes);
  const provider = new LoggerProvider({
    processors: [new BatchLogRecordProcessor({ exporter: logs, ...QUEUE })],
  });
  return { logger: provider.getLogger(SYSTEM), flush: () => provider.forceFlush() };
}

const spanned = (tracer, describeIt) => async (input) => {
  const span = tracer.startSpan("predict");
  const from = performance.now();
  try {
    const result = await model(input);
    describeIt(span, input, result, performance.now() - from);
    return result;
  } finally {
    span.end();
  }
};

/** Sends to `url` for real: HTTP is part of what its records cost here, and of no other's. */
async function watched(encodes, url, options) {
  const { createMonitor } = await import("@tiltmeter/sdk");
  const ai = createMonitor({
    system: SYSTEM,
    model: MODEL,
    url,
    compression: encodes === "gzip" ? "gzip" : "none",
    limits: { queueBytesMax: 64 * 1_048_576, sendEveryMs: 600_000, heartbeatEveryMs: 600_000 },
    ...options,
  });
  const call = ai.watch(model, {
    id: (input) => input.id,
    features: (input) => input.features,
    subject: (input) => input.customer,
    output: (result) => result,
  });
  return { call, flush: () => ai.flush({ timeoutMs: 60_000 }) };
}

export const contestants = {
  "bare async call": async () => ({ call: model, flush: async () => {} }),
  watched: (encodes, url) => watched(encodes, url, {}),
  "watched, lastPredictionId off": (encodes, url) =>
    watched(encodes, url, { trackLastPrediction: false }),
  "OpenTelemetry span": async (encodes) => {
    const { provider, tracer } = await tracing(encodes);
    return { call: spanned(tracer, describe), flush: () => provider.forceFlush() };
  },
  "OpenTelemetry span, names known": async (encodes) => {
    const { provider, tracer } = await tracing(encodes);
    return { call: spanned(tracer, describeKnown), flush: () => provider.forceFlush() };
  },
  "OpenTelemetry active span": async (encodes) => {
    const { provider, tracer } = await tracing(encodes);
    const call = (input) =>
      tracer.startActiveSpan("predict", async (span) => {
        const from = performance.now();
        try {
          const result = await model(input);
          describe(span, input, result, performance.now() - from);
          return result;
        } finally {
          span.end();
        }
      });
    return { call, flush: () => provider.forceFlush() };
  },
  "OpenTelemetry log, map body": async (encodes) => {
    const { logger, flush } = await logging(encodes);
    const call = async (input) => {
      const from = performance.now();
      const result = await model(input);
      const attributes = said(input, result, performance.now() - from);
      logger.emit({ eventName: "prediction", severityNumber: 9, body: input.features, attributes });
      return result;
    };
    return { call, flush };
  },
  "OpenTelemetry log, attributes": async (encodes) => {
    const { logger, flush } = await logging(encodes);
    const call = async (input) => {
      const from = performance.now();
      const result = await model(input);
      const attributes = said(input, result, performance.now() - from);
      for (const [name, value] of Object.entries(input.features)) {
        attributes[`feature.${name}`] = value;
      }
      logger.emit({ eventName: "prediction", severityNumber: 9, attributes });
      return result;
    };
    return { call, flush };
  },
  "OpenInference withSpan": async (encodes) => {
    const { provider } = await tracing(encodes);
    const { withSpan } = await import("@arizeai/openinference-core");
    return { call: withSpan(model, { name: "predict" }), flush: () => provider.forceFlush() };
  },
  "OpenLLMetry withTask": async (encodes) => {
    const traceloop = await import("@traceloop/node-server-sdk");
    const { BatchSpanProcessor } = await import("@opentelemetry/sdk-trace-node");
    const spans = await exporter("ProtobufTraceSerializer", encodes);
    traceloop.initialize({
      appName: SYSTEM,
      processor: new BatchSpanProcessor(spans, QUEUE),
      exporter: spans,
      silenceInitializationMessage: true,
      traceloopSyncEnabled: false,
      instrumentModules: {},
    });
    return {
      call: (input) => traceloop.withTask({ name: "predict" }, model, input),
      flush: () => traceloop.forceFlush(),
    };
  },
  "Langfuse startObservation": async (encodes) => {
    const { LangfuseSpanProcessor } = await import("@langfuse/otel");
    const { startObservation } = await import("@langfuse/tracing");
    const { NodeTracerProvider } = await import("@opentelemetry/sdk-trace-node");
    const processor = new LangfuseSpanProcessor({
      exporter: await exporter("ProtobufTraceSerializer", encodes),
      publicKey: "pk",
      secretKey: "sk",
      baseUrl: "http://127.0.0.1:9",
      flushAt: 512,
      flushInterval: 600,
    });
    const provider = new NodeTracerProvider({ spanProcessors: [processor] });
    provider.register();
    const call = async (input) => {
      const observation = startObservation("predict", { input: input.features });
      const result = await model(input);
      observation.update({ output: result }).end();
      return result;
    };
    return { call, flush: () => provider.forceFlush() };
  },
};
