"""Prints what a producer sends, as OTLP JSON: ten predictions, of which `LOST` are kept back, and a last account.

    python3 tests/send.py core|otel SYSTEM LOST declared|undeclared
"""

import json
import sys
import time

from tiltmeter_otel import Producer, events, names


def any_value(value):
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, (list, tuple)):
        return {"arrayValue": {"values": [any_value(each) for each in value]}}
    if hasattr(value, "items"):
        return {"kvlistValue": {"values": key_values(value)}}
    return {"stringValue": str(value)}


def key_values(attributes):
    return [{"key": key, "value": any_value(value)} for key, value in attributes.items()]


def as_record(event_name, attributes, at):
    return {"timeUnixNano": str(at), "eventName": event_name, "attributes": key_values(attributes)}


def as_request(resource, records):
    scope = {"scope": {"name": "tiltmeter_otel"}, "logRecords": records}
    return {"resourceLogs": [{"resource": {"attributes": key_values(resource)}, "scopeLogs": [scope]}]}


def said(number):
    return {"id": f"p-{number}", "label": "yes", "score": 0.5, "features": {"income": 1000 + number}}


def core(system, lost, declared):
    producer = Producer()
    records = []
    for number in range(10):
        _, seq = producer.number(names.EVENT_PREDICTION)
        attributes = {**events.prediction(**said(number)), names.SEQ: seq}
        if number < lost:
            if declared:
                producer.lost("prediction", "export_failed")
        else:
            records.append(as_record(names.EVENT_PREDICTION, attributes, time.time_ns()))
    account = events.heartbeat(*producer.account(), instrumented=["openai@2.1.0"])
    records.append(as_record(names.EVENT_HEARTBEAT, account, time.time_ns()))
    return as_request({names.SYSTEM_ID: system, names.PRODUCER_ID: producer.id}, records)


def otel(system, lost, declared):
    from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, LogRecordExportResult
    from tiltmeter_otel import Tiltmeter

    class Losing(InMemoryLogRecordExporter):
        losing = False

        def export(self, batch):
            if not self.losing:
                return super().export(batch)
            # What is lost unseen was, for the exporter, sent.
            return LogRecordExportResult.FAILURE if declared else LogRecordExportResult.SUCCESS

    exporter = Losing()
    ai = Tiltmeter(system=system, exporter=exporter)
    for number in range(10):
        exporter.losing = number < lost
        ai.record_prediction(**said(number))
        ai.provider.force_flush()
    exporter.losing = False
    ai.close()
    sent = exporter.get_finished_logs()
    records = [
        as_record(each.log_record.event_name, each.log_record.attributes, each.log_record.timestamp)
        for each in sent
    ]
    return as_request(dict(sent[0].resource.attributes), records)


through, system, lost, how = sys.argv[1:5]
print(json.dumps({"core": core, "otel": otel}[through](system, int(lost), how == "declared")))
