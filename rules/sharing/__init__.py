"""AL6: shared state and locks."""
