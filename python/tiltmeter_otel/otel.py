"""Sequence numbers, losses and heartbeats on a stock OpenTelemetry logger provider."""

from __future__ import annotations

import atexit
import threading
import time
import weakref
from typing import Any, Optional, Sequence

from opentelemetry._logs import LogRecord
from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource

from . import events, names
from .after_fork import after_fork
from .instrumented import clients
from .producer import Producer

_NS = 1_000_000_000


class SequenceProcessor(LogRecordProcessor):
    """Numbers the events of the published language, and says which process issued them.

    Must come before the processor that exports: a number that is given later is not sent.
    """

    def __init__(self, producer: Producer) -> None:
        self._producer = producer
        self._resources: "dict[Any, Resource]" = {}

    def on_emit(self, log_record: Any) -> None:
        record = log_record.log_record
        event_name = getattr(record, "event_name", None) or (record.attributes or {}).get("event.name")
        numbered = self._producer.number(str(event_name))
        if numbered is None and event_name != names.EVENT_HEARTBEAT:
            return
        producer_id = self._producer.id if numbered is None else numbered[0]
        if numbered is not None:
            record.attributes[names.SEQ] = numbered[1]
        # Of this record, not of the provider: after a fork the provider still has its parent's resource.
        log_record.resource = self._resource(log_record.resource, producer_id)

    def _resource(self, resource: Optional[Resource], producer_id: str) -> Resource:
        key = (id(resource), producer_id)
        found = self._resources.get(key)
        if found is None:
            base = resource if resource is not None else Resource.get_empty()
            found = base.merge(Resource({names.PRODUCER_ID: producer_id}))
            self._resources[key] = found
        return found

    def shutdown(self) -> None:
        pass

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return True


class AccountingExporter:
    """An exporter whose failures are declared: the batches that it gave up are known to be lost, and how many they were."""

    def __init__(self, exporter: Any, producer: Producer) -> None:
        self._exporter = exporter
        self._producer = producer

    def export(self, batch: Sequence[Any]) -> Any:
        try:
            result = self._exporter.export(batch)
        except Exception:
            self._declare(batch)
            raise
        if getattr(result, "name", "SUCCESS") != "SUCCESS":
            self._declare(batch)
        return result

    def _declare(self, batch: Sequence[Any]) -> None:
        for each in batch:
            record = each.log_record
            of_class = names.CLASS_OF.get(str(getattr(record, "event_name", "")))
            producer_id = each.resource.attributes.get(names.PRODUCER_ID)
            # What a parent had queued before a fork is the parent's to account for.
            if of_class is not None and producer_id == self._producer.id:
                self._producer.lost(of_class, "export_failed")

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        flush = getattr(self._exporter, "force_flush", None)
        return True if flush is None else bool(flush(timeout_millis))

    def shutdown(self) -> None:
        self._exporter.shutdown()


class Tiltmeter:
    """Records predictions, outcomes and oversight decisions of one AI system through OpenTelemetry.

    ``Tiltmeter(system="credit-scoring", exporter=OTLPLogExporter(...))`` makes a provider of its own. A provider that is
    there already is given as ``provider``, before its exporting processor is added.
    """

    def __init__(
        self,
        *,
        system: Optional[str] = None,
        exporter: Any = None,
        provider: Optional[LoggerProvider] = None,
        model: Optional[dict] = None,
        heartbeat_seconds: float = 30.0,
    ) -> None:
        if (provider is None) == (exporter is None):
            raise ValueError("give either an exporter, or a provider that has none yet")
        self._producer = Producer()
        self._model = model
        self._seconds = heartbeat_seconds
        self._provider = provider or LoggerProvider(
            resource=Resource.create({} if system is None else {names.SYSTEM_ID: system})
        )
        self._provider.add_log_record_processor(SequenceProcessor(self._producer))
        if exporter is not None:
            self._provider.add_log_record_processor(
                BatchLogRecordProcessor(AccountingExporter(exporter, self._producer))
            )
        self._logger = self._provider.get_logger("tiltmeter_otel", "0.1.0")
        self._begin()
        after_fork(self._begin)
        atexit.register(self.close)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._ended = threading.Event()
        # Begins with the first record: a parent that only forks has nothing to say.
        self._beating: Optional[threading.Thread] = None

    @property
    def provider(self) -> LoggerProvider:
        return self._provider

    @property
    def producer(self) -> Producer:
        return self._producer

    def record_prediction(self, *, time_ns: Optional[int] = None, **said: Any) -> str:
        """Records a model's answer (see ``events.prediction``) and returns its id."""
        if self._model is not None:
            said.setdefault("model", self._model)
        attributes = events.prediction(**said)
        self._emit(names.EVENT_PREDICTION, attributes, time_ns)
        return attributes[names.PREDICTION_ID]

    def record_outcome(self, id: str, *, time_ns: Optional[int] = None, **said: Any) -> None:
        """Records the truth about the prediction of this id (see ``events.outcome``)."""
        self._emit(names.EVENT_OUTCOME, events.outcome(id, **said), time_ns)

    def record_review(self, id: str, *, time_ns: Optional[int] = None, **said: Any) -> None:
        """Records what a person did with the prediction of this id (see ``events.review``)."""
        self._emit(names.EVENT_OVERSIGHT, events.review(id, **said), time_ns)

    def heartbeat(self) -> None:
        """Says now what was issued and lost; happens by itself every ``heartbeat_seconds`` while anything is recorded."""
        last, dropped = self._producer.account()
        watched, unwatched = clients()
        attributes = events.heartbeat(
            last, dropped, instrumented=watched, uninstrumented=unwatched
        )
        self._send(names.EVENT_HEARTBEAT, attributes, None)

    def flush(self, timeout_millis: int = 10_000) -> bool:
        """True once everything recorded so far, and an account of it, was exported."""
        self.heartbeat()
        return bool(self._provider.force_flush(timeout_millis))

    def close(self) -> None:
        """Sends what is left, with a last account. Idempotent; called at the end of the process by itself."""
        if self._ended.is_set():
            return
        self._ended.set()
        self._provider.force_flush()
        # After the records: what their export lost is in this account.
        self.heartbeat()
        self._provider.force_flush()
        self._provider.shutdown()
        atexit.unregister(self.close)

    def _emit(self, event_name: str, attributes: events.Attributes, time_ns: Optional[int]) -> None:
        self._send(event_name, attributes, time_ns)
        with self._lock:
            if self._beating is None and not self._ended.is_set():
                self._beating = threading.Thread(
                    target=_beat, args=(weakref.ref(self), self._ended, self._seconds), daemon=True
                )
                self._beating.start()

    def _send(self, event_name: str, attributes: events.Attributes, time_ns: Optional[int]) -> None:
        at = time.time_ns() if time_ns is None else time_ns
        self._logger.emit(LogRecord(timestamp=at, event_name=event_name, attributes=attributes))


def _beat(of: "weakref.ref[Tiltmeter]", ended: threading.Event, seconds: float) -> None:
    """A thread that ends with what it speaks for."""
    while not ended.wait(seconds):
        tiltmeter = of()
        if tiltmeter is None:
            return
        tiltmeter.heartbeat()
        del tiltmeter
