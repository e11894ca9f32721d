"""Structured concurrency and exception groups."""
