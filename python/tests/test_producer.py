import os
import threading
import unittest

from tiltmeter_otel import Producer
from tiltmeter_otel import events, names
from tiltmeter_otel.instrumented import clients


class Numbers(unittest.TestCase):
    def test_numbers_are_consecutive_per_class_over_threads(self):
        producer = Producer()
        got = []

        def issue():
            for _ in range(2_000):
                got.append(producer.number(names.EVENT_PREDICTION)[1])

        threads = [threading.Thread(target=issue) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(got), list(range(1, 8_001)))
        self.assertEqual(producer.number(names.EVENT_OUTCOME)[1], 1)
        self.assertIsNone(producer.number("some.event"))

    @unittest.skipUnless(hasattr(os, "fork"), "this system does not fork")
    def test_a_forked_child_is_a_producer_of_its_own_and_counts_from_1(self):
        producer = Producer()
        producer.number(names.EVENT_PREDICTION)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            number = producer.number(names.EVENT_PREDICTION)
            os.write(writing, f"{number[0]} {number[1]}".encode())
            os._exit(0)
        os.waitpid(child, 0)
        other, seq = os.read(reading, 100).decode().split()
        os.close(reading)
        os.close(writing)
        self.assertNotEqual(other, producer.id)
        self.assertEqual(seq, "1")
        self.assertEqual(producer.number(names.EVENT_PREDICTION), (producer.id, 2))

    def test_losses_are_declared_by_class_and_reason(self):
        producer = Producer()
        producer.lost("prediction", "export_failed", 3)
        producer.lost("prediction", "export_failed")
        self.assertEqual(producer.account()[1], {"prediction.export_failed": 4})


class Said(unittest.TestCase):
    def test_what_is_not_known_is_not_said(self):
        said = events.prediction(id="a", score=float("nan"), features={"x": None, "y": True})
        self.assertEqual(
            said,
            {
                names.PREDICTION_ID: "a",
                names.STATUS: "ok",
                names.FEATURES: {"x": None, "y": "true"},
            },
        )

    def test_a_mistake_is_told_with_its_value(self):
        with self.assertRaisesRegex(ValueError, "an outcome needs a label or a finite value"):
            events.outcome("a")
        with self.assertRaisesRegex(ValueError, "confirm, override, escalate, abstain, stop, got 'agree'"):
            events.review("a", action="agree")

    def test_a_heartbeat_says_what_was_issued_lost_and_watched(self):
        self.assertEqual(
            events.heartbeat({"prediction": 7}, {"prediction.export_failed": 2}, instrumented=["openai@2.1.0"]),
            {
                names.QUEUE_DEPTH: 0,
                names.SEQ_LAST: {"prediction": 7},
                names.DROPPED: {"prediction.export_failed": 2},
                names.INSTRUMENTED: ["openai@2.1.0"],
            },
        )

    def test_a_client_that_is_loaded_and_that_nobody_watches_is_told(self):
        watched, unwatched = clients(["openai", "json"], lambda _: "2.1.0")
        self.assertEqual((watched, unwatched), ([], ["openai@2.1.0"]))


if __name__ == "__main__":
    unittest.main()
