"""What a forked child does first. Standard library alone."""

from __future__ import annotations

import os
import weakref
from typing import Callable


def after_fork(begin: Callable[[], None]) -> None:
    """Runs a bound method in every child that is forked later, as long as its object lives."""
    if not hasattr(os, "register_at_fork"):
        return
    of_self = weakref.WeakMethod(begin)

    def after_in_child() -> None:
        still = of_self()
        if still is not None:
            still()

    os.register_at_fork(after_in_child=after_in_child)
