"""The command line `huiliu`. Commands import what they need when they run, so that `--help` comes at once."""
