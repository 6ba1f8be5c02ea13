"""How fast it is: `python -m bench`. Every module here has `measure(quick)`, which gives figures."""
