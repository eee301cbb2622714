"""Cards for organisers: who is to go, who did not come, how it stands."""

import discord

from bot.discord_io.cards.layout import WARNING, Card
from bot.discord_io.cards.tasks import line
from bot.discord_io.controls import Press
from bot.discord_io.plain import clip, quoted
from bot.discord_io.wording import Wording
from bot.volunteering.model import Event, Roster
from bot.volunteering.report import letters
from bot.volunteering.staffing import Report

UNDO_NO_SHOW = "task-undo-no-show"
NO_SHOW = "task-no-show"
LET_GO = "task-let-go"
TAKE_OFF = "task-take-off"


def who_stays_card(roster: Roster, maximum: int, wording: Wording) -> Card:
    """More hold places than there would be: asks who is to go."""
    number, over = roster.shift.number, len(roster.taken) - maximum
    card = Card(WARNING).write(wording.say("task-who-goes", number=str(number), most=str(maximum), over=over))
    for claim in roster.taken[:10]:
        press = Press(TAKE_OFF, f"{number}-{claim.member}-{maximum}", label=wording.say("task-button-take-off"))
        card.offer(f"<@{claim.member}>", press)
    return card


def no_show_card(event: Event, wording: Wording) -> Card:
    """That somebody did not come, with the way back."""
    number = str(event.task)
    sentence = wording.say("task-no-show-marked", number=number, person=f"<@{event.member}>")
    return Card().write(sentence).row(
        Press(UNDO_NO_SHOW, f"{number}-{event.id}", label=wording.say("task-button-undo"))
    )


def report_card(report: Report, wording: Wording, picture: discord.File | None) -> Card:
    """How it stands: coverage as a picture with its teams' letters, at-risk shifts, and hours."""
    needed = sum(one.needed for one in report.coverage)
    filled = sum(one.filled for one in report.coverage)
    card = Card().write(f"## {wording.say('task-report', filled=str(filled), needed=str(needed))}")
    if picture:
        named = [
            f"**{letter}** {wording.text(report.teams[code].name, 40) if code in report.teams else quoted(code)}"
            for code, letter in letters(report.coverage).items()
        ]
        card.write(clip(" · ".join(named), 900))
        card.pictures([(picture, wording.say("task-report-picture"))])
    if report.at_risk:
        card.write(wording.say("task-report-at-risk", count=len(report.at_risk)))
        shown = report.at_risk[:8]
        card.write("\n".join(line(one, wording, report.teams) for one in shown))
        if len(report.at_risk) > len(shown):
            card.write(f"-# {wording.say('list-more', more=len(report.at_risk) - len(shown))}")
    hours = sum(one.seconds for one in report.hours) / 3600
    return card.write(wording.say("task-report-hours", people=len(report.hours), hours=f"{hours:.1f}"))
