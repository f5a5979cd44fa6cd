"""Names of the published language that this package writes; the whole list is sdk/wire/attributes.ts."""

PRODUCER_ID = "aims.producer.id"
SYSTEM_ID = "aims.system.id"

EVENT_PREDICTION = "aims.prediction"
EVENT_OUTCOME = "aims.outcome"
EVENT_OVERSIGHT = "aims.oversight.decision"
EVENT_HEARTBEAT = "aims.heartbeat"

# Events that are counted, and the class that each is counted in.
CLASS_OF = {
    EVENT_PREDICTION: "prediction",
    EVENT_OUTCOME: "outcome",
    EVENT_OVERSIGHT: "oversight",
    "aims.score": "score",
    "aims.concern": "concern",
    "aims.change": "change",
    "aims.profile": "profile",
}

SEQ = "aims.seq"
PREDICTION_ID = "aims.prediction.id"
TASK = "aims.prediction.task"
LABEL = "aims.prediction.label"
SCORE = "aims.prediction.score"
VALUE = "aims.prediction.value"
LATENCY = "aims.prediction.latency"
STATUS = "aims.prediction.status"
ERROR_TYPE = "error.type"
FEATURES = "aims.prediction.features"
SEGMENT = "aims.prediction.segment"
SUBJECT = "aims.prediction.subject"
MODEL_NAME = "aims.model.name"
MODEL_VERSION = "aims.model.version"
MODEL_SUPPLIER = "aims.model.supplier"
OUTCOME_LABEL = "aims.outcome.label"
OUTCOME_VALUE = "aims.outcome.value"
OUTCOME_SOURCE = "aims.outcome.source"
OVERSIGHT_ACTION = "aims.oversight.action"
OVERSIGHT_ACTOR_ID = "aims.oversight.actor.id"
OVERSIGHT_ACTOR_ROLE = "aims.oversight.actor.role"
OVERSIGHT_FROM = "aims.oversight.original.label"
OVERSIGHT_TO = "aims.oversight.final.label"
OVERSIGHT_REASON_CODE = "aims.oversight.reason.code"
OVERSIGHT_REVIEW_DURATION = "aims.oversight.review.duration"
SEQ_LAST = "aims.seq.last"
DROPPED = "aims.dropped"
QUEUE_DEPTH = "aims.queue.depth"
INSTRUMENTED = "aims.sdk.instrumented"
UNINSTRUMENTED = "aims.sdk.uninstrumented"
