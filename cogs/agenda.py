"""`/agenda`: what is on, a day, a search, a session, a speaker."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.agenda.asking import chosen_day, chosen_place, chosen_session, places_like, upcoming
from bot.agenda.exports import EXPORTS
from bot.agenda.model import Programme, Room, Session, Track, now_and_next
from bot.agenda.programme import Agenda
from bot.core.clock import Clock
from bot.core.refusal import Refusal
from bot.discord_io.cards import day as day_cards
from bot.discord_io.cards import moment, results, sessions
from bot.discord_io.cards.layout import Card
from bot.discord_io.controls import Action
from bot.discord_io.doors import answers, say, show, suggests, turn
from bot.discord_io.plain import bare, clip
from bot.discord_io.wording import Wording

if TYPE_CHECKING:
    from bot.client import SummitBot

Suggestions = list[app_commands.Choice[str]]

_SUGGESTED = 25
_LABEL = 100


class AgendaCog(commands.GroupCog, group_name="agenda"):
    """The programme, asked for in chat. Every answer is private."""

    def __init__(self, agenda: Agenda, clock: Clock) -> None:
        """`agenda` answers; `clock` says what is now."""
        self._agenda = agenda
        self._clock = clock

    @app_commands.command()
    @answers
    async def now(self, interaction: discord.Interaction["SummitBot"]) -> None:
        """What is on, and what is next."""
        await show(interaction, await self._now_card(interaction, "0"))

    async def turn_now(self, interaction: discord.Interaction["SummitBot"], page: str, _: Sequence[str]) -> None:
        """Another page of rooms, or the same page as it is now."""
        await turn(interaction, await self._now_card(interaction, page))

    async def _now_card(self, interaction: discord.Interaction["SummitBot"], page: str) -> Card:
        programme = await self._agenda.current()
        wording = await interaction.client.wording(interaction)
        return moment.now_card(programme, now_and_next(programme, self._clock.now()), wording, int(page))

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
        found = (await self._agenda.index()).search(query)
        programme, wording = await self._agenda.current(), await interaction.client.wording(interaction)
        await show(interaction, results.search_card(query, [hit.session for hit in found], programme, wording))

    @app_commands.command()
    @answers
    async def session(self, interaction: discord.Interaction["SummitBot"], session: str) -> None:
        """One session."""
        wording = await interaction.client.wording(interaction)
        chosen = chosen_session(session, await self._agenda.index(), wording.language)
        programme = await self._agenda.current()
        await show(interaction, sessions.session_card(chosen, programme, wording, self._clock.now()))

    async def open(self, interaction: discord.Interaction["SummitBot"], state: str, values: Sequence[str]) -> None:
        """A session's card, opened from a list; the list stays."""
        session, programme = await self._session(values[0] if values else state)
        wording = await interaction.client.wording(interaction)
        await show(interaction, sessions.session_card(session, programme, wording, self._clock.now()))

    async def calendar(self, interaction: discord.Interaction["SummitBot"], code: str, _: Sequence[str]) -> None:
        """A session as a file for the person's calendar."""
        session, programme = await self._session(code)
        wording = await interaction.client.wording(interaction)
        alone = Programme.checked(
            programme.name, programme.timezone, programme.rooms, programme.tracks, programme.blocks, [session],
            programme.revision,
        )  # fmt: skip
        data = EXPORTS["ics"](alone, wording.phrasebook, self._clock.now())
        file = discord.File(io.BytesIO(data), f"{code}.ics")
        await say(interaction, wording.say("session-calendar-file"), [file])

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
        found = (await self._agenda.index()).speakers(name)
        if not found:
            raise Refusal("speaker-unknown", seen=name[:60])
        programme, wording = await self._agenda.current(), await interaction.client.wording(interaction)
        return results.speaker_card(found, programme, wording)

    @search.autocomplete("query")
    @suggests
    async def suggest_titles(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """Titles that fit what is typed so far; choosing one searches for it."""
        wording = await interaction.client.wording(interaction)
        titles = [session.title.in_language(wording.language) for session in await self._fitting(current)]
        labels = dict.fromkeys(clip(bare(title), _LABEL) for title in titles if title)
        return [app_commands.Choice(name=label, value=label) for label in labels]

    @session.autocomplete("session")
    @suggests
    async def suggest_sessions(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """Sessions that fit what is typed so far, with when they are."""
        wording = await interaction.client.wording(interaction)
        return [
            app_commands.Choice(name=_label(session, wording), value=session.code)
            for session in await self._fitting(current)
        ]

    async def _fitting(self, typed: str) -> list[Session]:
        if typed.strip():
            return [hit.session for hit in (await self._agenda.index()).search(typed, _SUGGESTED)]
        return upcoming(await self._agenda.current(), self._clock.now())[:_SUGGESTED]

    @speaker.autocomplete("name")
    @suggests
    async def suggest_speakers(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """Speakers whose names fit what is typed so far."""
        wording = await interaction.client.wording(interaction)
        index = await self._agenda.index()
        names = [hit.name.in_language(wording.language) for hit in index.speakers(current, _SUGGESTED)]
        if not current.strip():
            programme = await self._agenda.current()
            names = [person.name.in_language(wording.language) for item in programme for person in item.speakers]
        labels = [*dict.fromkeys(clip(bare(name), _LABEL) for name in names if name)]
        return [app_commands.Choice(name=label, value=label) for label in labels[:_SUGGESTED]]

    @day.autocomplete("date")
    @suggests
    async def suggest_days(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """The summit's days."""
        programme, wording = await self._agenda.current(), await interaction.client.wording(interaction)
        labels = {day.isoformat(): f"{wording.day(day)} ({day.isoformat()})" for day in programme.days}
        fitting = {value: label for value, label in labels.items() if current.casefold() in label.casefold()}
        shown = [*(fitting or labels).items()][:_SUGGESTED]
        return [app_commands.Choice(name=label, value=value) for value, label in shown]

    @day.autocomplete("track")
    @suggests
    async def suggest_tracks(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """The summit's tracks."""
        programme = await self._agenda.current()
        return _places(places_like(current, programme.tracks), await interaction.client.wording(interaction))

    @day.autocomplete("room")
    @suggests
    async def suggest_rooms(self, interaction: discord.Interaction["SummitBot"], current: str) -> Suggestions:
        """The summit's rooms."""
        programme = await self._agenda.current()
        return _places(places_like(current, programme.rooms), await interaction.client.wording(interaction))


def _places(places: Sequence[Room | Track], wording: Wording) -> Suggestions:
    named = [(place, clip(bare(place.name.in_language(wording.language)), _LABEL)) for place in places[:_SUGGESTED]]
    return [app_commands.Choice(name=name or place.code, value=place.code) for place, name in named]


def _label(session: Session, wording: Wording) -> str:
    """A title with its time, at most 100 characters; the title gives way."""
    day = f"{wording.day(session.day)} " if session.day else ""
    when = f" · {day}{wording.hours(session)}"
    title = bare(session.title.in_language(wording.language)) or session.code
    return clip(title, _LABEL - len(when)) + when


async def setup(bot: "SummitBot") -> None:
    """Called by discord.py when the cog is loaded."""
    cog = AgendaCog(bot.agenda, bot.clock)
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
    }
    await bot.add_cog(cog)
