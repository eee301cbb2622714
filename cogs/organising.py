"""`/summit`: what organisers do. Who may is checked when it is used, on every command and every button."""

from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.agenda.announcements import Audience, Circle
from bot.agenda.asking import chosen_place, chosen_session, places_like, upcoming
from bot.agenda.formats import Venue
from bot.agenda.organising import Organising, Proposal
from bot.agenda.sources import read_address, read_upload
from bot.agenda.starts import chosen_moment, chosen_start
from bot.core.refusal import Refusal
from bot.discord_io.cards import changed, standing
from bot.discord_io.cards.announced import SEND, AnnouncementForm, preview_card, sent_card
from bot.discord_io.deferring import defer
from bot.discord_io.doors import answers, say, show, suggests, turn
from bot.discord_io.guards import require_role
from bot.discord_io.plain import bare, clip
from bot.discord_io.suggesting import MOST, place_choices, session_choices
from bot.discord_io.wording import Wording
from bot.features import Features
from bot.outbox.model import State

if TYPE_CHECKING:
    from bot.client import SummitBot

Suggestions = list[app_commands.Choice[str]]


class OrganisingCog(commands.GroupCog, group_name="summit"):
    """Organisers' commands. Answers are private, but for boards."""

    def __init__(self, features: Features) -> None:
        """`features` hold the use cases."""
        self._features = features

    @property
    def _organising(self) -> Organising:
        return self._features.organising

    @app_commands.command()
    @answers
    async def status(self, interaction: discord.Interaction["SummitBot"]) -> None:
        """Health at one look."""
        bot, wording = await self._organiser(interaction)
        card = standing.status_card(
            await bot.agenda.current(), bot.timetable.report(), await self._features.ledger.counts(),
            await self._organising.last(10), wording, bot.clock.now(), bot.clock.real(),
            understaffed=await self._features.volunteering.desk.understaffed(),
            waiting=await self._features.questions.moderating.waiting(),
        )  # fmt: skip
        await show(interaction, card)

    @app_commands.command(name="import")
    @answers
    async def import_(
        self,
        interaction: discord.Interaction["SummitBot"],
        file: discord.Attachment | None = None,
        url: str | None = None,
    ) -> None:
        """An agenda in any known format, as a proposal."""
        bot, _ = await self._organiser(interaction)
        if (file is None) == (url is None):
            raise Refusal("import-file-or-url")
        await defer(interaction, thinking=True)
        summit = bot.settings.summit
        venue = Venue(summit.name, summit.timezone)
        if file is not None:
            draft = await read_upload(file.filename, file.size, file.read, venue)
        else:
            draft = await read_address(str(url), venue, allow_private=summit.allow_private_addresses)
        source = file.filename if file else str(url)
        await self._propose(interaction, self._organising.propose_import(draft, interaction.user.id, source=source))

    @app_commands.command()
    @answers
    async def move(
        self,
        interaction: discord.Interaction["SummitBot"],
        session: str,
        start: str | None = None,
        room: str | None = None,
    ) -> None:
        """One session to another time or room."""
        code = await self._code(interaction, session)
        programme, by = await self._features.agenda.current(), interaction.user.id
        place = chosen_place(room, programme.rooms, "room-unknown") or None
        now = interaction.client.clock.now()
        moment = chosen_start(start, programme.sessions_by_code[code], programme, now) if start else None
        await self._propose(interaction, self._organising.propose_move(code, by, start=moment, room=place))

    @app_commands.command()
    @answers
    async def delay(self, interaction: discord.Interaction["SummitBot"], room: str, minutes: int) -> None:
        """A room's remaining sessions of the day slip."""
        await self._organiser(interaction)
        programme = await self._features.agenda.current()
        code = chosen_place(room, programme.rooms, "room-unknown")
        await self._propose(interaction, self._organising.propose_delay(code, minutes, interaction.user.id))

    @app_commands.command()
    @answers
    async def postpone(
        self, interaction: discord.Interaction["SummitBot"], session: str, reason: str | None = None
    ) -> None:
        """A session waits for a new time."""
        code = await self._code(interaction, session)
        by = interaction.user.id
        await self._propose(interaction, self._organising.propose_postpone(code, by, reason=reason or ""))

    @app_commands.command()
    @answers
    async def cancel(
        self, interaction: discord.Interaction["SummitBot"], session: str, reason: str | None = None
    ) -> None:
        """A session does not take place."""
        code = await self._code(interaction, session)
        by = interaction.user.id
        await self._propose(interaction, self._organising.propose_cancel(code, by, reason=reason or ""))

    @app_commands.command()
    @answers
    async def restore(
        self, interaction: discord.Interaction["SummitBot"], session: str, reason: str | None = None
    ) -> None:
        """A session takes place after all."""
        code = await self._code(interaction, session)
        by = interaction.user.id
        await self._propose(interaction, self._organising.propose_restore(code, by, reason=reason or ""))

    @app_commands.command()
    @answers
    async def announce(self, interaction: discord.Interaction["SummitBot"], audience: str) -> None:
        """A form in both languages; a preview; then now or at a time."""
        bot, wording = await self._organiser(interaction)
        chosen = Audience.typed(audience)
        chosen.sessions(await bot.agenda.current())

        async def filled(sent: discord.Interaction[Any], texts: dict[str, str], at: str) -> None:
            await self._preview(sent, chosen, texts, at)

        await interaction.response.send_modal(AnnouncementForm(wording, filled))

    async def _preview(
        self, interaction: discord.Interaction[Any], audience: Audience, texts: dict[str, str], at: str
    ) -> None:
        bot, wording = await self._organiser(interaction)
        programme, announcing = await bot.agenda.current(), self._features.announcing
        when = chosen_moment(at, programme, bot.clock.now()) if at.strip() else None
        announced = await announcing.preview(audience, texts, when)
        draft = await announcing.draft(audience, texts, when)
        await show(interaction, preview_card(announced, draft, when, wording, bot.clock.now()))

    async def send_announcement(
        self, interaction: discord.Interaction["SummitBot"], draft: str, _: Sequence[str]
    ) -> None:
        """The yes to an announcement."""
        wording = (await self._organiser(interaction))[1]
        announced, when = await self._features.announcing.send(draft, interaction.user.id)
        await turn(interaction, sent_card(announced, when, wording))

    @app_commands.command()
    @answers
    async def deliveries(
        self,
        interaction: discord.Interaction["SummitBot"],
        state: Literal["open", "sent", "expired", "refused", "withdrawn"] | None = None,
    ) -> None:
        """The ledger: who was told, who waits, what failed."""
        await self._organiser(interaction)
        await show(interaction, await self._ledger_card(interaction, State(state) if state else None, 0))

    @app_commands.command()
    @answers
    async def board(self, interaction: discord.Interaction["SummitBot"], kind: Literal["now", "tasks"]) -> None:
        """A message in this channel that the bot keeps up to date."""
        bot, wording = await self._organiser(interaction)
        channel = interaction.channel
        if not isinstance(channel, discord.abc.Messageable) or not interaction.app_permissions.send_messages:
            raise Refusal("board-no-channel")
        await defer(interaction, thinking=True)
        if kind == "tasks":
            await bot.post_task_board(channel.id)
        else:
            await bot.boards.post(channel)
        await say(interaction, wording.say("board-posted", kind=kind))

    async def look(self, interaction: discord.Interaction["SummitBot"], number: str, _: Sequence[str]) -> None:
        """A proposal, opened from the organisers' channel."""
        await self._organiser(interaction)
        await self._propose(interaction, self._organising.proposal(int(number)))

    async def turn_proposal(self, interaction: discord.Interaction["SummitBot"], state: str, _: Sequence[str]) -> None:
        """Another page of a proposal."""
        await self._organiser(interaction)
        number, _, page = state.partition("/")
        proposal = await self._organising.proposal(int(number))
        await turn(interaction, await self._proposal_card(interaction, proposal, int(page)))

    async def release(self, interaction: discord.Interaction["SummitBot"], state: str, _: Sequence[str]) -> None:
        """The yes to a proposal."""
        bot, wording = await self._organiser(interaction)
        number, _, sure = state.partition("/")
        await defer(interaction, thinking=False)
        done = await self._organising.release(int(number), interaction.user.id, sure=bool(sure))
        await turn(interaction, changed.done_card(done, wording))
        # Thousands of reminders may follow; the timetable would see to them, too.
        await bot.boards.refresh()
        await self._features.book.plan()
        await self._features.volunteering.rounds.run()

    async def discard(self, interaction: discord.Interaction["SummitBot"], number: str, _: Sequence[str]) -> None:
        """The no to a proposal."""
        wording = (await self._organiser(interaction))[1]
        await self._organising.discard(int(number), interaction.user.id)
        await turn(interaction, changed.discarded_card(wording))

    async def follow(self, interaction: discord.Interaction["SummitBot"], number: str, _: Sequence[str]) -> None:
        """Let the source win where it contradicts what was set in chat."""
        await self._organiser(interaction)
        proposal = await self._organising.follow_source(int(number), interaction.user.id)
        await turn(interaction, await self._proposal_card(interaction, proposal, 0))

    async def turn_ledger(self, interaction: discord.Interaction["SummitBot"], state: str, _: Sequence[str]) -> None:
        """Another page of the ledger."""
        await self._organiser(interaction)
        chosen, _, page = state.partition("/")
        await turn(interaction, await self._ledger_card(interaction, State(chosen) if chosen else None, int(page)))

    async def pick_state(self, interaction: discord.Interaction["SummitBot"], _: str, values: Sequence[str]) -> None:
        """The ledger in one state."""
        await self._organiser(interaction)
        state = State(values[0]) if values[0] != "*" else None
        await turn(interaction, await self._ledger_card(interaction, state, 0))

    async def send_again(self, interaction: discord.Interaction["SummitBot"], state: str, _: Sequence[str]) -> None:
        """Try everything that failed once more."""
        wording = (await self._organiser(interaction))[1]
        again = await self._features.ledger.send_again()
        await turn(interaction, await self._ledger_card(interaction, State(state) if state else None, 0))
        await say(interaction, wording.say("ledger-again", count=again))

    async def _ledger_card(
        self, interaction: discord.Interaction["SummitBot"], state: State | None, page: int
    ) -> discord.ui.LayoutView:
        ledger = self._features.ledger
        entries = await ledger.page(state, page, standing.PAGE)
        wording = await interaction.client.wording(interaction)
        return standing.ledger_card(entries, await ledger.causes(), await ledger.counts(), state, page, wording)

    async def _organiser(self, interaction: discord.Interaction[Any]) -> tuple["SummitBot", Wording]:
        """The bot and how this person reads. Raises Refusal when they are no organiser."""
        bot: SummitBot = interaction.client
        await require_role(interaction, bot.summit_guild(), bot.settings.discord.roles.organiser, "organiser")
        return bot, await bot.wording(interaction)

    async def _code(self, interaction: discord.Interaction["SummitBot"], session: str) -> str:
        wording = (await self._organiser(interaction))[1]
        return chosen_session(session, await self._features.agenda.index(), wording.language).code

    async def _propose(self, interaction: discord.Interaction["SummitBot"], proposing: Awaitable[Proposal]) -> None:
        await show(interaction, await self._proposal_card(interaction, await proposing, 0))

    async def _proposal_card(
        self, interaction: discord.Interaction["SummitBot"], proposal: Proposal, page: int
    ) -> discord.ui.LayoutView:
        bot, own = interaction.client, await interaction.client.wording(interaction)
        others = [language for language in bot.settings.summit.languages if language != own.language]
        wordings = [own, *(Wording(bot.phrasebook, language, own.timezone) for language in others)]
        return changed.proposal_card(proposal, wordings, bot.clock.now(), page)

    @move.autocomplete("session")
    @postpone.autocomplete("session")
    @cancel.autocomplete("session")
    @restore.autocomplete("session")
    @suggests
    async def suggest_sessions(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """Sessions that fit what is typed so far."""
        wording = await interaction.client.wording(interaction)
        if current.strip():
            index = await self._features.agenda.index()
            return session_choices((hit.session for hit in index.search(current)), index.programme, wording)
        programme = await self._features.agenda.current()
        return session_choices(upcoming(programme, interaction.client.clock.now()), programme, wording)

    @move.autocomplete("room")
    @delay.autocomplete("room")
    @suggests
    async def suggest_rooms(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """The summit's rooms."""
        programme = await self._features.agenda.current()
        return place_choices(places_like(current, programme.rooms), await interaction.client.wording(interaction))

    @announce.autocomplete("audience")
    @suggests
    async def suggest_audiences(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """Everyone, the volunteers, a track, a room, or those who starred a session."""
        programme = await self._features.agenda.current()
        wording = await interaction.client.wording(interaction)
        named = {str(circle): wording.say(f"audience-{circle}") for circle in (Circle.ALL, Circle.VOLUNTEERS)}
        named = {key: words for key, words in named.items() if current.casefold() in words.casefold()}
        for circle, places in ((Circle.TRACK, programme.tracks), (Circle.ROOM, programme.rooms)):
            for place in places_like(current, places):
                name = place.name.in_language(wording.language)
                named[f"{circle}:{place.code}"] = wording.say(f"audience-{circle}", name=name)
        for hit in (await self._features.agenda.index()).search(current, 8):
            name = hit.session.title.in_language(wording.language)
            named[f"{Circle.SESSION}:{hit.session.code}"] = wording.say("audience-session", name=name)
        return [app_commands.Choice(name=clip(bare(words), 100), value=key) for key, words in [*named.items()][:MOST]]


async def setup(bot: "SummitBot") -> None:
    """Called by discord.py when the cog is loaded."""
    cog = OrganisingCog(bot.features)
    bot.controls |= {
        SEND: cog.send_announcement,
        changed.LOOK: cog.look,
        changed.PAGE: cog.turn_proposal,
        changed.RELEASE: cog.release,
        changed.DISCARD: cog.discard,
        changed.FOLLOW: cog.follow,
        standing.LEDGER: cog.turn_ledger,
        standing.LEDGER_STATE: cog.pick_state,
        standing.SEND_AGAIN: cog.send_again,
    }
    await bot.add_cog(cog)
