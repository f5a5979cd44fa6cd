package example;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Records a prediction, a person's decision and an outcome with OpenTelemetry alone, numbered so that loss is measured. */
public final class CreditScoring {
  private final Logger logger;
  private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();

  private CreditScoring(Logger logger) {
    this.logger = logger;
  }

  public static void main(String[] args) {
    SdkLoggerProvider provider = provider();
    CreditScoring ai = new CreditScoring(provider.get("credit"));

    ai.record(
        "prediction",
        "aims.prediction",
        Attributes.builder()
            .put("aims.prediction.id", "a-1")
            .put("aims.model.name", "xgb-credit")
            .put("aims.model.version", "2026-11-03")
            .put("aims.prediction.label", "approve")
            .put("aims.prediction.score", 0.93)
            .put("aims.prediction.latency", 0.012)
            .put("aims.prediction.features.income", 52000)
            .put("aims.prediction.features.purpose", "car")
            .put("aims.prediction.segment.age_band", "30s"));
    ai.record(
        "oversight",
        "aims.oversight.decision",
        Attributes.builder()
            .put("aims.prediction.id", "a-1")
            .put("aims.oversight.action", "override")
            .put("aims.oversight.original.label", "approve")
            .put("aims.oversight.final.label", "decline")
            .put("aims.oversight.actor.id", "reviewer-7"));
    ai.record(
        "outcome",
        "aims.outcome",
        Attributes.builder().put("aims.prediction.id", "a-1").put("aims.outcome.label", "decline"));

    // A program that runs on says this every half minute.
    ai.heartbeat();
    provider.shutdown().join(10, TimeUnit.SECONDS);
  }

  private static SdkLoggerProvider provider() {
    Attributes who =
        Attributes.builder()
            .put("service.name", "credit-scoring")
            .put("aims.system.id", "credit-scoring")
            // One for each process: its records are counted together.
            .put("aims.producer.id", UUID.randomUUID().toString())
            .build();
    OtlpHttpLogRecordExporter exporter =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(System.getenv("TILTMETER_URL") + "/v1/logs")
            .addHeader("Authorization", "Bearer " + System.getenv("TILTMETER_KEY"))
            .build();
    return SdkLoggerProvider.builder()
        .setResource(Resource.create(who))
        .addLogRecordProcessor(BatchLogRecordProcessor.builder(exporter).build())
        .build();
  }

  /** Numbers are consecutive per class, from 1. */
  private void record(String ofClass, String eventName, AttributesBuilder said) {
    long number = sequences.computeIfAbsent(ofClass, name -> new AtomicLong()).incrementAndGet();
    emit(eventName, said.put("aims.seq", number));
  }

  /** The last number of each class: what the collector has not got of them was lost. */
  private void heartbeat() {
    AttributesBuilder account = Attributes.builder();
    sequences.forEach((ofClass, last) -> account.put("aims.seq.last." + ofClass, last.get()));
    emit("aims.heartbeat", account);
  }

  private void emit(String eventName, AttributesBuilder said) {
    logger
        .logRecordBuilder()
        .setTimestamp(Instant.now())
        .setAllAttributes(said.put("event.name", eventName).build())
        .emit();
  }
}
