"""Async generators, context managers and context variables."""
