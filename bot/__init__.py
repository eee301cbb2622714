"""summit-bot: a Discord bot that runs an open-source summit."""
