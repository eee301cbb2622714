"""The oracle: holds what the bot sends to Discord against Discord's own description of its HTTP API.

    oracle = Oracle.load()                                    # skips the test where ../shared is absent
    oracle.check("POST", "/channels/1/messages", body)        # raises Violation, telling every fault
    oracle.check_mentions(body)
    oracle.check_card(view)                                   # a LayoutView as the answer to an interaction
    oracle.check_commands(await commands_of(bot.tree))
    with watch(env): ...                                      # every request that simcord records inside
"""

from tests.oracle.oracle import Oracle, Violation, bodies_of, commands_of, watch

__all__ = ["Oracle", "Violation", "bodies_of", "commands_of", "watch"]
