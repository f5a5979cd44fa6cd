import os
import unittest

try:
    from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, LogRecordExportResult

    MISSING = ""
except ImportError as error:
    InMemoryLogRecordExporter = object
    MISSING = f"OpenTelemetry's SDK for Python is not installed here ({error})"

from tiltmeter_otel import names


class Failing(InMemoryLogRecordExporter):
    """The SDK's own exporter into memory, which can be told to give up a batch."""

    gives_up = False

    def export(self, batch):
        return LogRecordExportResult.FAILURE if self.gives_up else super().export(batch)


@unittest.skipIf(MISSING, MISSING)
class OverOpenTelemetry(unittest.TestCase):
    def start(self, **more):
        from tiltmeter_otel import Tiltmeter

        exporter = Failing()
        ai = Tiltmeter(system="credit", exporter=exporter, **more)
        self.addCleanup(ai.close)
        return ai, exporter

    @staticmethod
    def sent(exporter, event_name):
        return [
            dict(each.log_record.attributes)
            for each in exporter.get_finished_logs()
            if each.log_record.event_name == event_name
        ]

    def test_records_are_numbered_and_the_last_account_names_them_all(self):
        ai, exporter = self.start()
        for number in range(3):
            ai.record_prediction(id=f"p-{number}", label="yes", features={"income": 5})
        ai.record_outcome("p-0", label="no")
        ai.record_review("p-1", action="override", from_label="yes", to_label="no", by="r")
        ai.close()
        predictions = self.sent(exporter, names.EVENT_PREDICTION)
        self.assertEqual([each[names.SEQ] for each in predictions], [1, 2, 3])
        self.assertEqual(predictions[0][names.FEATURES], {"income": 5})
        last = self.sent(exporter, names.EVENT_HEARTBEAT)[-1]
        self.assertEqual(last[names.SEQ_LAST], {"prediction": 3, "outcome": 1, "oversight": 1})
        producers = {each.resource.attributes[names.PRODUCER_ID] for each in exporter.get_finished_logs()}
        self.assertEqual(producers, {ai.producer.id})

    def test_a_batch_that_the_exporter_gives_up_is_declared_lost(self):
        ai, exporter = self.start()
        ai.record_prediction(label="yes")
        exporter.gives_up = True
        ai.provider.force_flush()
        exporter.gives_up = False
        ai.close()
        self.assertEqual(self.sent(exporter, names.EVENT_PREDICTION), [])
        last = self.sent(exporter, names.EVENT_HEARTBEAT)[-1]
        self.assertEqual(last[names.DROPPED], {"prediction.export_failed": 1})

    @unittest.skipUnless(hasattr(os, "fork"), "this system does not fork")
    def test_a_forked_child_sends_as_itself_and_nothing_of_its_parent(self):
        ai, exporter = self.start()
        ai.record_prediction(id="parent")
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            ai.record_prediction(id="child")
            ai.flush()
            found = [
                f"{each.resource.attributes[names.PRODUCER_ID]} {each.log_record.attributes[names.PREDICTION_ID]}"
                f" {each.log_record.attributes[names.SEQ]}"
                for each in exporter.get_finished_logs()
                if each.log_record.event_name == names.EVENT_PREDICTION
            ]
            os.write(writing, "\n".join(found).encode())
            os._exit(0)
        os.waitpid(child, 0)
        lines = os.read(reading, 1_000).decode().split("\n")
        os.close(reading)
        os.close(writing)
        self.assertEqual([line.split()[1:] for line in lines], [["child", "1"]])
        self.assertNotEqual(lines[0].split()[0], ai.producer.id)

    def test_events_of_somebody_elses_logger_are_numbered_too(self):
        from opentelemetry._logs import LogRecord

        ai, exporter = self.start()
        logger = ai.provider.get_logger("mine")
        logger.emit(LogRecord(event_name="aims.score", attributes={"aims.prediction.id": "p"}))
        logger.emit(LogRecord(event_name="other", attributes={}))
        ai.close()
        self.assertEqual(self.sent(exporter, "aims.score")[0][names.SEQ], 1)
        self.assertNotIn(names.SEQ, self.sent(exporter, "other")[0])


if __name__ == "__main__":
    unittest.main()
