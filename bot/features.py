"""The use cases that commands and jobs are made of, gathered so that a client can be made anew with all of them."""

from dataclasses import dataclass

from bot.agenda.announcing import Announcing
from bot.agenda.organising import Organising
from bot.agenda.programme import Agenda
from bot.agenda.watching import SourceWatch
from bot.outbox.ledger import Ledger
from bot.questions.whole import Questions
from bot.reminders.book import ReminderBook
from bot.reminders.subscribing import Subscriptions
from bot.volunteering.whole import Volunteering


@dataclass(frozen=True, slots=True)
class Features:
    """One of each. Built by `bot.app`; knows no Discord."""

    agenda: Agenda
    book: ReminderBook
    organising: Organising
    announcing: Announcing
    watch: SourceWatch
    ledger: Ledger
    volunteering: Volunteering
    questions: Questions
    subscriptions: Subscriptions
