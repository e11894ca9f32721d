"""The ways through a function: what holds on each of them, and how each ends."""
