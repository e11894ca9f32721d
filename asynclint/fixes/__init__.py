"""Changed source: what a rule's fix is written with, and how the edits of many fixes are applied."""
