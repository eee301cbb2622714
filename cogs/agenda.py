"""`/agenda`: what is on, a day, a search, a session, a speaker."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.agenda.asking import chosen_day, chosen_place, chosen_session, chosen_since, places_like, upcoming
from bot.agenda.exports import EXPORTS
from bot.agenda.model import Programme, Session
from bot.agenda.moment import now_and_next
from bot.agenda.organising import Organising
from bot.agenda.programme import Agenda
from bot.core.clock import Clock
from bot.core.refusal import Refusal
from bot.discord_io.cards import day as day_cards
from bot.discord_io.cards import moment, results, sessions, stars
from bot.discord_io.cards.changed import TURN as TURN_CHANGES
from bot.discord_io.cards.changed import changed_card
from bot.discord_io.cards.layout import Card
from bot.discord_io.controls import Action
from bot.discord_io.doors import answers, say, show, suggests, turn
from bot.discord_io.suggesting import MOST, place_choices, session_choices, text_choices
from bot.discord_io.wording import Wording
from bot.reminders.book import ReminderBook
from bot.reminders.subscribing import PURPOSE

if TYPE_CHECKING:
    from bot.client import SummitBot

Suggestions = list[app_commands.Choice[str]]



class AgendaCog(commands.GroupCog, group_name="agenda"):
    """The programme, asked for in chat. Every answer is private."""

    def __init__(self, agenda: Agenda, book: ReminderBook, organising: Organising, clock: Clock) -> None:
        """`agenda` answers, `book` knows the person's stars, `organising` what changed; `clock` says what is now."""
        self._agenda = agenda
        self._book = book
        self._organising = organising
        self._clock = clock
        self._second: tuple[int, datetime] = (0, datetime.min.replace(tzinfo=UTC))
        self._cards: dict[tuple[str, str], Card] = {}

    @app_commands.command()
    @answers
    async def now(self, interaction: discord.Interaction["SummitBot"]) -> None:
        """What is on, and what is next."""
        await show(interaction, await self._now_card(interaction, "0"))

    async def turn_now(self, interaction: discord.Interaction["SummitBot"], page: str, _: Sequence[str]) -> None:
        """Another page of rooms, or the same page as it is now."""
        await turn(interaction, await self._now_card(interaction, page))

    async def _now_card(self, interaction: discord.Interaction["SummitBot"], page: str) -> Card:
        """One card for all who ask in the same second: in a pause everybody does."""
        programme = await self._agenda.current()
        wording = await interaction.client.wording(interaction)
        second = programme.revision, self._clock.now().replace(microsecond=0)
        if second != self._second:
            self._second, self._cards = second, {}
        asked = wording.language, page
        if asked not in self._cards:
            self._cards[asked] = moment.now_card(programme, now_and_next(programme, second[1]), wording, int(page))
        return self._cards[asked]

    @app_commands.command()
    @answers
    async def day(
        self,
        interaction: discord.Interaction["SummitBot"],
        date: str | None = None,
        track: str | None = None,
        room: str | None = None,
    ) -> None:
        """A day's programme."""
        programme = await self._agenda.current()
        view = day_cards.DayView(
            chosen_day(date, programme, self._clock.now()),
            chosen_place(track, programme.tracks, "track-unknown"),
            chosen_place(room, programme.rooms, "room-unknown"),
        )
        await show(interaction, day_cards.day_card(programme, view, await interaction.client.wording(interaction)))

    async def turn_day(self, interaction: discord.Interaction["SummitBot"], state: str, _: Sequence[str]) -> None:
        """Another page of the same day."""
        await self._turn_to(interaction, day_cards.DayView.unpack(state))

    def choose(self, facet: day_cards.Facet) -> Action:
        """What the select for a day, a track or a room does."""

        async def chosen(interaction: discord.Interaction["SummitBot"], state: str, values: Sequence[str]) -> None:
            await self._turn_to(interaction, day_cards.DayView.unpack(state).choosing(facet, values[0]))

        return chosen

    async def _turn_to(self, interaction: discord.Interaction["SummitBot"], view: day_cards.DayView) -> None:
        programme = await self._agenda.current()
        await turn(interaction, day_cards.day_card(programme, view, await interaction.client.wording(interaction)))

    @app_commands.command()
    @answers
    async def search(self, interaction: discord.Interaction["SummitBot"], query: str) -> None:
        """Sessions that fit."""
        index, wording = await self._agenda.index(), await interaction.client.wording(interaction)
        programme, hits = index.programme, [hit.session for hit in index.search(query)]
        star = stars.star_select(hits[: results.SHOWN], programme, wording) if hits else None
        await show(interaction, results.search_card(query, hits, programme, wording, star))

    @app_commands.command()
    @answers
    async def session(self, interaction: discord.Interaction["SummitBot"], session: str) -> None:
        """One session."""
        wording, index = await interaction.client.wording(interaction), await self._agenda.index()
        chosen = chosen_session(session, index, wording.language)
        await self._show_session(interaction, chosen, index.programme, wording)

    async def open(self, interaction: discord.Interaction["SummitBot"], state: str, values: Sequence[str]) -> None:
        """A session's card, opened from a list; the list stays."""
        session, programme = await self._session(values[0] if values else state)
        await self._show_session(interaction, session, programme, await interaction.client.wording(interaction))

    async def _show_session(
        self,
        interaction: discord.Interaction["SummitBot"],
        session: Session,
        programme: Programme,
        wording: Wording,
    ) -> None:
        starred = session.code in await self._book.stars(interaction.user.id)
        star = stars.star_button(session, wording, starred=starred)
        await show(interaction, sessions.session_card(session, programme, wording, self._clock.now(), star))

    async def calendar(self, interaction: discord.Interaction["SummitBot"], code: str, _: Sequence[str]) -> None:
        """A session as a file for the person's calendar."""
        session, programme = await self._session(code)
        wording = await interaction.client.wording(interaction)
        file = self._calendar_file(programme, [session], wording, code)
        await say(interaction, wording.say("session-calendar-file"), [file])

    def _calendar_file(
        self, programme: Programme, chosen: Sequence[Session], wording: Wording, name: str
    ) -> discord.File:
        data = EXPORTS["ics"](programme.only(chosen), wording.phrasebook, self._clock.now())
        return discord.File(io.BytesIO(data), f"{name}.ics")

    @app_commands.command()
    @answers
    async def mine(self, interaction: discord.Interaction["SummitBot"]) -> None:
        """One's own stars in order."""
        card, files = await self._mine_card(interaction, "0")
        await show(interaction, card, files)

    async def turn_mine(self, interaction: discord.Interaction["SummitBot"], page: str, _: Sequence[str]) -> None:
        """Another page of one's own stars."""
        card, files = await self._mine_card(interaction, page)
        await turn(interaction, card, files)

    async def _mine_card(
        self, interaction: discord.Interaction["SummitBot"], page: str
    ) -> tuple[Card, list[discord.File]]:
        stops = await self._book.mine(interaction.user.id)
        programme, wording = await self._agenda.current(), await interaction.client.wording(interaction)
        timed = [stop.session for stop in stops if stop.starred and stop.session.start]
        files = [self._calendar_file(programme, timed, wording, "my-summit")] if timed else []
        name, link = files[0].filename if files else "", await self._calendar_link(interaction)
        return stars.mine_card(stops, programme, wording, int(page), name, link), files

    async def _calendar_link(self, interaction: discord.Interaction["SummitBot"]) -> str:
        """The address of the person's own calendar; '' where no pages are served."""
        bot = interaction.client
        if not bot.addresses:
            return ""
        code = await bot.features.subscriptions.code_of(interaction.user.id)
        return bot.addresses.page(f"mine/{bot.addresses.signed(PURPOSE, code)}.ics")

    async def renew_calendar(self, interaction: discord.Interaction["SummitBot"], page: str, _: Sequence[str]) -> None:
        """Another address for one's own calendar: the old one leads nowhere from now on."""
        await interaction.client.features.subscriptions.renew(interaction.user.id)
        card, files = await self._mine_card(interaction, page)
        await turn(interaction, card, files)

    @app_commands.command()
    @answers
    async def changes(self, interaction: discord.Interaction["SummitBot"], since: str | None = None) -> None:
        """What moved, old and new."""
        await show(interaction, await self._changes_card(interaction, since, 0))

    async def turn_changes(self, interaction: discord.Interaction["SummitBot"], state: str, _: Sequence[str]) -> None:
        """Another page of changes; the state is the page and what was asked."""
        page, _, since = state.partition(":")
        await turn(interaction, await self._changes_card(interaction, since or None, int(page)))

    async def _changes_card(
        self, interaction: discord.Interaction["SummitBot"], since: str | None, page: int
    ) -> Card:
        programme, now = await self._agenda.current(), self._clock.now()
        begin = chosen_since(since, programme, now)
        changed = await self._organising.changes_since(begin or 1)
        wording = await interaction.client.wording(interaction)
        return changed_card(changed, programme, wording, now, begin, (since or "")[:40], page)

    async def _session(self, code: str) -> tuple[Session, Programme]:
        programme = await self._agenda.current()
        if code not in programme.sessions_by_code:
            raise Refusal("session-gone")
        return programme.sessions_by_code[code], programme

    @app_commands.command()
    @answers
    async def speaker(self, interaction: discord.Interaction["SummitBot"], name: str) -> None:
        """A speaker's sessions."""
        await show(interaction, await self._speaker_card(interaction, name))

    async def turn_speaker(
        self, interaction: discord.Interaction["SummitBot"], _: str, values: Sequence[str]
    ) -> None:
        """Another of the speakers who fit."""
        await turn(interaction, await self._speaker_card(interaction, values[0]))

    async def _speaker_card(self, interaction: discord.Interaction["SummitBot"], name: str) -> Card:
        index = await self._agenda.index()
        found = index.speakers(name)
        if not found:
            raise Refusal("speaker-unknown", seen=name[:60])
        return results.speaker_card(found, index.programme, await interaction.client.wording(interaction))

    @search.autocomplete("query")
    @suggests
    async def suggest_titles(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """Titles that fit what is typed so far; choosing one searches for it."""
        language = (await interaction.client.wording(interaction)).language
        _, found = await self._fitting(current)
        return text_choices(session.title.in_language(language) for session in found)

    @session.autocomplete("session")
    @suggests
    async def suggest_sessions(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """Sessions that fit what is typed so far, with when they are."""
        programme, found = await self._fitting(current)
        return session_choices(found, programme, await interaction.client.wording(interaction))

    async def _fitting(self, typed: str) -> tuple[Programme, list[Session]]:
        """Where nothing is typed yet, nobody waits for the index, which takes seconds for a large new programme."""
        if not typed.strip():
            programme = await self._agenda.current()
            return programme, upcoming(programme, self._clock.now())
        index = await self._agenda.index()
        return index.programme, [hit.session for hit in index.search(typed)]

    @speaker.autocomplete("name")
    @suggests
    async def suggest_speakers(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """Speakers whose names fit what is typed so far."""
        wording = await interaction.client.wording(interaction)
        index = await self._agenda.index()
        names = [hit.name.in_language(wording.language) for hit in index.speakers(current)]
        if not current.strip():
            names = [one.name.in_language(wording.language) for session in index.programme for one in session.speakers]
        return text_choices(names)

    @day.autocomplete("date")
    @suggests
    async def suggest_days(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """The summit's days."""
        programme, wording = await self._agenda.current(), await interaction.client.wording(interaction)
        labels = {day.isoformat(): f"{wording.day(day)} ({day.isoformat()})" for day in programme.days}
        fitting = {value: label for value, label in labels.items() if current.casefold() in label.casefold()}
        shown = [*(fitting or labels).items()][:MOST]
        return [app_commands.Choice(name=label, value=value) for value, label in shown]

    @day.autocomplete("track")
    @suggests
    async def suggest_tracks(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """The summit's tracks."""
        programme = await self._agenda.current()
        return place_choices(places_like(current, programme.tracks), await interaction.client.wording(interaction))

    @day.autocomplete("room")
    @suggests
    async def suggest_rooms(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """The summit's rooms."""
        programme = await self._agenda.current()
        return place_choices(places_like(current, programme.rooms), await interaction.client.wording(interaction))


async def setup(bot: "SummitBot") -> None:
    """Called by discord.py when the cog is loaded."""
    features = bot.features
    cog = AgendaCog(features.agenda, features.book, features.organising, bot.clock)
    bot.controls |= {
        moment.TURN: cog.turn_now,
        moment.AGAIN: cog.turn_now,
        day_cards.TURN: cog.turn_day,
        day_cards.PICK["day"]: cog.choose("day"),
        day_cards.PICK["track"]: cog.choose("track"),
        day_cards.PICK["room"]: cog.choose("room"),
        sessions.OPEN: cog.open,
        sessions.CALENDAR: cog.calendar,
        results.SPEAKER: cog.turn_speaker,
        stars.MINE: cog.turn_mine,
        stars.RENEW: cog.renew_calendar,
        TURN_CHANGES: cog.turn_changes,
    }
    await bot.add_cog(cog)
