// Records a prediction, a person's decision and an outcome with OpenTelemetry alone, numbered so that loss is measured.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/resource"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	provider, err := newProvider(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, provider.Shutdown(ctx)) }()
	ai := &recorder{logger: provider.Logger("credit"), last: map[string]int64{}}

	ai.record(ctx, "prediction", "aims.prediction",
		log.String("aims.prediction.id", "a-1"),
		log.String("aims.model.name", "xgb-credit"),
		log.String("aims.model.version", "2026-11-03"),
		log.String("aims.prediction.label", "approve"),
		log.Float64("aims.prediction.score", 0.93),
		log.Float64("aims.prediction.latency", 0.012),
		log.Map("aims.prediction.features", log.Int("income", 52000), log.String("purpose", "car")),
		log.Map("aims.prediction.segment", log.String("age_band", "30s")))
	ai.record(ctx, "oversight", "aims.oversight.decision",
		log.String("aims.prediction.id", "a-1"),
		log.String("aims.oversight.action", "override"),
		log.String("aims.oversight.original.label", "approve"),
		log.String("aims.oversight.final.label", "decline"),
		log.String("aims.oversight.actor.id", "reviewer-7"))
	ai.record(ctx, "outcome", "aims.outcome",
		log.String("aims.prediction.id", "a-1"),
		log.String("aims.outcome.label", "decline"))

	// A program that runs on says this every half minute.
	ai.heartbeat(ctx)
	return nil
}

func newProvider(ctx context.Context) (*sdklog.LoggerProvider, error) {
	exporter, err := otlploghttp.New(ctx,
		otlploghttp.WithEndpointURL(os.Getenv("TILTMETER_URL")+"/v1/logs"),
		otlploghttp.WithHeaders(map[string]string{"Authorization": "Bearer " + os.Getenv("TILTMETER_KEY")}))
	if err != nil {
		return nil, err
	}
	producer := make([]byte, 16)
	if _, err := rand.Read(producer); err != nil {
		return nil, err
	}
	who := resource.NewSchemaless(
		attribute.String("service.name", "credit-scoring"),
		attribute.String("aims.system.id", "credit-scoring"),
		// One for each process: its records are counted together.
		attribute.String("aims.producer.id", hex.EncodeToString(producer)))
	return sdklog.NewLoggerProvider(
		sdklog.WithResource(who),
		sdklog.WithProcessor(sdklog.NewBatchProcessor(exporter))), nil
}

// recorder numbers what it emits, from 1 and without gaps per class.
type recorder struct {
	logger log.Logger
	mutex  sync.Mutex
	last   map[string]int64
}

func (r *recorder) record(ctx context.Context, class, event string, said ...log.KeyValue) {
	r.mutex.Lock()
	r.last[class]++
	number := r.last[class]
	r.mutex.Unlock()
	r.emit(ctx, event, append(said, log.Int64("aims.seq", number))...)
}

// heartbeat says the last number of each class: what the collector has not got of them was lost.
func (r *recorder) heartbeat(ctx context.Context) {
	r.mutex.Lock()
	var last []log.KeyValue
	for class, number := range r.last {
		last = append(last, log.Int64(class, number))
	}
	r.mutex.Unlock()
	r.emit(ctx, "aims.heartbeat", log.Map("aims.seq.last", last...))
}

func (r *recorder) emit(ctx context.Context, event string, said ...log.KeyValue) {
	var record log.Record
	record.SetEventName(event)
	record.SetTimestamp(time.Now())
	record.AddAttributes(said...)
	r.logger.Emit(ctx, record)
}
