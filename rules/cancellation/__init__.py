"""Rules on cancellation and timeouts."""
