"""Who calls what, where functions run, and what tells so."""
