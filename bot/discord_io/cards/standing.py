"""How things stand, for organisers: health, jobs, promises and what was done; and the ledger of promises."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.agenda.audit import Audit
from bot.agenda.model import Programme
from bot.core.record import Record
from bot.discord_io.cards.layout import CALM, WARNING, Card, option, pager
from bot.discord_io.controls import Pick, Press
from bot.discord_io.letters import worded
from bot.discord_io.plain import bare, clip, quoted
from bot.discord_io.wording import Wording, stamp
from bot.outbox.ledger import Entry, Tally
from bot.outbox.model import State

LEDGER = "ledger"
"""Another page of the ledger; the state is a State or '' and the page, as `refused/0`."""

LEDGER_STATE = "ledger-state"
SEND_AGAIN = "ledger-again"

PAGE = 8
_MARKS = {
    State.OPEN: "⏳", State.SENT: "✅", State.EXPIRED: "⌛", State.REFUSED: "🚫", State.WITHDRAWN: "↩️",
}  # fmt: skip


def status_card(
    programme: Programme,
    records: Sequence[Record],
    counts: Mapping[State, int],
    audits: Sequence[Audit],
    wording: Wording,
    now: datetime,
    real: datetime,
    *,
    understaffed: int = 0,
    waiting: int = 0,
) -> Card:
    """One look at everything: programme, promises, what lacks people, the jobs with last run and error, the last deeds.

    `now` is the summit's time, `real` the machine's, by which the jobs beat. `understaffed`: shifts that lack people;
    `waiting`: questions that no moderator has decided on.
    """
    failing = [record for record in records if record.error]
    card = Card(WARNING if failing or counts.get(State.REFUSED) else CALM)
    card.write(f"## 🩺 {wording.say('status-title')}")
    card.write(wording.say("status-programme", revision=str(programme.revision), sessions=len(programme.sessions)))
    card.write("**" + wording.say("status-promises") + "**\n" + counts_line(counts, wording))
    card.write(wording.say("status-open", shifts=understaffed, questions=waiting))
    jobs = "\n".join(_job(one, wording, real) for one in records)
    card.rule().write(f"**{wording.say('status-jobs')}**\n{jobs}")
    if audits:
        deeds = [_deed(audit, wording, now) for audit in audits[:10]]
        card.rule().write("**" + wording.say("status-deeds") + "**\n" + clip("\n".join(deeds), 1500))
    return card


def counts_line(counts: Mapping[State, int], wording: Wording) -> str:
    """How many promises are in each state."""
    parts = [f"{_MARKS[state]} {wording.say(f'state-{state}')} {counts.get(state, 0)}" for state in State]
    return " · ".join(parts)


def _job(record: Record, wording: Wording, real: datetime) -> str:
    last = wording.say("status-job-never")
    if record.last:
        last = wording.say("status-job-ago", seconds=int((real - record.last).total_seconds()))
    following = ""
    if record.next:
        following = " → " + wording.say("status-job-in", seconds=max(int((record.next - real).total_seconds()), 0))
    error = f" · ⚠️ {quoted(record.error)} ×{record.failures}" if record.error else ""
    return f"{'⚠️' if record.error else '🟢'} `{record.name}` {last}{following}{error}"


def _deed(audit: Audit, wording: Wording, now: datetime) -> str:
    who = f"<@{audit.author}>" if audit.author else wording.say("status-by-setting")
    done = worded([audit.line], wording, now)
    return f"{stamp(audit.at, 'R')} {who} {clip(done, 200)}"


def ledger_card(
    entries: Sequence[Entry], tallies: Sequence[Tally], counts: Mapping[State, int], state: State | None, page: int,
    wording: Wording,
) -> Card:  # fmt: skip
    """A page of promises, what was due last first. `entries` holds one more than a page where another follows."""
    card = Card(WARNING if counts.get(State.REFUSED) else CALM)
    card.write(f"## 📬 {wording.say('ledger-title')}\n{counts_line(counts, wording)}")
    if not page and tallies:
        card.write("\n".join(_tally(tally, wording) for tally in tallies[:5]))
    card.rule()
    for entry in entries[:PAGE]:
        card.write(_entry(entry, wording))
    if not entries:
        card.write(wording.say("ledger-empty"))
    options = [option(wording.say("ledger-every-state"), "*", chosen=state is None)]
    options += [option(wording.say(f"state-{one}"), one, emoji=_MARKS[one], chosen=one is state) for one in State]
    card.row(Pick(LEDGER_STATE, options=options, placeholder=wording.say("ledger-pick-state")))
    pages = page + 1 + (len(entries) > PAGE)
    card.row(*pager(LEDGER, page, pages, lambda other: f"{state or ''}/{other}"))
    if counts.get(State.REFUSED):
        card.row(Press(SEND_AGAIN, state or "", label=wording.say("ledger-again-button"), emoji="🔁"))
    return card


def _tally(tally: Tally, wording: Wording) -> str:
    parts = " ".join(f"{_MARKS[state]} {count}" for state, count in tally.by_state.items())
    return f"-# `{quoted(clip(tally.cause or wording.say('ledger-reminders'), 40))}` {parts}"


def _entry(entry: Entry, wording: Wording) -> str:
    where = f"#{bare(entry.channel)} " if entry.channel else ""
    who = f"<@{entry.member}> " if entry.member else ""
    error = f"\n-# {wording.say(entry.error)}" if entry.error else ""
    when = stamp(entry.due, "F")
    return f"{_MARKS[entry.state]} **{quoted(entry.kind)}** {who}{where}{quoted(entry.subject)} · {when}{error}"
