"""What an autocomplete offers about tasks: tasks by number and title, teams by name, sessions to follow."""

from collections.abc import Sequence
from typing import Any

import discord
from discord.app_commands import Choice

from bot.agenda.normal import normalise
from bot.discord_io.cards.tasks import choice_label
from bot.discord_io.plain import bare, clip
from bot.discord_io.suggesting import LABEL, MOST, session_choices
from bot.discord_io.wording import Wording
from bot.volunteering.desk import VolunteerDesk
from bot.volunteering.model import Roster

Here = discord.Interaction[Any]
Suggestions = list[Choice[str]]


def task_choices(rosters: Sequence[Roster], current: str, wording: Wording) -> Suggestions:
    """Those of `rosters` whose number or title fits what is typed so far; the value is the number."""
    typed = normalise(current.lstrip("#"))
    fitting = [
        one
        for one in rosters
        if str(one.shift.number).startswith(typed)
        or any(typed in normalise(title) for title in one.shift.draft.title.every())
    ]
    return [Choice(name=choice_label(one, wording), value=str(one.shift.number)) for one in fitting[:MOST]]


async def coming_choices(interaction: Here, desk: VolunteerDesk, current: str) -> Suggestions:
    """All tasks that are not over."""
    listing = await desk.listing()
    coming = [one for one in listing.rosters if not one.shift.over(listing.now)]
    return task_choices(coming, current, await interaction.client.wording(interaction))


async def team_choices(interaction: Here, desk: VolunteerDesk, current: str) -> Suggestions:
    """Teams by name; the value is the code."""
    language = (await interaction.client.wording(interaction)).language
    named = {code: team.name.in_language(language) for code, team in (await desk.teams()).items()}
    typed = normalise(current)
    fitting = [(code, name) for code, name in named.items() if typed in normalise(name) or typed in code]
    return [Choice(name=clip(bare(name), LABEL) or code, value=code) for code, name in fitting[:MOST]]


async def followable_choices(interaction: Here, current: str) -> Suggestions:
    """Sessions that fit what is typed so far."""
    agenda, wording = interaction.client.agenda, await interaction.client.wording(interaction)
    if not current.strip():
        programme = await agenda.current()
        return session_choices(programme, programme, wording)
    index = await agenda.index()
    return session_choices((hit.session for hit in index.search(current, MOST)), index.programme, wording)
