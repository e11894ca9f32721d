"""Frameworks and tests: what each of them wants."""
