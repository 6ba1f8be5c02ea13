"""Printing: bound queries as text in an engine's dialect. What a printer does not know cannot be printed."""
