"""What exists: names, types, relations, and the immutable snapshot of them."""
