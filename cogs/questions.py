"""`/ask` and `/questions`: what the audience does with panels' questions. Answers are private, but for boards."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.agenda.model import Text
from bot.core.refusal import Refusal
from bot.discord_io.cards import questions as cards
from bot.discord_io.cards.sessions import ASK
from bot.discord_io.deferring import defer
from bot.discord_io.doors import answers, say, show, suggests, turn
from bot.discord_io.forms import open_form
from bot.discord_io.guards import find_channel, may_moderate
from bot.discord_io.suggesting import panel_choices
from bot.questions.model import State
from bot.questions.text import plain
from bot.questions.whole import Questions

if TYPE_CHECKING:
    from bot.client import SummitBot

Here = discord.Interaction["SummitBot"]
Suggestions = list[app_commands.Choice[str]]


class QuestionsCog(commands.GroupCog, group_name="questions"):
    """Asking, voting, and what became of one's own questions."""

    def __init__(self, bot: "SummitBot", questions: Questions) -> None:
        """`questions` holds the use cases; `bot` keeps the boards."""
        self._bot, self._asking = bot, questions.asking
        self._questions = questions

    @app_commands.command()
    @answers
    async def board(self, interaction: Here, session: str) -> None:
        """Posted for everyone by a moderator, else shown privately."""
        wording = await interaction.client.wording(interaction)
        box = await self._asking.box_for(session, None, wording.language)
        if interaction.guild is None or interaction.channel_id is None or not await may_moderate(interaction):
            await show(interaction, await self._board(interaction, f"0/{box.session.code}"))
            return
        may, thread = interaction.app_permissions, isinstance(interaction.channel, discord.Thread)
        if not may.view_channel or not (may.send_messages_in_threads if thread else may.send_messages):
            raise Refusal("board-no-channel")
        await defer(interaction, thinking=True)
        await self._bot.post_question_board(box.session.code, interaction.channel_id)
        await say(interaction, wording.say("question-board-posted", title=wording.text(box.session.title, 120)))

    async def turn_board(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """A page of one's own board; the public one stays as it is."""
        card = await self._board(interaction, state)
        message = interaction.message
        await (turn if message and message.flags.ephemeral else show)(interaction, card)

    async def _board(self, interaction: Here, state: str, note: str = "") -> discord.ui.LayoutView:
        page, _, code = state.partition("/")
        wording, board = await interaction.client.wording(interaction), await self._asking.board(code)
        return cards.own_board(board, wording, interaction.client.clock.now(), int(page), note)

    async def vote(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """A vote on the public board, which shows it within seconds."""
        await say(interaction, await self._vote(interaction, state))

    async def vote_here(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """A vote on one's own board, which shows it at once."""
        number, _, place = state.partition("/")
        note = await self._vote(interaction, number)
        await turn(interaction, await self._board(interaction, place, note))

    async def _vote(self, interaction: Here, number: str) -> str:
        voted = await self._asking.vote(interaction.user.id, int(number))
        wording = await interaction.client.wording(interaction)
        key = "question-voted" if voted.given else "question-vote-back"
        return f"👍 {wording.say(key, number=number, votes=voted.question.votes)}"

    @app_commands.command()
    @answers
    async def mine(self, interaction: Here) -> None:
        """One's own questions and what became of them."""
        await show(interaction, await self._mine(interaction, "0"))

    async def turn_mine(self, interaction: Here, page: str, _: Sequence[str]) -> None:
        """Another page of them."""
        await turn(interaction, await self._mine(interaction, page))

    async def withdraw(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take an own question back."""
        number, _, page = state.partition("/")
        withdrawn = await self._asking.withdraw(interaction.user.id, int(number))
        await turn(interaction, await self._mine(interaction, page))
        if withdrawn.state is not State.DISMISSED:
            wording = await interaction.client.wording(interaction)
            await say(interaction, wording.say("question-withdrawn-stays", number=number))

    async def _mine(self, interaction: Here, page: str) -> discord.ui.LayoutView:
        receipts = await self._asking.mine(interaction.user.id)
        return cards.mine_card(receipts, await interaction.client.wording(interaction), int(page))

    async def open(self, interaction: Here, typed: str | None, text: str = "") -> None:
        """The form, for a session or for the panel that is on; begun with `text`."""
        wording = await interaction.client.wording(interaction)
        box = await self._asking.box_for(typed, self._room(interaction), wording.language)
        code = box.session.code
        box = await self._asking.before_asking(interaction.user.id, code)
        form = cards.ask_form(box, wording, interaction.user.display_name, text)
        await open_form(interaction, form, wording, cards.ask_button(code, wording))

    async def press_ask(self, interaction: Here, code: str, _: Sequence[str]) -> None:
        """The same by a button, on a session's card or a board."""
        await self.open(interaction, code)

    async def open_with(self, interaction: Here, message: discord.Message) -> None:
        """The same with one's own chat message; nothing of the message itself is kept."""
        if message.author.id != interaction.user.id:
            raise Refusal("question-message-not-own")
        text = plain(message.content)
        if not text:
            raise Refusal("question-message-empty")
        await self.open(interaction, None, text)

    async def sent(self, interaction: discord.Interaction[Any], code: str, values: Mapping[str, str]) -> None:
        """The form was sent. What was typed comes back with a refusal."""
        wording, text = await interaction.client.wording(interaction), values.get("text", "")
        try:
            asked = await self._asking.ask(
                interaction.user.id, code, text, anonymous=values.get("how") != cards.NAMED,
                name=interaction.user.display_name, to=values.get("to", ""),
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.phrase.startswith("database-"):
                raise
            again = cards.ask_button(code, wording)
            await show(interaction, cards.refused_card(wording.refusal(refusal), text, again, wording))
            return
        session = (await interaction.client.agenda.current()).sessions_by_code.get(code)
        await show(interaction, cards.receipt_card(asked, session.title if session else Text(code), wording))

    async def instead(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Vote for a question like one's own, and withdraw one's own. The vote first: it may be refused."""
        own, other = (int(number) for number in state.split("/"))
        member, wording = interaction.user.id, await interaction.client.wording(interaction)
        voted = await self._asking.vote(member, other)
        if not voted.given:  # they had voted for it already, and still do
            voted = await self._asking.vote(member, other)
        withdrawn = await self._asking.withdraw(member, own)
        await turn(interaction, cards.swapped_card(voted.question, withdrawn, wording))

    async def keep(self, interaction: Here, number: str, _: Sequence[str]) -> None:
        """Keep one's own question beside those like it."""
        await turn(interaction, cards.kept_card(number, await interaction.client.wording(interaction)))

    def _room(self, interaction: Here) -> str | None:
        """The code of the room whose channel this is, or a thread of it."""
        guild, channel = interaction.client.summit_guild(), interaction.channel
        here = {interaction.channel_id, channel.parent_id if isinstance(channel, discord.Thread) else None}
        for code, named in interaction.client.settings.discord.rooms.items():
            found = find_channel(guild, named) if guild else None
            if found and found.id in here:
                return code
        return None

    @board.autocomplete("session")
    @suggests
    async def suggest_sessions(self, interaction: Here, current: str) -> Suggestions:
        """Sessions with a box, the open ones first."""
        return await panel_choices(interaction, self._questions, current)


class AskCog(commands.Cog):
    """`/ask`, and "Ask this" on a message."""

    def __init__(self, cog: QuestionsCog, questions: Questions) -> None:
        """`cog` opens the form."""
        self._cog, self._questions = cog, questions

    @app_commands.command()
    @answers
    async def ask(self, interaction: Here, session: str | None = None) -> None:
        """A form; without a session for the panel that is on in this channel's room."""
        await self._cog.open(interaction, session)

    @answers
    async def ask_this(self, interaction: Here, message: discord.Message) -> None:
        """Turn one's own message into a question."""
        await self._cog.open_with(interaction, message)

    @ask.autocomplete("session")
    @suggests
    async def suggest_sessions(self, interaction: Here, current: str) -> Suggestions:
        """Sessions with a box, the open ones first."""
        return await panel_choices(interaction, self._questions, current)


async def setup(bot: "SummitBot") -> None:
    """Called by discord.py when the cog is loaded."""
    questions = bot.features.questions
    cog = QuestionsCog(bot, questions)
    asking = AskCog(cog, questions)

    async def ask_this(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await asking.ask_this(interaction, message)

    bot.controls |= {
        ASK: cog.press_ask,
        cards.VOTE: cog.vote,
        cards.VOTE_HERE: cog.vote_here,
        cards.BOARD: cog.turn_board,
        cards.MINE: cog.turn_mine,
        cards.WITHDRAW: cog.withdraw,
        cards.INSTEAD: cog.instead,
        cards.KEEP: cog.keep,
    }
    bot.forms[ASK] = cog.sent
    bot.tree.add_command(app_commands.ContextMenu(name="Ask this", callback=ask_this))
    await bot.add_cog(cog)
    await bot.add_cog(asking)
