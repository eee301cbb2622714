"""What changed: a list for everyone, and a proposal for organisers to look at before it goes out."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.agenda import summaries, telling
from bot.agenda.changes import Aspect, SessionChange
from bot.agenda.model import Programme
from bot.agenda.organising import Done, Proposal
from bot.agenda.overrides import Verdict
from bot.discord_io.cards.layout import CALM, LIVE, STOPPED, WARNING, Card, pager, pages_of
from bot.discord_io.controls import Press
from bot.discord_io.letters import worded
from bot.discord_io.wording import Wording, stamp
from bot.outbox.model import Line

TURN = "agenda-changes"
"""Another page of changes; the state is the page and what was asked, as `0:6h`."""

LOOK = "proposal"
"""Opens a proposal; the state is its number."""

PAGE = "proposal-page"
"""Another page of a proposal; the state is its number and the page, as `12/0`."""

RELEASE = "proposal-release"
"""Releases; the state is the number, and `/sure` for the second yes."""

DISCARD = "proposal-discard"
FOLLOW = "proposal-follow"

_PAGE = 8
_ROOM = 2600


def changed_card(
    changed: Sequence[SessionChange],
    programme: Programme,
    wording: Wording,
    now: datetime,
    since: datetime | None,
    asked: str,
    page: int,
) -> Card:
    """What changed since then, old → new, in programme order. `asked` is what the person typed, for the next page."""
    told = [lines for change in changed if (lines := telling.lines(change, programme, programme))]
    texts = [worded(lines, wording, now) for lines in told]
    pages = pages_of(texts, most=_PAGE, room=_ROOM)
    page = min(max(page, 0), len(pages) - 1)
    card = Card().write(f"## 🔁 {wording.say('changes-title', count=len(texts))}")
    if since:
        card.write("-# " + wording.say("changes-since", when=stamp(since, "F")))
    for place in pages[page]:
        card.write(texts[place])
    return card.row(*pager(TURN, page, len(pages), lambda other: f"{other}:{asked}"))


def proposal_card(proposal: Proposal, wordings: Sequence[Wording], now: datetime, page: int = 0) -> Card:
    """A change that waits for a yes: what changes in all languages, what to look at, and the buttons."""
    wording = wordings[0]
    grave = proposal.needs_second_yes
    card = Card(STOPPED if proposal.changes.holds else WARNING if grave else CALM)
    card.write(_heading(proposal, wordings, now))
    looked = [*_overruled(proposal), *(clash.line for clash in proposal.clashes)]
    if looked:
        card.write("\n".join(worded([line], wording, now) for line in looked[:8]))
        if more := len(looked) - 8:
            card.write("-# " + wording.say("list-more", more=more) if more > 0 else "")
    texts = [_change(change, proposal, wordings, now) for change in proposal.changes.changes]
    pages = pages_of(texts, most=_PAGE, room=min(_ROOM, card.left - 300))
    page = min(max(page, 0), len(pages) - 1)
    card.rule()
    for place in pages[page]:
        card.write(texts[place])
    card.row(*pager(PAGE, page, len(pages), lambda other: f"{proposal.id}/{other}"))
    return card.row(*_buttons(proposal, wording))


def _heading(proposal: Proposal, wordings: Sequence[Wording], now: datetime) -> str:
    wording = wordings[0]
    lines = [f"## 📝 {wording.say(f'proposal-kind-{proposal.kind}')}"]
    if proposal.source:
        lines.append(f"-# {wording.say('proposal-source', source=proposal.source)}")
    if proposal.reason:
        lines.append(f"-# {wording.say('proposal-reason', reason=proposal.reason)}")
    lines.append(worded(tuple(summaries.change_lines(proposal.changes)), wording, now))
    lines.append("👥 " + wording.say("proposal-people", count=proposal.people))
    if proposal.needs_second_yes:
        lines.append("⚠️ " + wording.say("proposal-second-yes"))
    return "\n".join(line for line in lines if line)


def _overruled(proposal: Proposal) -> list[Line]:
    return [
        summaries.override_line(one, proposal.changes.after)
        for one in proposal.changes.overruled
        if one.verdict in {Verdict.CONTRADICTED, Verdict.KEPT}
    ]


def _change(change: SessionChange, proposal: Proposal, wordings: Sequence[Wording], now: datetime) -> str:
    before = proposal.base or proposal.changes.after
    lines = telling.lines(change, before, proposal.changes.after)
    if not lines:
        aspects = [aspect for aspect in Aspect if aspect in change.aspects]
        kinds = " · ".join(wordings[0].say(f"aspect-{aspect}") for aspect in aspects)
        return f"{worded([telling.heading(change.after)], wordings[0], now)}\n-# {kinds}"
    texts = dict.fromkeys(worded(lines, wording, now) for wording in wordings)
    return "\n".join(texts)


def _buttons(proposal: Proposal, wording: Wording) -> list[Press | None]:
    number, sure = str(proposal.id), "/sure" if proposal.needs_second_yes else ""
    label = "proposal-release-anyway-button" if sure else "proposal-release-button"
    style = discord.ButtonStyle.danger if sure else discord.ButtonStyle.success
    follow = Press(FOLLOW, number, label=wording.say("proposal-follow-button")) if proposal.contradicted else None
    return [
        Press(RELEASE, number + sure, label=wording.say(label), style=style),
        Press(DISCARD, number, label=wording.say("proposal-discard-button")),
        follow,
    ]


def done_card(done: Done, wording: Wording) -> Card:
    """That it was released, and how many are told."""
    count = len(done.changes.changes)
    words = wording.say("proposal-done", revision=str(done.revision), count=count, people=done.people)
    return Card(LIVE).write(f"✅ {words}")


def discarded_card(wording: Wording) -> Card:
    """That a proposal was discarded."""
    return Card().write(f"🗑️ {wording.say('proposal-was-discarded')}")
