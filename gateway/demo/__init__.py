"""The demo city Linjiang: its residents, its seven department databases, its story."""
