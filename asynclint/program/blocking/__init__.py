"""What waits, and how it gets onto a loop; locks that are held meanwhile."""
