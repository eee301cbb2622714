"""`/panel`: what a panel's moderators do. Who may is checked when it is used, on every command, button and form."""

import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.agenda.asking import chosen_session
from bot.core.refusal import Refusal
from bot.discord_io.cards import panel as cards
from bot.discord_io.cards.layout import Card
from bot.discord_io.cards.panel import View
from bot.discord_io.controls import Press
from bot.discord_io.deferring import defer
from bot.discord_io.doors import answers, say, show, suggests, turn
from bot.discord_io.forms import Form, open_form
from bot.discord_io.guards import require_moderator
from bot.discord_io.suggesting import panel_choices
from bot.discord_io.wording import Wording
from bot.questions.model import REASONS, Question
from bot.questions.moderating import Moderating
from bot.questions.steps import Step
from bot.questions.whole import Questions
from bot.web.links import phone_url, screen_url

if TYPE_CHECKING:
    from bot.client import SummitBot

Here = discord.Interaction[Any]
Suggestions = list[app_commands.Choice[str]]
Decision = Callable[[Moderating, int, int], Awaitable[Step]]
"""A press's decision on a question: its number and the version that was seen."""


class PanelCog(commands.GroupCog, group_name="panel"):
    """Boxes, their queues, the stage and the record. Every answer is private."""

    def __init__(self, bot: "SummitBot", use_cases: Questions) -> None:
        """`use_cases`: those of questions; `bot` keeps working cards up to date."""
        self._bot, self._questions, self._moderating = bot, use_cases, use_cases.moderating

    @app_commands.command(name="open")
    @answers
    async def open_(self, interaction: discord.Interaction["SummitBot"], session: str) -> None:
        """Take questions from now on."""
        wording, code = await self._session(interaction, session)
        box = await self._moderating.open_box(code)
        await say(interaction, wording.say("panel-opened", title=wording.text(box.session.title, 120)))

    @app_commands.command()
    @answers
    async def close(self, interaction: discord.Interaction["SummitBot"], session: str) -> None:
        """Take no more questions; links to phone pages end."""
        wording, code = await self._session(interaction, session)
        box = await self._moderating.close_box(code)
        waiting = len((await self._moderating.queue(code)).waiting)
        title = wording.text(box.session.title, 120)
        await say(interaction, wording.say("panel-closed", title=title, waiting=waiting))

    @app_commands.command()
    @answers
    async def queue(self, interaction: discord.Interaction["SummitBot"], session: str) -> None:
        """The working card."""
        _, code = await self._session(interaction, session)
        await self._answer(interaction, View(code), show)

    @app_commands.command()
    @answers
    async def screen(self, interaction: discord.Interaction["SummitBot"], session: str) -> None:
        """Links to the stage screen and the phone page."""
        wording, code = await self._session(interaction, session)
        addresses = interaction.client.addresses
        if not addresses:
            raise Refusal("panel-pages-off")
        box = (await self._moderating.queue(code)).box
        card, files = cards.screen_card(
            wording.text(box.session.title, 120), screen_url(addresses, code),
            phone_url(addresses, code, box.links, interaction.client.clock.real()), wording,
        )  # fmt: skip
        await show(interaction, card, files)

    @app_commands.command()
    @app_commands.rename(form="format")
    @answers
    async def export(
        self, interaction: discord.Interaction["SummitBot"], session: str, form: Literal["md", "csv", "json"] = "md"
    ) -> None:
        """The panel's questions as a file."""
        wording, code = await self._session(interaction, session)
        await defer(interaction, thinking=True)
        name, data = await self._questions.exporting.export(code, form, wording.language)
        card = Card().write(wording.say("panel-exported")).attach(name)
        card.row(Press(cards.REPORT, label=wording.say("panel-button-report")))
        await show(interaction, card, [discord.File(io.BytesIO(data), name)])

    async def report(self, interaction: Here, _: str, __: Sequence[str]) -> None:
        """All panels' questions, answers and take-aways, by track."""
        await require_moderator(interaction)
        await defer(interaction, thinking=False)
        wording = await interaction.client.wording(interaction)
        data = await self._questions.exporting.report(wording.language)
        await say(interaction, wording.say("panel-reported"), [discord.File(io.BytesIO(data), "questions.md")])

    async def look(self, interaction: Here, state: str, values: Sequence[str]) -> None:
        """The card as it is now, elsewhere on it; a value chooses a question."""
        await require_moderator(interaction)
        view = View.unpack(state)
        await self._answer(interaction, view.at(int(values[0])) if values else view, turn)

    def deciding(self, decide: Decision) -> Callable[[Here, str, Sequence[str]], Awaitable[None]]:
        """What a button does that decides something at once."""

        async def pressed(interaction: Here, state: str, _: Sequence[str]) -> None:
            view, seen = await self._asked(interaction, state)
            await self._decided(interaction, view, decide(self._moderating, view.chosen, seen))

        return pressed

    async def merge(self, interaction: Here, state: str, values: Sequence[str]) -> None:
        """The chosen question says again what another says."""
        view, seen = await self._asked(interaction, state)
        into = int(values[0])
        await self._decided(interaction, view, self._moderating.merge(view.chosen, seen, into))

    def asking_more(self, made: Callable[[Question, View, Wording], Form]) -> Callable[..., Awaitable[None]]:
        """What a button does that opens a form about the chosen question."""

        async def pressed(interaction: Here, state: str, _: Sequence[str]) -> None:
            view, _seen = await self._asked(interaction, state)
            queue = await self._moderating.queue(view.session, view.order)
            question = cards.question_in(queue, view.chosen)
            if question is None:
                raise Refusal("question-unknown", seen=str(view.chosen))
            wording = await interaction.client.wording(interaction)
            await open_form(interaction, made(question, view, wording), wording, None)

        return pressed

    async def edited(self, interaction: Here, state: str, values: Mapping[str, str]) -> None:
        """Another wording was sent."""
        view, seen = await self._asked(interaction, state)
        changed = values.get("sense") == cards.CHANGED
        editing = self._moderating.edit(view.chosen, seen, values["text"], sense_changed=changed)
        await self._decided(interaction, view, editing)

    async def rendered(self, interaction: Here, state: str, values: Mapping[str, str]) -> None:
        """The other language's wording was sent."""
        view, seen = await self._asked(interaction, state)
        await self._decided(interaction, view, self._moderating.render(view.chosen, seen, values["other"]))

    async def noted(self, interaction: Here, state: str, values: Mapping[str, str]) -> None:
        """What was answered was sent, in short."""
        view, seen = await self._asked(interaction, state)
        await self._decided(interaction, view, self._moderating.note(view.chosen, seen, values["answer"]))

    async def open_take_away(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """The form for what people should remember."""
        await require_moderator(interaction)
        view, wording = View.unpack(state), await interaction.client.wording(interaction)
        texts = await self._moderating.takeaways(view.session)
        await open_form(interaction, cards.take_away_form(texts, view, wording), wording, None)

    async def took_away(self, interaction: Here, state: str, values: Mapping[str, str]) -> None:
        """It was sent, a line each."""
        await require_moderator(interaction)
        view, wording = View.unpack(state), await interaction.client.wording(interaction)
        try:
            kept = await self._moderating.take_away(view.session, values["lines"].splitlines())
        except Refusal as refusal:
            await self._refused(interaction, view, refusal)
            return
        await self._answer(interaction, view, turn, f"💡 {wording.say('panel-taken-away', count=len(kept))}")

    async def dismissed(self, interaction: Here, state: str, values: Mapping[str, str]) -> None:
        """A reason was sent: one of the list, in all languages since others read it, one's own words, or both."""
        view, seen = await self._asked(interaction, state)
        bot, typed, chosen = interaction.client, values.get("words", "").strip(), values.get("reason", "")
        languages = bot.settings.summit.languages if chosen in REASONS else []
        listed = " / ".join(bot.phrasebook.say(language, f"question-reason-{chosen}") for language in languages)
        if not (typed or listed):
            raise Refusal("panel-reason-missing")
        reason = " – ".join(filter(None, (listed, typed)))
        await self._decided(interaction, view, self._moderating.dismiss(view.chosen, seen, reason))

    async def undo(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take a step back, and say what happened to the question since."""
        await require_moderator(interaction)
        step, _, packed = state.partition("/")
        view, wording = View.unpack(packed), await interaction.client.wording(interaction)
        try:
            undone = await self._moderating.undo(int(step), view.session)
        except Refusal as refusal:
            await self._refused(interaction, view, refusal)
            return
        note = f"↩️ {wording.say('panel-undone', number=str(undone.question.number))}"
        if undone.since:
            told = "; ".join(cards.step_told(one.kind, one.number, wording) for one in undone.since[:5])
            note += f"\n{wording.say('panel-undone-since', changes=told)}"
        await self._answer(interaction, view.at(0), turn, note)

    async def _decided(self, interaction: Here, view: View, deciding: Awaitable[Step]) -> None:
        """Show what was decided, or why not and what is there now."""
        wording = await interaction.client.wording(interaction)
        try:
            step = await deciding
        except Refusal as refusal:
            await self._refused(interaction, view, refusal)
            return
        await self._answer(interaction, view.at(0), turn, f"✔️ {cards.step_told(step.kind, step.number, wording)}")

    async def _refused(self, interaction: Here, view: View, refusal: Refusal) -> None:
        if refusal.phrase.startswith("database-"):
            raise refusal
        wording = await interaction.client.wording(interaction)
        await self._answer(interaction, view, turn, f"⚠️ {wording.refusal(refusal)}")

    async def _answer(
        self, interaction: Here, view: View, answer: Callable[[Here, discord.ui.LayoutView], Awaitable[None]],
        note: str = "",
    ) -> None:
        revision = self._questions.live.revision(view.session)  # before reading: what comes meanwhile is seen later
        await answer(interaction, await self._card(interaction, view, note))
        self._bot.desks.follow(interaction, view.session, revision, lambda: self._card(interaction, view))

    async def _card(self, interaction: Here, view: View, note: str = "") -> Card:
        wording = await interaction.client.wording(interaction)
        queue = await self._moderating.queue(view.session, view.order)
        return cards.queue_card(queue, view, wording, interaction.client.clock.now(), note)

    async def _asked(self, interaction: Here, state: str) -> tuple[View, int]:
        """Where on the card, and the version that was seen. Raises Refusal for those who may not."""
        await require_moderator(interaction)
        seen, _, packed = state.partition("/")
        return View.unpack(packed), int(seen)

    async def _session(self, interaction: Here, typed: str) -> tuple[Wording, str]:
        """How the moderator reads, and the code of the session that is meant. Raises Refusal for those who may not."""
        await require_moderator(interaction)
        wording = await interaction.client.wording(interaction)
        return wording, chosen_session(typed, await interaction.client.agenda.index(), wording.language).code

    @open_.autocomplete("session")
    @close.autocomplete("session")
    @queue.autocomplete("session")
    @screen.autocomplete("session")
    @export.autocomplete("session")
    @suggests
    async def suggest_sessions(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """Sessions with a box, the open ones first; then others."""
        return await panel_choices(interaction, self._questions, current)


async def setup(bot: "SummitBot") -> None:
    """Called by discord.py when the cog is loaded."""
    cog = PanelCog(bot, bot.features.questions)
    bot.controls |= {
        cards.LOOK: cog.look,
        cards.LOOK_AGAIN: cog.look,
        cards.APPROVE: cog.deciding(Moderating.approve),
        cards.PIN: cog.deciding(Moderating.pin),
        cards.ANSWERED: cog.deciding(Moderating.answered),
        cards.BACK: cog.deciding(Moderating.back),
        cards.MUTE: cog.deciding(Moderating.mute),
        cards.EDIT: cog.asking_more(cards.edit_form),
        cards.RENDER: cog.asking_more(cards.render_form),
        cards.NOTE: cog.asking_more(cards.note_form),
        cards.DISMISS: cog.asking_more(cards.dismiss_form),
        cards.TAKE_AWAY: cog.open_take_away,
        cards.REPORT: cog.report,
        cards.MERGE: cog.merge,
        cards.UNDO: cog.undo,
    }
    bot.forms |= {
        cards.EDIT: cog.edited,
        cards.RENDER: cog.rendered,
        cards.NOTE: cog.noted,
        cards.DISMISS: cog.dismissed,
        cards.TAKE_AWAY: cog.took_away,
    }
    await bot.add_cog(cog)
