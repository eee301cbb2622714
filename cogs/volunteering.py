"""`/task`: volunteers' tasks. Who may is checked when it is used, on every command and every button."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.agenda.asking import chosen_day, chosen_session
from bot.agenda.model import Text
from bot.agenda.normal import normalise
from bot.core.refusal import Refusal
from bot.discord_io.cards import tasks as cards
from bot.discord_io.controls import Press
from bot.discord_io.deferring import defer
from bot.discord_io.doors import SILENT, answers, say, show, suggests, turn
from bot.discord_io.guards import require_role
from bot.discord_io.letters import worded
from bot.discord_io.plain import bare, clip
from bot.discord_io.suggesting import MOST, session_choices
from bot.discord_io.wording import Wording
from bot.volunteering.calendar import calendar
from bot.volunteering.desk import Listing
from bot.volunteering.model import Draft, Roster, Team, Timing
from bot.volunteering.report import hours_table, picture, risk_table
from bot.volunteering.table import load_table
from bot.volunteering.typed import member_in, text_edit, timing_typed, windows_in, words
from bot.volunteering.typed import task_number as number_in
from bot.volunteering.whole import Volunteering

if TYPE_CHECKING:
    from bot.client import SummitBot

Here = discord.Interaction["SummitBot"]
Suggestions = list[app_commands.Choice[str]]

_LARGEST = 1_000_000
_SHOWN = [app_commands.Choice(name=name, value=f"task-{name}") for name in ("open", "all", "now")]
_GONE = {"task-full", "task-reserved", "task-gone", "task-past"}


class VolunteeringCog(commands.GroupCog, group_name="task"):
    """Tasks of volunteers. Every answer is private."""

    def __init__(self, volunteering: Volunteering) -> None:
        """`volunteering` holds the use cases."""
        self._desk, self._swapping = volunteering.desk, volunteering.swapping
        self._staffing = volunteering.staffing

    @app_commands.command()
    @answers
    async def profile(
        self, interaction: Here, skills: str | None = None, languages: str | None = None, available: str | None = None
    ) -> None:
        """Register as a volunteer, so that one can be asked."""
        wording = await self._volunteer(interaction)
        programme = await interaction.client.agenda.current()
        windows = None if available is None else windows_in(available, programme.days, programme.timezone)
        made = await self._desk.register(
            interaction.user.id,
            skills=None if skills is None else words(skills),
            languages=None if languages is None else words(languages),
            windows=windows,
        )
        spans = [f"{wording.day(a.astimezone(wording.timezone).date())} {wording.wall(a)}–{wording.wall(b)}"
                 for a, b in made.windows]
        await say(interaction, wording.say(
            "task-profile", skills=bare(", ".join(sorted(made.skills))) or "–",
            languages=bare(", ".join(sorted(made.languages))) or "–",
            available="; ".join(spans) or wording.say("task-profile-always"),
        ))  # fmt: skip

    @app_commands.command(name="list")
    @app_commands.choices(show=_SHOWN)
    @answers
    async def list_(
        self,
        interaction: Here,
        day: str | None = None,
        team: str | None = None,
        show: str = "task-open",
    ) -> None:
        """Tasks with free places, all, or those on now."""
        wording = await self._volunteer(interaction)
        programme = await interaction.client.agenda.current()
        chosen = chosen_day(day, programme, interaction.client.clock.now()) if day else None
        state = f"{chosen or ''}/{_team(team, (await self._desk.listing()).teams)}/{show}"
        await _show(interaction, await self._list_card(wording, f"0/{state}"))

    async def turn_list(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Another page of tasks."""
        await turn(interaction, await self._list_card(await self._volunteer(interaction), state))

    async def _list_card(self, wording: Wording, state: str) -> discord.ui.LayoutView:
        page, day, team, kind = state.split("/")
        listing = await self._desk.listing()
        rosters = [one for one in listing.rosters if _listed(one, listing, day, team, kind, wording)]
        heading = wording.say("task-list", count=len(rosters))
        return cards.list_card(rosters, listing, wording, int(page), f"{day}/{team}/{kind}", heading)

    @app_commands.command()
    @answers
    async def claim(self, interaction: Here, task: str) -> None:
        """Take a place."""
        await self._claim(interaction, task)

    async def press_claim(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """The same by a button, on the board too."""
        await self._claim(interaction, state)

    async def press_claim_anyway(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """The same though starred sessions overlap."""
        await self._claim(interaction, state, confirmed=True)

    async def _claim(self, interaction: Here, task: str, *, confirmed: bool = False) -> None:
        wording, number = await self._volunteer(interaction), number_in(task)
        try:
            claimed = await self._desk.claim(interaction.user.id, number, confirmed=confirmed)
        except Refusal as refusal:
            if refusal.phrase not in _GONE:
                raise
            best = await self._desk.next_best(interaction.user.id, number)
            card = cards.gone_card(wording.refusal(refusal), best, wording, await self._teams(), number)
            await _show(interaction, card)
            return
        teams = await self._teams()
        if claimed.event is None:
            await _show(interaction, cards.stars_question(claimed.roster, claimed.stars, wording, teams))
        else:
            await _show(interaction, cards.claimed_card(claimed.roster, wording, teams))

    @app_commands.command()
    @answers
    async def release(self, interaction: Here, task: str) -> None:
        """Give a place back."""
        await self.press_release(interaction, task, ())

    async def press_release(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """The same by a button."""
        wording = await self._volunteer(interaction)
        released = await self._desk.release(interaction.user.id, number_in(state))
        await _show(interaction, cards.released_card(released.shift, released.event, wording))

    async def press_undo(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take a release back."""
        wording = await self._volunteer(interaction)
        roster, since = await self._desk.undo_release(interaction.user.id, number_in(state))
        await _show(interaction, cards.undone_card(roster, since, wording, await self._teams()))

    @app_commands.command()
    @answers
    async def checkin(self, interaction: Here, task: str) -> None:
        """Say that one is there."""
        await self.press_check_in(interaction, task, ())

    async def press_check_in(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """The same by the reminder's button, in a direct message."""
        wording = await self._volunteer(interaction)
        shift = await self._desk.check_in(interaction.user.id, number_in(state))
        title = wording.text(shift.draft.title, 90)
        await say(interaction, wording.say("task-checked-in", number=str(shift.number), title=title))

    @app_commands.command()
    @answers
    async def done(self, interaction: Here, task: str) -> None:
        """Say that it is done."""
        wording = await self._volunteer(interaction)
        shift = await self._desk.finish(interaction.user.id, number_in(task))
        title = wording.text(shift.draft.title, 90)
        await say(interaction, wording.say("task-done", number=str(shift.number), title=title))

    @app_commands.command()
    @answers
    async def mine(self, interaction: Here) -> None:
        """One's own shifts."""
        wording = await self._volunteer(interaction)
        own = await self._desk.mine(interaction.user.id)
        await _show(interaction, cards.mine_card(own, wording, await self._teams()))

    async def press_calendar(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """One's own shifts, or one of them, as a calendar file."""
        wording = await self._volunteer(interaction)
        own = await self._desk.mine(interaction.user.id)
        shifts = [one.roster.shift for one in own if state in {"mine", str(one.roster.shift.number)}]
        data = calendar(shifts, wording.language, interaction.client.clock.now())
        await interaction.response.send_message(
            wording.say("task-calendar-file"), file=discord.File(io.BytesIO(data), "tasks.ics"), ephemeral=True,
            allowed_mentions=SILENT,
        )  # fmt: skip

    @app_commands.command()
    @app_commands.rename(partner="with", returned="for")
    @answers
    async def swap(self, interaction: Here, task: str, partner: discord.Member, returned: str | None = None) -> None:
        """Hand a place over, or exchange two; both accept."""
        wording = await self._volunteer(interaction)
        await self._refuse_stranger(interaction, partner)
        swap = await self._swapping.propose(
            interaction.user.id, number_in(task), partner.id, number_in(returned) if returned else None
        )
        await _show(interaction, cards.swap_card(swap, wording))

    async def press_swap(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Accept a swap."""
        wording = await self._volunteer(interaction)
        swap = await self._swapping.accept(interaction.user.id, number_in(state))
        key = "task-swap-done" if swap.state == "done" else "task-swap-waits"
        await say(interaction, wording.say(key))

    async def press_swap_decline(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Say no to a swap."""
        wording = await self._volunteer(interaction)
        await self._swapping.decline(interaction.user.id, number_in(state))
        await say(interaction, wording.say("task-swap-declined"))

    @app_commands.command()
    @answers
    async def standby(self, interaction: Here, task: str) -> None:
        """Next in line if a place falls free."""
        await self.press_standby(interaction, task, ())

    async def press_standby(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """The same by a button."""
        wording = await self._volunteer(interaction)
        shift, place = await self._desk.stand_by(interaction.user.id, number_in(state))
        await say(interaction, wording.say("task-standing-by", number=str(shift.number), place=place))

    async def press_offer(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take the place that was kept."""
        wording = await self._volunteer(interaction)
        claimed = await self._desk.accept_offer(interaction.user.id, number_in(state))
        await _show(interaction, cards.claimed_card(claimed.roster, wording, await self._teams()))

    async def press_offer_decline(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Let it go to the next in line."""
        wording = await self._volunteer(interaction)
        shift = await self._desk.leave_line(interaction.user.id, number_in(state))
        await say(interaction, wording.say("task-line-left", number=str(shift.number)))

    @app_commands.command(name="any")
    @answers
    async def any_(self, interaction: Here) -> None:
        """The most useful open thing that fits."""
        wording = await self._volunteer(interaction)
        found = await self._desk.any(interaction.user.id)
        if found is None:
            raise Refusal("task-nothing-fits")
        why = worded([found.why], wording, interaction.client.clock.now())
        label, number = wording.say("task-button-claim"), str(found.roster.shift.number)
        claim = Press(cards.CLAIM, number, label=label, style=discord.ButtonStyle.primary)
        await _show(interaction, cards.task_card(found.roster, wording, await self._teams(), why, claim))

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
        before: int = 0,
        after: int = 0,
        due: str | None = None,
        minimum: int = 1,
        places: int | None = None,
        place: str | None = None,
        instructions: str | None = None,
        skills: str | None = None,
        languages: str | None = None,
        lead: discord.Member | None = None,
        now: bool = False,
        file: discord.Attachment | None = None,
    ) -> None:
        """A new task; with `now` those free are asked at once; with a file a whole table of them."""
        wording = await self._organiser(interaction)
        if file is not None:
            await self._import(interaction, file, wording)
            return
        chosen = _team(team, await self._teams())
        if not chosen:
            raise Refusal("task-team-unknown", seen="")
        timing = await self._timing(interaction, day, start, end, session, before, after, due, now=now)
        if timing is None:
            raise Refusal("task-time-missing")
        draft = Draft(
            title=Text.of(title), team=chosen, timing=timing, minimum=minimum,
            maximum=max(minimum, 1) if places is None else places, place=Text.of(place),
            instructions=Text.of(instructions), skills=words(skills), languages=words(languages),
            lead=lead.id if lead else None,
        )  # fmt: skip
        shift = await self._staffing.create(interaction.user.id, draft, call_now=now)
        key = "task-created-now" if now else "task-created"
        await say(interaction, wording.say(key, number=str(shift.number), title=wording.text(draft.title, 90)))

    async def _import(self, interaction: Here, file: discord.Attachment, wording: Wording) -> None:
        if file.size > _LARGEST:
            raise Refusal("task-file-too-large", limit=str(_LARGEST // 1_000_000))
        await defer(interaction, thinking=True)
        plan = load_table(await file.read(), file.filename, wording.timezone, await self._teams())
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
        day: str | None = None,
        start: str | None = None,
        end: str | None = None,
        session: str | None = None,
        before: int = 0,
        after: int = 0,
        due: str | None = None,
        minimum: int | None = None,
        places: int | None = None,
        place: str | None = None,
        instructions: str | None = None,
        lead: discord.Member | None = None,
        remove: bool = False,
    ) -> None:
        """Change a task, or remove it; its people are told."""
        wording, number = await self._organiser(interaction), number_in(task)
        if remove:
            shift = await self._staffing.remove(interaction.user.id, number)
            title_now = wording.text(shift.draft.title, 90)
            await say(interaction, wording.say("task-removed", number=str(number), title=title_now))
            return
        timing = await self._timing(interaction, day, start, end, session, before, after, due)
        known = await self._draft(number)
        changes: dict[str, Any] = {
            "title": text_edit(known.title, title, wording.language),
            "place": text_edit(known.place, place, wording.language),
            "instructions": text_edit(known.instructions, instructions, wording.language),
            "timing": timing, "minimum": minimum, "maximum": places, "lead": lead.id if lead else None,
        }  # fmt: skip
        given = {name: value for name, value in changes.items() if value is not None}
        edited = await self._staffing.edit(interaction.user.id, number, **given)
        if not edited.done:
            await _show(interaction, cards.who_stays_card(edited.roster, places or known.maximum, wording))
            return
        heading = wording.say("task-edited", number=str(number))
        await _show(interaction, cards.task_card(edited.roster, wording, await self._teams(), heading))

    async def press_take_off(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take someone off a task that is to have fewer places."""
        wording = await self._organiser(interaction)
        number, member, most = (member_in(part) for part in state.split("-"))
        edited = await self._staffing.take_off(interaction.user.id, number, member, most)
        if edited.done:
            heading = wording.say("task-edited", number=str(number))
            await turn(interaction, cards.task_card(edited.roster, wording, await self._teams(), heading))
        else:
            await turn(interaction, cards.who_stays_card(edited.roster, most, wording))

    @app_commands.command()
    @answers
    async def assign(self, interaction: Here, task: str, member: discord.Member, override: bool = False) -> None:
        """Give someone a place; `override` lets it overlap."""
        wording = await self._organiser(interaction)
        await self._refuse_stranger(interaction, member)
        roster = await self._staffing.assign(interaction.user.id, number_in(task), member.id, override=override)
        heading = wording.say("task-assigned", number=str(roster.shift.number), person=member.mention)
        await _show(interaction, cards.task_card(roster, wording, await self._teams(), heading))

    @app_commands.command()
    @answers
    async def report(self, interaction: Here) -> None:
        """Coverage as a picture, at-risk list, hours and thanks as tables."""
        wording = await self._organiser(interaction)
        await defer(interaction, thinking=True)
        report = await self._staffing.report()
        data = await asyncio.to_thread(picture, report.coverage, wording.timezone)
        shown = discord.File(io.BytesIO(data), "coverage.png") if data else None
        await show(interaction, cards.report_card(report, wording, shown), [shown] if shown else [])
        guild = interaction.guild
        members = {one.member: guild.get_member(one.member) for one in report.hours} if guild else {}
        names = {number: member.display_name for number, member in members.items() if member}
        tables = {
            "hours.csv": hours_table(report.hours, report.teams, names, wording.language),
            "at-risk.csv": risk_table(report.at_risk, report.teams, wording.timezone, wording.language),
        }
        files = [discord.File(io.BytesIO(table), name) for name, table in tables.items()]
        await interaction.followup.send(
            wording.say("task-report-tables"), files=files, ephemeral=True, allowed_mentions=SILENT
        )

    async def press_let_go(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Let someone go who asked for it late: the lead, or an organiser."""
        number, member = (member_in(part) for part in state.split("-"))
        wording = await self._leading(interaction, number)
        shift = await self._staffing.let_go(interaction.user.id, number, member)
        await say(interaction, wording.say("task-let-go", number=str(shift.number), person=f"<@{member}>"))

    async def press_no_show(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Mark that someone did not come: the lead, or an organiser."""
        number, member = (member_in(part) for part in state.split("-"))
        wording = await self._leading(interaction, number)
        event = await self._staffing.no_show(interaction.user.id, number, member)
        listing = await self._desk.listing()
        shift = next(one.shift for one in listing.rosters if one.shift.number == number)
        await _show(interaction, cards.no_show_card(shift, event, wording))

    async def press_undo_no_show(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take a no-show back."""
        wording = await self._volunteer(interaction)
        roster, since = await self._staffing.undo_no_show(interaction.user.id, number_in(state))
        await _show(interaction, cards.undone_card(roster, since, wording, await self._teams()))

    @claim.autocomplete("task")
    @standby.autocomplete("task")
    @edit.autocomplete("task")
    @assign.autocomplete("task")
    @swap.autocomplete("returned")
    @suggests
    async def suggest_tasks(self, interaction: Here, current: str) -> Suggestions:
        """Tasks that are not over, by number or a part of the title."""
        listing = await self._desk.listing()
        coming = [one for one in listing.rosters if not one.shift.over(listing.now)]
        return await self._choices(interaction, coming, current)

    @release.autocomplete("task")
    @checkin.autocomplete("task")
    @done.autocomplete("task")
    @swap.autocomplete("task")
    @suggests
    async def suggest_own(self, interaction: Here, current: str) -> Suggestions:
        """One's own tasks."""
        own = [one.roster for one in await self._desk.mine(interaction.user.id)]
        return await self._choices(interaction, own, current)

    async def _choices(self, interaction: Here, rosters: Sequence[Roster], current: str) -> Suggestions:
        wording = await interaction.client.wording(interaction)
        typed = normalise(current.lstrip("#"))
        fitting = [
            one
            for one in rosters
            if str(one.shift.number).startswith(typed)
            or any(typed in normalise(title) for title in one.shift.draft.title.every())
        ]
        return [
            app_commands.Choice(name=cards.choice_label(one, wording), value=str(one.shift.number))
            for one in fitting[:MOST]
        ]

    @list_.autocomplete("team")
    @create.autocomplete("team")
    @suggests
    async def suggest_teams(self, interaction: Here, current: str) -> Suggestions:
        """Teams by name."""
        language = (await interaction.client.wording(interaction)).language
        named = {code: team.name.in_language(language) for code, team in (await self._teams()).items()}
        typed = normalise(current)
        fitting = [(code, name) for code, name in named.items() if typed in normalise(name) or typed in code]
        return [app_commands.Choice(name=clip(bare(name), 100) or code, value=code) for code, name in fitting[:MOST]]

    @create.autocomplete("session")
    @edit.autocomplete("session")
    @suggests
    async def suggest_sessions(self, interaction: Here, current: str) -> Suggestions:
        """Sessions that fit what is typed so far."""
        index = await interaction.client.agenda.index()
        found = [hit.session for hit in index.search(current, MOST)] if current.strip() else [
            *await interaction.client.agenda.current()
        ]
        return session_choices(found, await interaction.client.wording(interaction))

    async def _timing(
        self, interaction: Here, day: str | None, start: str | None, end: str | None, session: str | None,
        before: int, after: int, due: str | None, *, now: bool = False,
    ) -> Timing | None:
        bot = interaction.client
        programme, moment = await bot.agenda.current(), bot.clock.now()
        if session:
            language = (await bot.wording(interaction)).language
            session = chosen_session(session, await bot.agenda.index(), language).code
        on = chosen_day(day, programme, moment)
        return timing_typed(programme, moment, on, start, end, session, before, after, due, at_once=now)

    async def _teams(self) -> dict[str, Team]:
        return (await self._desk.listing()).teams

    async def _draft(self, number: int) -> Draft:
        for one in (await self._desk.listing()).rosters:
            if one.shift.number == number:
                return one.shift.draft
        raise Refusal("task-unknown", seen=str(number))

    async def _volunteer(self, interaction: Here) -> Wording:
        """Raise Refusal unless it is a volunteer or an organiser."""
        bot = interaction.client
        roles, guild = bot.settings.discord.roles, bot.summit_guild()
        try:
            await require_role(interaction, guild, roles.volunteer, "volunteer")
        except Refusal as refusal:
            try:
                await require_role(interaction, guild, roles.organiser, "organiser")
            except Refusal:
                raise Refusal("task-volunteers-only", role=refusal.values["role"]) from refusal
        return await bot.wording(interaction)

    async def _organiser(self, interaction: Here) -> Wording:
        bot = interaction.client
        await require_role(interaction, bot.summit_guild(), bot.settings.discord.roles.organiser, "organiser")
        return await bot.wording(interaction)

    async def _leading(self, interaction: Here, number: int) -> Wording:
        """Raise Refusal unless it is the task's lead, or an organiser."""
        draft, teams = await self._draft(number), await self._teams()
        lead = draft.lead or (teams[draft.team].lead if draft.team in teams else None)
        if interaction.user.id != lead:
            return await self._organiser(interaction)
        return await self._volunteer(interaction)

    @staticmethod
    async def _refuse_stranger(interaction: Here, member: discord.Member | discord.User) -> None:
        if member.bot:
            raise Refusal("task-person-bot")
        guild = interaction.client.summit_guild()
        if guild is None or not isinstance(member, discord.Member):
            raise Refusal("task-person-gone")


async def _show(interaction: Here, card: discord.ui.LayoutView) -> None:
    await show(interaction, card)


def _listed(one: Roster, listing: Listing, day: str, team: str, kind: str, wording: Wording) -> bool:
    shift = one.shift
    if (team and shift.draft.team != team) or (shift.over(listing.now) and kind != "task-all"):
        return False
    local = shift.begins.astimezone(wording.timezone).date().isoformat() if shift.begins else ""
    if day and local != day:
        return False
    on_now = bool(shift.start and shift.start <= listing.now)
    return {"task-open": one.free > 0 and not shift.trouble, "task-now": on_now}.get(kind, True)


def _team(typed: str | None, teams: dict[str, Team]) -> str:
    """The code of the team that is meant. Raises Refusal where none, or several, fit."""
    if not typed or not typed.strip():
        return ""
    wanted = normalise(typed)
    names = {code: {code, *(normalise(name) for name in team.name.every())} for code, team in teams.items()}
    exact = [code for code, own in names.items() if wanted in own]
    found = exact or [code for code, own in names.items() if any(wanted in name for name in own)]
    if len(found) == 1:
        return found[0]
    raise Refusal("task-team-unknown", seen=typed[:60])


async def setup(bot: "SummitBot") -> None:
    """Called by discord.py when the cog is loaded."""
    cog = VolunteeringCog(bot.features.volunteering)
    presses: dict[str, Callable[[Here, str, Sequence[str]], Awaitable[None]]] = {
        cards.CLAIM: cog.press_claim,
        cards.CLAIM_ANYWAY: cog.press_claim_anyway,
        cards.RELEASE: cog.press_release,
        cards.UNDO: cog.press_undo,
        cards.CHECK_IN: cog.press_check_in,
        cards.STAND_BY: cog.press_standby,
        cards.OFFER_ACCEPT: cog.press_offer,
        cards.OFFER_DECLINE: cog.press_offer_decline,
        cards.SWAP_ACCEPT: cog.press_swap,
        cards.SWAP_DECLINE: cog.press_swap_decline,
        cards.CALENDAR: cog.press_calendar,
        cards.LIST: cog.turn_list,
        cards.TAKE_OFF: cog.press_take_off,
        cards.LET_GO: cog.press_let_go,
        cards.NO_SHOW: cog.press_no_show,
        cards.UNDO_NO_SHOW: cog.press_undo_no_show,
    }
    bot.controls |= presses
    await bot.add_cog(cog)
