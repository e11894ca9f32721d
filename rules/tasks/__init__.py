"""Background work that is lost."""
