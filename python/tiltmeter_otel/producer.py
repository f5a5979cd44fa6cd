"""One process as a producer: who it is, what it has issued, and what it knows to be lost. Standard library alone."""

from __future__ import annotations

import threading
import uuid
from typing import Dict, Mapping, Optional, Tuple

from . import names
from .after_fork import after_fork


class Producer:
    """Counts records per class, from 1 and without gaps. Safe in threads; a forked child is a producer of its own."""

    def __init__(self) -> None:
        self._begin()
        after_fork(self._begin)

    def _begin(self) -> None:
        # A lock that another thread held at the fork would stay locked in the child for ever.
        self._lock = threading.Lock()
        self._id = str(uuid.uuid4())
        self._last: Dict[str, int] = {}
        self._dropped: Dict[str, int] = {}

    @property
    def id(self) -> str:
        """Of this process: ``aims.producer.id``."""
        return self._id

    def number(self, event_name: str) -> Optional[Tuple[str, int]]:
        """The producer and the next number of the event's class; ``None`` for events that are not counted."""
        of_class = names.CLASS_OF.get(event_name)
        if of_class is None:
            return None
        with self._lock:
            self._last[of_class] = self._last.get(of_class, 0) + 1
            return self._id, self._last[of_class]

    def lost(self, of_class: str, reason: str, count: int = 1) -> None:
        """Declares records as lost, so that the collector does not look for them."""
        with self._lock:
            key = f"{of_class}.{reason}"
            self._dropped[key] = self._dropped.get(key, 0) + count

    def account(self) -> Tuple[Mapping[str, int], Mapping[str, int]]:
        """The last number issued per class, and the losses by ``class.reason``."""
        with self._lock:
            return dict(self._last), dict(self._dropped)
