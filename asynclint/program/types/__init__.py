"""What expressions are: light types, on demand and remembered."""
