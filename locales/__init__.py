"""Words only: one folder per language. What the house says is in bot.po, what people say is in words.yaml."""
