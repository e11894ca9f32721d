"""Plugins, by name."""

import importlib
import ssl
from types import ModuleType

loaded: dict[str, ModuleType] = {}


def plugin(name: str) -> ModuleType:
    if name not in loaded:
        loaded[name] = importlib.import_module(f"relay.plugins.{name}")  # error: import-on-loop
    return loaded[name]


def context() -> ssl.SSLContext:
    """Only made in a thread."""
    return ssl.create_default_context()
