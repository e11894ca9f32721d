"""Coroutines and other awaitables that never run, or run wrongly."""
