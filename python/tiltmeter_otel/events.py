"""What is said of a prediction, as the attributes of an event. Standard library alone."""

from __future__ import annotations

import math
import uuid
from typing import Any, Dict, Mapping, Optional, Sequence, Union

from . import names

Scalar = Union[str, int, float, bool, None]
Attributes = Dict[str, Any]

ACTIONS = ("confirm", "override", "escalate", "abstain", "stop")


def prediction(
    *,
    id: Optional[str] = None,
    model: Optional[Mapping[str, str]] = None,
    task: str = "",
    label: Scalar = None,
    score: Optional[float] = None,
    value: Optional[float] = None,
    latency: Optional[float] = None,
    error_type: str = "",
    features: Optional[Mapping[str, Scalar]] = None,
    segment: Optional[Mapping[str, Scalar]] = None,
    subject: str = "",
) -> Attributes:
    """A model's answer. ``latency`` is in seconds; a feature that is ``None`` is missing. An id is made where none is given."""
    known = model or {}
    into: Attributes = {
        names.PREDICTION_ID: _identifier(id if id is not None else uuid.uuid4().hex),
        names.STATUS: "error" if error_type else "ok",
    }
    _put(into, names.MODEL_NAME, known.get("name"))
    _put(into, names.MODEL_VERSION, known.get("version"))
    _put(into, names.MODEL_SUPPLIER, known.get("supplier"))
    _put(into, names.TASK, task)
    _put(into, names.LABEL, _text(label))
    _put(into, names.SCORE, _finite("score", score))
    _put(into, names.VALUE, _finite("value", value))
    _put(into, names.LATENCY, _finite("latency", latency))
    _put(into, names.ERROR_TYPE, error_type)
    _put(into, names.SUBJECT, subject)
    if features:
        into[names.FEATURES] = {str(name): _scalar(value) for name, value in features.items()}
    # A segment without a value has no name either.
    groups = {str(name): _text(value) for name, value in (segment or {}).items() if value is not None}
    if groups:
        into[names.SEGMENT] = groups
    return into


def outcome(
    id: str, *, label: Scalar = None, value: Optional[float] = None, source: str = ""
) -> Attributes:
    """The truth about a prediction, however late: a label in the model's own words, or a number."""
    into: Attributes = {names.PREDICTION_ID: _identifier(id)}
    _put(into, names.OUTCOME_LABEL, _text(label))
    _put(into, names.OUTCOME_VALUE, _finite("value", value))
    _put(into, names.OUTCOME_SOURCE, source)
    if names.OUTCOME_LABEL not in into and names.OUTCOME_VALUE not in into:
        raise ValueError(f"an outcome needs a label or a finite value, got label={label!r}, value={value!r}")
    return into


def review(
    id: str,
    *,
    action: str,
    from_label: Scalar = None,
    to_label: Scalar = None,
    by: str = "",
    role: str = "",
    reason: str = "",
    review_seconds: Optional[float] = None,
) -> Attributes:
    """What a person did with a model's answer; ``by`` is a pseudonym, ``reason`` a code."""
    if action not in ACTIONS:
        raise ValueError(f"action must be one of {', '.join(ACTIONS)}, got {action!r}")
    into: Attributes = {names.PREDICTION_ID: _identifier(id), names.OVERSIGHT_ACTION: action}
    _put(into, names.OVERSIGHT_FROM, _text(from_label))
    _put(into, names.OVERSIGHT_TO, _text(to_label))
    _put(into, names.OVERSIGHT_ACTOR_ID, by)
    _put(into, names.OVERSIGHT_ACTOR_ROLE, role)
    _put(into, names.OVERSIGHT_REASON_CODE, reason)
    _put(into, names.OVERSIGHT_REVIEW_DURATION, _finite("review_seconds", review_seconds))
    return into


def heartbeat(
    last: Mapping[str, int],
    dropped: Mapping[str, int],
    *,
    queue_depth: int = 0,
    instrumented: Sequence[str] = (),
    uninstrumented: Sequence[str] = (),
) -> Attributes:
    """A producer's account of what it issued and lost, and of what it watches."""
    into: Attributes = {names.QUEUE_DEPTH: queue_depth}
    if last:
        into[names.SEQ_LAST] = dict(last)
    if dropped:
        into[names.DROPPED] = dict(dropped)
    if instrumented:
        into[names.INSTRUMENTED] = list(instrumented)
    if uninstrumented:
        into[names.UNINSTRUMENTED] = list(uninstrumented)
    return into


def _identifier(id: Any) -> str:
    text = str(id)
    if not 1 <= len(text) <= 256:
        raise ValueError(f"an id must have 1 to 256 characters, got {len(text)}")
    return text


def _put(into: Attributes, name: str, value: Any) -> None:
    if value is not None and value != "":
        into[name] = value


def _text(value: Scalar) -> str:
    if value is None:
        return ""
    # As the other languages of this house say it.
    return str(value).lower() if isinstance(value, bool) else str(value)


def _finite(name: str, value: Optional[float]) -> Optional[float]:
    """``None`` where there is none: a missing measurement is not zero. Numbers of NumPy are numbers."""
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _scalar(value: Any) -> Scalar:
    if value is None or isinstance(value, (str, bool, int, float)):
        return _text(value) if isinstance(value, bool) else value
    item = getattr(value, "item", None)
    # A number of NumPy or a tensor of one element.
    return _scalar(item()) if callable(item) and getattr(value, "size", 1) == 1 else str(value)
