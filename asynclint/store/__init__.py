"""What one run leaves for the next: summaries by content, what is known of files by their stat, whole reports."""
