"""How fast it is, next to bare bots: the same fake Telegram drives them all."""
