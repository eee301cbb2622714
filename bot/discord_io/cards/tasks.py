"""Volunteers' tasks as cards: lists, one's own, questions, the board and the report."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import discord

from bot.agenda.model import Session, Text
from bot.discord_io.cards.layout import CALM, LIVE, WARNING, Card, pager, pages_of
from bot.discord_io.controls import Press
from bot.discord_io.plain import bare, clip, mild, quoted
from bot.discord_io.wording import Wording, stamp
from bot.volunteering.board import Part
from bot.volunteering.desk import Listing, Own
from bot.volunteering.model import Event, Roster, Shift, State, Swap, Team

CLAIM = "task-claim"
CLAIM_ANYWAY = "task-claim-anyway"
RELEASE = "task-release"
CHECK_IN = "task-check-in"
STAND_BY = "task-standby"
UNDO = "task-undo"
LIST = "task-list"
MINE = "task-mine"
CALENDAR = "task-calendar"
OFFER_ACCEPT, OFFER_DECLINE = "task-offer-accept", "task-offer-decline"
SWAP_ACCEPT, SWAP_DECLINE = "task-swap-accept", "task-swap-decline"

_PAGE = 8
_MINE = 7
_ROOM = 3000


def when(shift: Shift, wording: Wording) -> str:
    """When a task is, on the venue's wall clock, and how far away."""
    if shift.trouble:
        return wording.say(f"task-trouble-{shift.trouble}")
    if shift.begins is None:
        return wording.say("task-time-open")
    day = wording.day(shift.begins.astimezone(wording.timezone).date())
    if shift.start is None:
        return wording.say("task-due", day=day, time=wording.wall(shift.begins))
    until = wording.wall(shift.end) if shift.end else ""
    return f"{day} {wording.wall(shift.start)}–{until} ({stamp(shift.start, 'R')})"


def line(roster: Roster, wording: Wording, teams: dict[str, Team]) -> str:
    """A task with its number, post, time, place and how many of its places are taken."""
    shift = roster.shift
    team = teams.get(shift.draft.team)
    facts = [when(shift, wording), wording.text(team.name, 40) if team else "", _place(shift, wording)]
    head = f"**#{shift.number} {wording.text(shift.draft.title, 90)}** · {_count(roster, wording)}"
    return f"{head}\n-# {' · '.join(filter(None, facts))}"


def _place(shift: Shift, wording: Wording) -> str:
    return f"📍 {wording.text(shift.draft.place, 60)}" if shift.draft.place else ""


def _count(roster: Roster, wording: Wording) -> str:
    taken, most = str(len(roster.taken)), str(roster.shift.draft.maximum)
    if roster.missing:
        return wording.say("task-count-missing", taken=taken, most=most, missing=roster.missing)
    return wording.say("task-count", taken=taken, most=most)


def task_card(roster: Roster, wording: Wording, teams: dict[str, Team], heading: str, *controls: Any) -> Card:
    """One task below a sentence that says what just happened."""
    card = Card(LIVE).write(f"## {heading}").write(line(roster, wording, teams))
    if roster.shift.draft.instructions:
        card.write(mild(clip(roster.shift.draft.instructions.in_language(wording.language), 1500)))
    return card.row(*controls) if controls else card


def claimed_card(roster: Roster, wording: Wording, teams: dict[str, Team]) -> Card:
    """That a place is theirs."""
    number = str(roster.shift.number)
    heading = wording.say("task-claimed", number=number)
    return task_card(
        roster, wording, teams, heading,
        Press(RELEASE, number, label=wording.say("task-button-release")),
        Press(CALENDAR, number, label=wording.say("task-button-calendar"), emoji="📅"),
    )  # fmt: skip


def stars_question(roster: Roster, stars: Sequence[Session], wording: Wording, teams: dict[str, Team]) -> Card:
    """Whether to take a place though starred sessions overlap."""
    number = str(roster.shift.number)
    card = Card(WARNING).write(f"## {wording.say('task-stars-overlap', number=number)}")
    card.write(line(roster, wording, teams))
    card.write("\n".join(f"⭐ {wording.text(one.title, 90)} · {wording.hours(one)}" for one in stars[:10]))
    label = wording.say("task-button-anyway")
    return card.row(Press(CLAIM_ANYWAY, number, label=label, style=discord.ButtonStyle.primary))


def gone_card(sentence: str, best: Roster | None, wording: Wording, teams: dict[str, Team], number: int) -> Card:
    """That a place is gone, and the next best one."""
    card = Card(WARNING).write(sentence)
    if best:
        card.write(wording.say("task-next-best"))
        card.offer(line(best, wording, teams), _claim_button(best, wording))
    return card.row(Press(STAND_BY, str(number), label=wording.say("task-button-standby")))


def _claim_button(roster: Roster, *wordings: Wording) -> Press:
    label = " / ".join(dict.fromkeys(wording.say("task-button-claim") for wording in wordings))
    return Press(CLAIM, str(roster.shift.number), label=clip(label, 80), style=discord.ButtonStyle.primary)


def list_card(
    rosters: Sequence[Roster], listing: Listing, wording: Wording, page: int, state: str, heading: str
) -> Card:
    """Tasks with their claim buttons, a page of them; `state` leads back to the same list."""
    card = Card().write(f"## {heading}")
    if not rosters:
        return card.write(wording.say("task-list-empty"))
    lines = [line(one, wording, listing.teams) for one in rosters]
    pages = pages_of(lines, most=_PAGE, room=_ROOM)
    page = min(max(page, 0), len(pages) - 1)
    for place in pages[page]:
        one = rosters[place]
        if one.free and not one.shift.trouble and not one.shift.over(listing.now):
            card.offer(lines[place], _claim_button(one, wording))
        else:
            card.write(lines[place])
    return card.row(*pager(LIST, page, len(pages), lambda other: f"{other}/{state}"))


