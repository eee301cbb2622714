"""`/task` for organisers and leads: tasks made, changed and removed, people assigned, marked and let go, the report."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands

from bot.agenda.asking import chosen_session
from bot.agenda.model import Text
from bot.core.refusal import Refusal
from bot.discord_io.cards import staffing as cards
from bot.discord_io.cards import tasks as task_cards
from bot.discord_io.deferring import defer
from bot.discord_io.doors import answers, say, show, suggests, turn
from bot.discord_io.people import display_names
from bot.discord_io.task_access import refuse_stranger, require_lead, require_organiser
from bot.discord_io.task_choices import Suggestions, coming_choices, followable_choices, team_choices
from bot.discord_io.wording import Wording
from bot.volunteering.model import Draft, Team
from bot.volunteering.report import hours_table, picture, risk_table
from bot.volunteering.staffing import Edited
from bot.volunteering.table import load_table
from bot.volunteering.typed import (
    When,
    list_edit,
    member_in,
    team_code,
    text_edit,
    timing_edit,
    timing_typed,
    words,
)
from bot.volunteering.typed import task_number as number_in
from bot.volunteering.whole import Volunteering

if TYPE_CHECKING:
    from bot.client import SummitBot

Here = discord.Interaction["SummitBot"]
Language = Literal["zh-CN", "en"]

_LARGEST = 1_000_000


class StaffingCommands(app_commands.Group, name="staffing", description="Tasks of volunteers"):
    """What organisers do with tasks. Every answer is private."""

    def __init__(self, volunteering: Volunteering) -> None:
        """`volunteering` holds the use cases."""
        super().__init__()
        self._desk, self._staffing = volunteering.desk, volunteering.staffing

    @app_commands.command()
    @answers
    async def create(
        self,
        interaction: Here,
        title: str | None = None,
        team: str | None = None,
        day: str | None = None,
        start: str | None = None,
        end: str | None = None,
        session: str | None = None,
        before: int | None = None,
        after: int | None = None,
        due: str | None = None,
        minimum: int = 1,
        places: int | None = None,
        place: str | None = None,
        instructions: str | None = None,
        language: Language | None = None,
        skills: str | None = None,
        languages: str | None = None,
        lead: discord.Member | discord.User | None = None,
        drop: int | None = None,
        now: bool = False,
        file: discord.Attachment | None = None,
    ) -> None:
        """A new task; with `now` those free are asked at once; with a file a whole table of them."""
        wording = await require_organiser(interaction)
        if file is not None:
            await self._import(interaction, file, wording)
            return
        refuse_stranger(interaction, lead)
        chosen = team_code(team, await self._teams())
        if not chosen:
            raise Refusal("task-team-unknown", seen="")
        programme, moment = await interaction.client.agenda.current(), interaction.client.clock.now()
        when = await _when(interaction, day, start, end, session, before, after, due)
        draft = Draft(
            title=_said(title, language), place=_said(place, language), instructions=_said(instructions, language),
            team=chosen, timing=timing_typed(when, programme, moment, at_once=now), minimum=minimum,
            maximum=max(minimum, 1) if places is None else places, skills=words(skills), languages=words(languages),
            lead=lead.id if lead else None, drop_before=drop,
        )  # fmt: skip
        shift = await self._staffing.create(interaction.user.id, draft, call_now=now)
        key = "task-created-now" if now else "task-created"
        await say(interaction, wording.say(key, number=str(shift.number), title=wording.text(draft.title, 90)))

    async def _import(self, interaction: Here, file: discord.Attachment, wording: Wording) -> None:
        if file.size > _LARGEST:
            raise Refusal("task-file-too-large", limit=str(_LARGEST // 1_000_000))
        await defer(interaction, thinking=True)
        plan = load_table(await file.read(), file.filename, wording.timezone, await self._teams())
        if not plan.drafts:
            raise Refusal("task-file-empty")
        done = await self._staffing.bring_in(plan.drafts, plan.teams, file.filename)
        told = wording.say(
            "task-imported", added=len(done.added), changed=len(done.changed), removed=len(done.removed)
        )
        if done.over:
            told += "\n" + wording.say("task-imported-over", numbers=" ".join(f"#{number}" for number in done.over))
        await say(interaction, told)

    @app_commands.command()
    @answers
    async def edit(
        self,
        interaction: Here,
        task: str,
        title: str | None = None,
        team: str | None = None,
        day: str | None = None,
        start: str | None = None,
        end: str | None = None,
        session: str | None = None,
        before: int | None = None,
        after: int | None = None,
        due: str | None = None,
        minimum: int | None = None,
        places: int | None = None,
        place: str | None = None,
        instructions: str | None = None,
        language: Language | None = None,
        skills: str | None = None,
        languages: str | None = None,
        lead: discord.Member | discord.User | None = None,
        drop: int | None = None,
        remove: bool = False,
    ) -> None:
        """Change a task, or remove it; its people are told."""
        wording, number = await require_organiser(interaction), number_in(task)
        if remove:
            await self._remove(interaction, number, wording)
            return
        refuse_stranger(interaction, lead)
        programme, moment = await interaction.client.agenda.current(), interaction.client.clock.now()
        listing = await self._desk.listing()
        known = listing.roster(number).shift.draft
        when = await _when(interaction, day, start, end, session, before, after, due)
        spoken = interaction.client.settings.summit.languages

        def edited_text(old: Text, typed: str | None) -> Text | None:
            return text_edit(old, typed, language or "", spoken, wording.language)

        changes: dict[str, Any] = {
            "title": edited_text(known.title, title), "place": edited_text(known.place, place),
            "instructions": edited_text(known.instructions, instructions),
            "team": team_code(team, listing.teams) or None,
            "timing": timing_edit(when, known.timing, programme, moment),
            "minimum": minimum, "maximum": places, "skills": list_edit(skills), "languages": list_edit(languages),
            "lead": lead.id if lead else None, "drop_before": drop,
        }  # fmt: skip
        given = {name: value for name, value in changes.items() if value is not None}
        edited = await self._staffing.edit(interaction.user.id, number, **given)
        await show(interaction, await self._edited_card(edited, places or known.maximum, wording))

    async def _remove(self, interaction: Here, number: int, wording: Wording) -> None:
        shift = await self._staffing.remove(interaction.user.id, number)
        title = wording.text(shift.draft.title, 90)
        await say(interaction, wording.say("task-removed", number=str(number), title=title))

    async def _edited_card(self, edited: Edited, most: int, wording: Wording) -> discord.ui.LayoutView:
        """How the task is now, or who is to go where more hold a place than there are to be."""
        if not edited.done:
            return cards.who_stays_card(edited.roster, most, wording)
        heading = wording.say("task-edited", number=str(edited.roster.shift.number))
        return task_cards.task_card(edited.roster, wording, await self._teams(), heading)

    async def press_take_off(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take someone off a task that is to have fewer places."""
        wording = await require_organiser(interaction)
        number, member, most = (member_in(part) for part in state.split("-"))
        edited = await self._staffing.take_off(interaction.user.id, number, member, most)
        await turn(interaction, await self._edited_card(edited, most, wording))

    @app_commands.command()
    @answers
    async def assign(
        self, interaction: Here, task: str, member: discord.Member | discord.User, override: bool = False
    ) -> None:
        """Give someone a place; `override` lets it overlap."""
        wording = await require_organiser(interaction)
        refuse_stranger(interaction, member)
        roster = await self._staffing.assign(interaction.user.id, number_in(task), member.id, override=override)
        heading = wording.say("task-assigned", number=str(roster.shift.number), person=member.mention)
        await show(interaction, task_cards.task_card(roster, wording, await self._teams(), heading))

    @app_commands.command()
    @answers
    async def report(self, interaction: Here) -> None:
        """Coverage as a picture, at-risk list, hours and thanks as tables."""
        wording = await require_organiser(interaction)
        await defer(interaction, thinking=True)
        report = await self._staffing.report()
        data = await asyncio.to_thread(picture, report.coverage, wording.timezone)
        shown = discord.File(io.BytesIO(data), "coverage.png") if data else None
        await show(interaction, cards.report_card(report, wording, shown), [shown] if shown else [])
        names = await display_names(interaction.client.summit_guild(), [one.member for one in report.hours])
        tables = {
            "hours.csv": hours_table(report.hours, report.teams, names, wording.language),
            "at-risk.csv": risk_table(report.at_risk, report.teams, wording.timezone, wording.language),
        }
        files = [discord.File(io.BytesIO(table), name) for name, table in tables.items()]
        await say(interaction, wording.say("task-report-tables"), files)

    async def press_let_go(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Let someone go who asked for it late: the lead, or an organiser."""
        number, member = (member_in(part) for part in state.split("-"))
        wording = await require_lead(interaction, self._desk, number)
        shift = await self._staffing.let_go(interaction.user.id, number, member)
        await say(interaction, wording.say("task-let-go", number=str(shift.number), person=f"<@{member}>"))

    async def press_no_show(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Mark that someone did not come: the lead, or an organiser."""
        number, member = (member_in(part) for part in state.split("-"))
        wording = await require_lead(interaction, self._desk, number)
        event = await self._staffing.no_show(interaction.user.id, number, member)
        await show(interaction, cards.no_show_card(event, wording))

    async def press_undo_no_show(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take a no-show back: the lead, or an organiser."""
        number, event = (member_in(part) for part in state.split("-"))
        wording = await require_lead(interaction, self._desk, number)
        roster, since = await self._staffing.undo_no_show(interaction.user.id, number, event)
        await show(interaction, task_cards.undone_card(roster, since, wording, await self._teams()))

    @edit.autocomplete("task")
    @assign.autocomplete("task")
    @suggests
    async def suggest_tasks(self, interaction: Here, current: str) -> Suggestions:
        """Tasks that are not over, by number or a part of the title."""
        return await coming_choices(interaction, self._desk, current)

    @create.autocomplete("team")
    @edit.autocomplete("team")
    @suggests
    async def suggest_teams(self, interaction: Here, current: str) -> Suggestions:
        """Teams by name."""
        return await team_choices(interaction, self._desk, current)

    @create.autocomplete("session")
    @edit.autocomplete("session")
    @suggests
    async def suggest_sessions(self, interaction: Here, current: str) -> Suggestions:
        """Sessions that fit what is typed so far."""
        return await followable_choices(interaction, current)

    async def _teams(self) -> dict[str, Team]:
        return await self._desk.teams()


def _said(text: str | None, language: str | None) -> Text:
    return Text.of({language: text} if language and text else text)


async def _when(
    interaction: Here, day: str | None, start: str | None, end: str | None, session: str | None,
    before: int | None, after: int | None, due: str | None,
) -> When:
    """A time as it was given in options, with the session's code."""
    if session:
        bot = interaction.client
        language = (await bot.wording(interaction)).language
        session = chosen_session(session, await bot.agenda.index(), language).code
    return When(day or None, start or None, end or None, session or None, before, after, due or None)


async def setup(bot: "SummitBot") -> None:
    """Called by discord.py when the extension is loaded. The group is the volunteers': theirs is loaded before this."""
    made = StaffingCommands(bot.features.volunteering)
    group = bot.tree.get_command("task")
    if not isinstance(group, app_commands.Group):
        raise TypeError("there is no group of volunteers' commands yet")
    for command in made.commands:
        group.add_command(command)
    presses: dict[str, Callable[[Here, str, Sequence[str]], Awaitable[None]]] = {
        cards.TAKE_OFF: made.press_take_off,
        cards.LET_GO: made.press_let_go,
        cards.NO_SHOW: made.press_no_show,
        cards.UNDO_NO_SHOW: made.press_undo_no_show,
    }
    bot.controls |= presses
