"""Tiltmeter for Python, over OpenTelemetry.

    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from tiltmeter_otel import Tiltmeter

    ai = Tiltmeter(system="credit-scoring", exporter=OTLPLogExporter())
    ai.record_prediction(id="a-1", label="approve", score=0.93, features={"income": 52000})
"""

from typing import Any

from .producer import Producer

__all__ = ["AccountingExporter", "Producer", "SequenceProcessor", "Tiltmeter"]


def __getattr__(name: str) -> Any:
    # Numbers and accounts need the standard library alone; OpenTelemetry is imported by who sends with it.
    if name in ("AccountingExporter", "SequenceProcessor", "Tiltmeter"):
        from . import otel

        return getattr(otel, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
