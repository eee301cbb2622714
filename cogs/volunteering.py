"""`/task` for volunteers. Who may is checked when it is used, on every command and every button.

The group has organisers' commands too: see cogs/staffing.py, which is loaded after this.
"""

import io
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.agenda.asking import chosen_day
from bot.core.refusal import Refusal
from bot.discord_io.cards import tasks as cards
from bot.discord_io.controls import Press
from bot.discord_io.doors import answers, say, show, suggests, turn
from bot.discord_io.letters import worded
from bot.discord_io.plain import bare
from bot.discord_io.task_access import refuse_stranger, require_volunteer
from bot.discord_io.task_choices import Suggestions, coming_choices, task_choices, team_choices
from bot.discord_io.wording import Wording
from bot.volunteering.calendar import calendar
from bot.volunteering.model import Team
from bot.volunteering.typed import task_number as number_in
from bot.volunteering.typed import team_code, windows_in, words
from bot.volunteering.whole import Volunteering

if TYPE_CHECKING:
    from bot.client import SummitBot

Here = discord.Interaction["SummitBot"]

_SHOWN = [app_commands.Choice(name=name, value=f"task-{name}") for name in ("open", "all", "now")]
_GONE = {"task-full", "task-reserved", "task-gone", "task-past"}


class VolunteeringCog(commands.GroupCog, group_name="task"):
    """Tasks of volunteers. Every answer is private."""

    def __init__(self, volunteering: Volunteering) -> None:
        """`volunteering` holds the use cases."""
        self._desk, self._swapping = volunteering.desk, volunteering.swapping

    @app_commands.command()
    @answers
    async def profile(
        self, interaction: Here, skills: str | None = None, languages: str | None = None, available: str | None = None
    ) -> None:
        """Register as a volunteer, so that one can be asked."""
        wording = await require_volunteer(interaction)
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
        wording = await require_volunteer(interaction)
        programme = await interaction.client.agenda.current()
        chosen = chosen_day(day, programme, interaction.client.clock.now()) if day else None
        state = f"{chosen or ''}/{team_code(team, await self._teams())}/{show}"
        await self._show_list(interaction, wording, f"0/{state}")

    async def turn_list(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Another page of tasks."""
        await turn(interaction, await self._list_card(await require_volunteer(interaction), state))

    async def _show_list(self, interaction: Here, wording: Wording, state: str) -> None:
        await show(interaction, await self._list_card(wording, state))

    async def _list_card(self, wording: Wording, state: str) -> discord.ui.LayoutView:
        page, day, team, kind = state.split("/")
        listing = await self._desk.listing()
        rosters = [one for one in listing.rosters if listing.shows(one, day, team, kind, wording.timezone)]
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
        wording, number = await require_volunteer(interaction), number_in(task)
        try:
            claimed = await self._desk.claim(interaction.user.id, number, confirmed=confirmed)
        except Refusal as refusal:
            if refusal.phrase not in _GONE:
                raise
            best = await self._desk.next_best(interaction.user.id, number)
            card = cards.gone_card(wording.refusal(refusal), best, wording, await self._teams(), number)
            await show(interaction, card)
            return
        teams = await self._teams()
        if claimed.event is None:
            await show(interaction, cards.stars_question(claimed.roster, claimed.stars, wording, teams))
        else:
            await show(interaction, cards.claimed_card(claimed.roster, wording, teams))

    @app_commands.command()
    @answers
    async def release(self, interaction: Here, task: str) -> None:
        """Give a place back."""
        await self.press_release(interaction, task, ())

    async def press_release(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """The same by a button."""
        wording = await require_volunteer(interaction)
        released = await self._desk.release(interaction.user.id, number_in(state))
        await show(interaction, cards.released_card(released.shift, released.event, wording))

    async def press_undo(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take a release back."""
        wording = await require_volunteer(interaction)
        roster, since = await self._desk.undo_release(interaction.user.id, number_in(state))
        await show(interaction, cards.undone_card(roster, since, wording, await self._teams()))

    @app_commands.command()
    @answers
    async def checkin(self, interaction: Here, task: str) -> None:
        """Say that one is there."""
        await self.press_check_in(interaction, task, ())

    async def press_check_in(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """The same by the reminder's button, in a direct message."""
        wording = await require_volunteer(interaction)
        shift = await self._desk.check_in(interaction.user.id, number_in(state))
        title = wording.text(shift.draft.title, 90)
        await say(interaction, wording.say("task-checked-in", number=str(shift.number), title=title))

    @app_commands.command()
    @answers
    async def done(self, interaction: Here, task: str) -> None:
        """Say that it is done."""
        wording = await require_volunteer(interaction)
        shift = await self._desk.finish(interaction.user.id, number_in(task))
        title = wording.text(shift.draft.title, 90)
        await say(interaction, wording.say("task-done", number=str(shift.number), title=title))

    @app_commands.command()
    @answers
    async def mine(self, interaction: Here) -> None:
        """One's own shifts."""
        wording = await require_volunteer(interaction)
        own = await self._desk.mine(interaction.user.id)
        await show(interaction, cards.mine_card(own, wording, await self._teams()))

    async def turn_mine(self, interaction: Here, page: str, _: Sequence[str]) -> None:
        """Another page of them."""
        wording = await require_volunteer(interaction)
        own = await self._desk.mine(interaction.user.id)
        await turn(interaction, cards.mine_card(own, wording, await self._teams(), int(page)))

    async def press_calendar(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """One's own shifts, or one of them, as a calendar file."""
        wording = await require_volunteer(interaction)
        own = await self._desk.mine(interaction.user.id)
        shifts = [one.roster.shift for one in own if state in {"mine", str(one.roster.shift.number)}]
        data = calendar(shifts, wording.language, interaction.client.clock.now())
        await say(interaction, wording.say("task-calendar-file"), [discord.File(io.BytesIO(data), "tasks.ics")])

    @app_commands.command()
    @app_commands.rename(partner="with", returned="for")
    @answers
    async def swap(
        self, interaction: Here, task: str, partner: discord.Member | discord.User, returned: str | None = None
    ) -> None:
        """Hand a place over, or exchange two; both accept."""
        wording = await require_volunteer(interaction)
        refuse_stranger(interaction, partner)
        swap = await self._swapping.propose(
            interaction.user.id, number_in(task), partner.id, number_in(returned) if returned else None
        )
        await show(interaction, cards.swap_card(swap, wording))

    async def press_swap(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Accept a swap."""
        wording = await require_volunteer(interaction)
        swap = await self._swapping.accept(interaction.user.id, number_in(state))
        key = "task-swap-done" if swap.state == "done" else "task-swap-waits"
        await say(interaction, wording.say(key))

    async def press_swap_decline(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Say no to a swap."""
        wording = await require_volunteer(interaction)
        await self._swapping.decline(interaction.user.id, number_in(state))
        await say(interaction, wording.say("task-swap-declined"))

    @app_commands.command()
    @answers
    async def standby(self, interaction: Here, task: str) -> None:
        """Next in line if a place falls free."""
        await self.press_standby(interaction, task, ())

    async def press_standby(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """The same by a button."""
        wording = await require_volunteer(interaction)
        shift, place = await self._desk.stand_by(interaction.user.id, number_in(state))
        await say(interaction, wording.say("task-standing-by", number=str(shift.number), place=place))

    async def press_offer(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Take the place that was kept."""
        wording = await require_volunteer(interaction)
        claimed = await self._desk.accept_offer(interaction.user.id, number_in(state))
        await show(interaction, cards.claimed_card(claimed.roster, wording, await self._teams()))

    async def press_offer_decline(self, interaction: Here, state: str, _: Sequence[str]) -> None:
        """Let it go to the next in line."""
        wording = await require_volunteer(interaction)
        shift = await self._desk.leave_line(interaction.user.id, number_in(state))
        await say(interaction, wording.say("task-line-left", number=str(shift.number)))

    @app_commands.command(name="any")
    @answers
    async def any_(self, interaction: Here) -> None:
        """The most useful open thing that fits."""
        wording = await require_volunteer(interaction)
        found = await self._desk.any(interaction.user.id)
        if found is None:
            raise Refusal("task-nothing-fits")
        why = worded([found.why], wording, interaction.client.clock.now())
        label, number = wording.say("task-button-claim"), str(found.roster.shift.number)
        claim = Press(cards.CLAIM, number, label=label, style=discord.ButtonStyle.primary)
        await show(interaction, cards.task_card(found.roster, wording, await self._teams(), why, claim))

    @claim.autocomplete("task")
    @standby.autocomplete("task")
    @swap.autocomplete("returned")
    @suggests
    async def suggest_tasks(self, interaction: Here, current: str) -> Suggestions:
        """Tasks that are not over, by number or a part of the title."""
        return await coming_choices(interaction, self._desk, current)

    @release.autocomplete("task")
    @checkin.autocomplete("task")
    @done.autocomplete("task")
    @swap.autocomplete("task")
    @suggests
    async def suggest_own(self, interaction: Here, current: str) -> Suggestions:
        """One's own tasks."""
        own = [one.roster for one in await self._desk.mine(interaction.user.id)]
        return task_choices(own, current, await interaction.client.wording(interaction))

    @list_.autocomplete("team")
    @suggests
    async def suggest_teams(self, interaction: Here, current: str) -> Suggestions:
        """Teams by name."""
        return await team_choices(interaction, self._desk, current)

    async def _teams(self) -> dict[str, Team]:
        return await self._desk.teams()


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
        cards.MINE: cog.turn_mine,
    }
    bot.controls |= presses
    await bot.add_cog(cog)
