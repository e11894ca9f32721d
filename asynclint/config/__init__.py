"""Options: which there are, where they are read from, and which value wins."""
