"""Which clients of models are watched in this process, and which are not. Standard library alone."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import Callable, Iterable, List, Tuple

# Module that a program imports → distribution that it comes from.
CLIENTS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google.genai": "google-genai",
    "vertexai": "google-cloud-aiplatform",
    "mistralai": "mistralai",
    "cohere": "cohere",
    "groq": "groq",
    "ollama": "ollama",
    "together": "together",
    "litellm": "litellm",
    "langchain_core": "langchain-core",
    "transformers": "transformers",
}


def clients(
    loaded: Iterable[str] = (), version_of: Callable[[str], str] = metadata.version
) -> Tuple[List[str], List[str]]:
    """Loaded clients as ``name@version``: those that an active instrumentation watches, and those that none does.

    An instrumentation that is installed watches nothing before its ``instrument()`` was called.
    """
    modules = set(loaded) or set(sys.modules)
    active = _active_targets()
    watched: List[str] = []
    unwatched: List[str] = []
    for module, distribution in CLIENTS.items():
        if module not in modules:
            continue
        try:
            name = f"{distribution}@{version_of(distribution)}"
        except metadata.PackageNotFoundError:
            name = distribution
        (watched if distribution in active else unwatched).append(name)
    return watched, unwatched


def _active_targets() -> "set[str]":
    """Distributions that some instrumentor in this process is watching now."""
    found = set()
    base = sys.modules.get("opentelemetry.instrumentation.instrumentor")
    root = getattr(base, "BaseInstrumentor", None)
    for each in _subclasses(root) if root is not None else ():
        # Instrumentors are singletons, each kept on its own class.
        instance = each.__dict__.get("_instance")
        if instance is None or not getattr(instance, "is_instrumented_by_opentelemetry", False):
            continue
        try:
            dependencies = instance.instrumentation_dependencies()
        except Exception:  # somebody else's code, asked in passing
            continue
        found.update(_name_of(dependency) for dependency in dependencies)
    return found


def _subclasses(root: type) -> "Iterable[type]":
    for each in root.__subclasses__():
        yield each
        yield from _subclasses(each)


def _name_of(requirement: str) -> str:
    end = next((i for i, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), None)
    return requirement[:end].strip().lower().replace("_", "-")
