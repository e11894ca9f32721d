"""What is known of functions nobody can see: schema, loader and table. The data live in ``rules/knowledge``."""
