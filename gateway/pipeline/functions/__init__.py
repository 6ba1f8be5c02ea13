"""The function table: what may be called, how it types, how it prints, and whether it can fail."""
