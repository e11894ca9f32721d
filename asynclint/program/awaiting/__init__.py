"""What becomes of coroutines, futures, Deferreds and tasks."""