def mine_card(own: Sequence[Own], wording: Wording, teams: dict[str, Team], page: int | None = None) -> Card:
    """One's own tasks, a page of them: the one with the next task to come unless told; what overlaps stands below."""
    card = Card().write(f"## {wording.say('task-mine', count=len(own))}")
    if not own:
        return card.write(wording.say("task-mine-empty"))
    texts = ["\n".join(_own_lines(one, wording, teams)) for one in own]
    pages = pages_of(texts, most=_MINE, room=_ROOM)
    if page is None:
        coming = next((place for place, one in enumerate(own) if one.claim.state is State.HELD), 0)
        page = next(number for number, places in enumerate(pages) if coming in places)
    page = min(max(page, 0), len(pages) - 1)
    for place in pages[page]:
        card.rule().offer(texts[place], _own_button(own[place], wording))
    card.row(*pager(MINE, page, len(pages)))
    return card.row(Press(CALENDAR, "mine", label=wording.say("task-button-calendar"), emoji="📅"))


def _own_lines(one: Own, wording: Wording, teams: dict[str, Team]) -> Iterable[str]:
    yield line(one.roster, wording, teams)
    if one.claim.state is not State.HELD:
        yield wording.say(f"task-state-{one.claim.state}")
    for shift in one.overlaps[:3]:
        yield f"⚠️ {wording.say('task-overlaps', other=str(shift.number))}"
    for session in one.clashes[:3]:
        yield f"⚠️ ⭐ {wording.text(session.title, 80)} · {wording.hours(session)}"


def _own_button(one: Own, wording: Wording) -> Press:
    number, held = str(one.claim.task), one.claim.state is State.HELD
    return Press(RELEASE, number, label=wording.say("task-button-release"), disabled=not held)


def released_card(shift: Shift, event: Event | None, wording: Wording) -> Card:
    """That a place was given back, with the way back; or that the lead is asked."""
    number = str(shift.number)
    if event is None:
        return Card(WARNING).write(wording.say("task-lead-is-asked", number=number))
    title = wording.text(shift.draft.title, 90)
    card = Card().write(wording.say("task-released", number=number, title=title))
    return card.row(Press(UNDO, str(event.id), label=wording.say("task-button-undo"), emoji="↩️"))


def undone_card(roster: Roster, since: Sequence[Event], wording: Wording, teams: dict[str, Team]) -> Card:
    """That it is as it was, and what happened meanwhile."""
    heading = wording.say("task-undone", number=str(roster.shift.number))
    card = task_card(roster, wording, teams, heading)
    told = [wording.say(f"task-event-{one.kind}", person=f"<@{one.member}>" if one.member else "–") for one in since]
    return card.write(wording.say("task-since", changes="; ".join(told[:10]))) if told else card


def swap_card(swap: Swap, wording: Wording) -> Card:
    """A proposal, for the one who made it: they accept too."""
    values = {"number": str(swap.task), "person": f"<@{swap.taker}>", "until": stamp(swap.expires, "R")}
    sentence = (
        wording.say("task-swap-proposed", **values)
        if swap.in_return is None
        else wording.say("task-swap-proposed-for", other=str(swap.in_return), **values)
    )
    return Card().write(sentence).row(
        Press(SWAP_ACCEPT, str(swap.id), label=wording.say("task-button-accept"), style=discord.ButtonStyle.primary),
        Press(SWAP_DECLINE, str(swap.id), label=wording.say("task-button-decline")),
    )


def board_card(part: Part, wordings: Sequence[Wording]) -> Card:
    """A day's tasks of one team for everyone, in all languages; those without a free place are folded into a line."""
    card = Card(LIVE if part.open else CALM).write(f"## {_both(part.team.name, wordings)} · {_day(part.day, wordings)}")
    for one in part.open:
        card.offer(_board_line(one, wordings), _claim_button(one, *wordings))
    if part.closed:
        numbers = " ".join(f"#{one.shift.number}" for one in part.closed)
        folded = " / ".join(wording.say("task-board-closed", count=len(part.closed)) for wording in wordings)
        card.write(f"-# {folded} {numbers}")
    return card


def _board_line(one: Roster, wordings: Sequence[Wording]) -> str:
    shift, first = one.shift, wordings[0]
    if shift.start and shift.end:
        time = f"{first.wall(shift.start)}–{first.wall(shift.end)}"
    else:
        time = stamp(shift.begins, "F") if shift.begins else ""
    place = f" · 📍 {_both(shift.draft.place, wordings)}" if shift.draft.place else ""
    counts = f"**{len(one.taken)}/{shift.draft.maximum}**" + (" ⚠️" if one.missing else "")
    return f"**#{shift.number} {_both(shift.draft.title, wordings)}**\n-# {time}{place} · {counts}"


def _both(text: Text, wordings: Sequence[Wording]) -> str:
    return quoted(" / ".join(dict.fromkeys(clip(text.in_language(one.language), 80) for one in wordings)))


def _day(day: date | None, wordings: Sequence[Wording]) -> str:
    if day is None:
        return " / ".join(wording.say("task-time-open") for wording in wordings)
    return " / ".join(dict.fromkeys(wording.day(day) for wording in wordings))


def choice_label(roster: Roster, wording: Wording) -> str:
    """A task among suggestions: number, title, time; at most 100 characters."""
    shift = roster.shift
    time = ""
    if shift.begins:
        time = f" · {wording.day(shift.begins.astimezone(wording.timezone).date())} {wording.wall(shift.begins)}"
    title = bare(shift.draft.title.in_language(wording.language))
    return clip(f"#{shift.number} {title}", 100 - len(time)) + time
