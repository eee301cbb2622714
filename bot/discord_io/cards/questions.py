"""Panel questions as cards: the form, the receipt, one's own, and the board for everyone."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.agenda.model import Session, Text
from bot.discord_io.cards.layout import CALM, LIVE, OPTIONS, WARNING, Card, option, pager, pages_of, size
from bot.discord_io.cards.sessions import ASK
from bot.discord_io.controls import Press
from bot.discord_io.forms import Form
from bot.discord_io.plain import bare, clip, quoted
from bot.discord_io.wording import Wording, stamp
from bot.questions.asking import Asked, Board, Receipt
from bot.questions.model import WITHDRAWN, Box, Question, State
from bot.questions.text import LONGEST, shown

VOTE, VOTE_HERE = "question-vote", "question-vote-here"
"""A vote on the public board (the state is the number), and on one's own: `number/page/session`."""

BOARD = "question-board"
"""One's own board; the state is `page/session`."""

INSTEAD, KEEP = "question-instead", "question-keep"
"""Withdraw one's own and vote for another: the state is `own/other`; or keep one's own."""

WITHDRAW, MINE = "question-withdraw", "question-mine"
"""Takes back an own question; the state is its number. One's own questions; the state is the page."""

NAMED, ANONYMOUS = "named", "anonymous"
"""The values of the form's choice."""

_MARKS = {
    State.WAITING: "🟡", State.APPROVED: "🟢", State.ANSWERING: "🎤", State.ANSWERED: "✅", State.DISMISSED: "⚪",
    State.MERGED: "🔗",
}  # fmt: skip
_PAGE = 10
_TITLE = 150
_ROOM = 2900
_OWN = 8


def words(text: str, limit: int) -> str:
    """Somebody's question as Markdown, of at most this `size`: nothing in it formats, links or pings."""
    cut = clip(quoted(shown(text)), limit)
    while (over := size(cut) - limit) > 0:
        cut = clip(cut, len(cut) - (over + 1) // 2)
    return cut


def state_of(question: Question, wording: Wording) -> str:
    """What became of a question, with its mark: "🟢 approved"."""
    return f"{_MARKS[question.state]} {wording.say(f'question-state-{question.state}')}"


def ask_button(session: str, *wordings: Wording) -> Press:
    """The button that opens the form."""
    label = " / ".join(dict.fromkeys(wording.say("question-ask-button") for wording in wordings))
    return Press(ASK, session, label=clip(label, 80), emoji="🙋", style=discord.ButtonStyle.primary)


def ask_form(box: Box, wording: Wording, name: str, text: str = "") -> Form:
    """The form for a question, begun with `text`; `name` is how the person would be shown."""
    form = Form(ASK, box.session.code, wording.say("question-form"))
    cut = f"\n⚠️ {wording.say('question-form-cut', most=str(LONGEST))}" if len(text) > LONGEST else ""
    stored = wording.say("question-stored-rule" if box.rule else "question-stored")
    form.note(f"**{wording.text(box.session.title, _TITLE)}**\n{stored}{cut}")
    form.write("text", wording.say("question-form-text"), most=LONGEST, text=text)
    if not box.rule:
        form.choose("how", wording.say("question-form-how"), [
            discord.RadioGroupOption(label=wording.say("question-form-anonymous"), value=ANONYMOUS),
            discord.RadioGroupOption(label=_named(wording, name), value=NAMED),
        ])  # fmt: skip
    if people := _panel(box.session, wording):
        form.pick("to", wording.say("question-form-to"), people, hint=wording.say("question-form-everyone"))
    return form


def _named(wording: Wording, name: str) -> str:
    return clip(wording.say("question-form-named", name=bare(name)), 100)


def _panel(session: Session, wording: Wording) -> list[discord.SelectOption]:
    names = dict.fromkeys(clip(bare(one.name.in_language(wording.language)), 100) for one in session.speakers)
    return [option(name, name) for name in names if name][:OPTIONS]


def receipt_card(asked: Asked, title: Text, wording: Wording) -> Card:
    """That a question is in, to the session of this `title`, and those like it, for which a vote would do."""
    number = str(asked.question.number)
    waits = asked.question.state is State.WAITING
    card = Card(LIVE).write(f"## {wording.say('question-receipt', number=number)}")
    card.write(f"{wording.text(title, _TITLE)}\n> {words(asked.question.text, 600)}")
    anonymous = "question-receipt-anonymous" if asked.question.anonymous else "question-receipt-named"
    status = wording.say("question-receipt-waits" if waits else "question-receipt-approved")
    card.write(f"{status}\n{wording.say('question-receipt-mine')}\n-# {wording.say(anonymous)}")
    if asked.near:
        card.rule().write(f"**{wording.say('question-near')}**")
        for other in asked.near:
            label = wording.say("question-button-instead")
            press = Press(INSTEAD, f"{number}/{other.number}", label=label, style=discord.ButtonStyle.primary)
            card.offer(board_line(other, 400), press)
        card.row(Press(KEEP, number, label=wording.say("question-button-keep")))
    return card


def refused_card(sentence: str, text: str, again: Press | None, wording: Wording) -> Card:
    """That a question was not taken, and what was written, so that it is not lost."""
    card = Card(WARNING).write(sentence)
    if text.strip():
        card.write(f"-# {wording.say('question-refused-text')}\n> {words(text, 1200)}")
    return card.row(again)


def swapped_card(other: Question, own: Question, wording: Wording) -> Card:
    """That the vote counts, and what became of the own question."""
    key = "question-instead-done" if own.state is State.DISMISSED else "question-instead-stays"
    sentence = wording.say(key, number=str(own.number), other=str(other.number))
    return Card(LIVE).write(f"👍 {sentence}").write(board_line(other, 600))


def kept_card(number: str, wording: Wording) -> Card:
    """That the own question stays as it is."""
    return Card(LIVE).write(wording.say("question-kept", number=number))


def mine_card(receipts: Sequence[Receipt], wording: Wording, page: int = 0) -> Card:
    """One's own questions, newest first, and what became of each."""
    card = Card().write(f"## {wording.say('question-mine', count=len(receipts))}")
    if not receipts:
        return card.write(wording.say("question-mine-empty"))
    texts = [_receipt(one, wording) for one in receipts]
    pages = pages_of(texts, most=_OWN, room=_ROOM)
    page = min(max(page, 0), len(pages) - 1)
    for place in pages[page]:
        question = receipts[place].question
        if question.state in {State.WAITING, State.APPROVED}:
            label = wording.say("question-button-withdraw")
            card.offer(texts[place], Press(WITHDRAW, f"{question.number}/{page}", label=label))
        else:
            card.write(texts[place])
    card.write(f"-# {wording.say('question-mine-anonymous')}")
    return card.row(*pager(MINE, page, len(pages)))


def _receipt(receipt: Receipt, wording: Wording) -> str:
    question, title = receipt.question, wording.text(receipt.session.title, 60)
    facts = [state_of(question, wording)]
    if receipt.into:
        facts = [f"🔗 {wording.say('question-merged-into', number=str(receipt.into.number))}: "
                 f"{words(receipt.into.text, 120)} · {state_of(receipt.into, wording)}"]  # fmt: skip
    if question.state is State.DISMISSED:
        facts.append(reason_of(question, wording))
    facts.append(f"▲ {(receipt.into or question).votes}")
    edited = f"\n-# ✏️ {wording.say('question-edited')}" if question.original else ""
    told = " · ".join(filter(None, facts))
    return f"**#{question.number}** {words(question.text, 300)}{edited}\n-# {told}\n-# {title}"


def reason_of(question: Question, wording: Wording) -> str:
    """Why a question was dismissed, or that its asker withdrew it."""
    if question.reason == WITHDRAWN:
        return wording.say("question-reason-withdrawn")
    return words(question.reason, 200)


def board_line(question: Question, limit: int) -> str:
    """A question as everybody reads it: its number, both renderings, to whom, and by whom where that was said."""
    facts = [f"→ {words(question.to, 60)}" if question.to else "", words(question.name, 60) if question.name else ""]
    small = " · ".join(filter(None, facts))
    other = f"\n🌐 {words(question.other, limit)}" if question.other else ""
    return f"**#{question.number}** {words(question.text, limit)}{other}" + (f"\n-# {small}" if small else "")


def public_board(board: Board, wordings: Sequence[Wording], now: datetime) -> Card:
    """The board that everyone in a channel sees, in all languages: the most wanted questions, a vote on each."""
    code, approved = board.box.session.code, board.approved
    card = _begun(board, wordings, now)
    for question in approved[:_PAGE]:
        text = board_line(question, _share(approved[:_PAGE]))
        card.offer(text, _vote(VOTE, question, str(question.number)))
    if not approved and not board.answering:
        card.write("\n".join(wording.say("question-board-empty") for wording in wordings))
    card.write(_folded(board, wordings))
    more = len(approved) - _PAGE
    label = " / ".join(dict.fromkeys(wording.say("question-button-more") for wording in wordings))
    label = f"{clip(label, 70)} ({more})" if more > 0 else clip(label, 80)
    everything = Press(BOARD, f"{1 if more > 0 else 0}/{code}", label=label) if approved or board.answered else None
    return card.row(ask_button(code, *wordings) if board.box.is_open(now) else None, everything)


def own_board(board: Board, wording: Wording, now: datetime, page: int = 0, note: str = "") -> Card:
    """The same for one person, a page of it; what was answered stands at the end. `note` says what just happened."""
    code = board.box.session.code
    card = _begun(board, [wording], now)
    if note:
        card.write(note)
    texts = [board_line(question, 500) for question in board.approved]
    texts += [f"✅ {board_line(question, 200)}" for question in board.answered]
    if not texts and not board.answering:
        card.write(wording.say("question-board-empty"))
    pages = pages_of(texts, most=_PAGE, room=_ROOM)
    page = min(max(page, 0), len(pages) - 1)
    for place in pages[page]:
        if place < len(board.approved):
            question = board.approved[place]
            card.offer(texts[place], _vote(VOTE_HERE, question, f"{question.number}/{page}/{code}"))
        else:
            card.write(texts[place])
    ask = ask_button(code, wording) if board.box.is_open(now) else None
    return card.row(ask, *pager(BOARD, page, len(pages), lambda other: f"{other}/{code}"))


def _begun(board: Board, wordings: Sequence[Wording], now: datetime) -> Card:
    box, is_open = board.box, board.box.is_open(now)
    card = Card(LIVE if is_open else CALM)
    title, *others = dict.fromkeys(wording.text(box.session.title, 120) for wording in wordings)
    facts = [*others, " / ".join(state_of_box(box, wording, now) for wording in wordings)]
    if box.rule:
        facts.append("🤫 " + " / ".join(wording.say("question-board-rule") for wording in wordings))
    card.write(f"## ❓ {title}\n" + "\n".join(f"-# {fact}" for fact in facts))
    if board.answering:
        heading = " / ".join(wording.say("question-answering-now") for wording in wordings)
        card.write(f"### 🎤 {heading}\n{board_line(board.answering, 500)}").rule()
    return card


def state_of_box(box: Box, wording: Wording, now: datetime) -> str:
    """Whether questions are taken, and until when."""
    if not box.is_open(now):
        opens = box.window.opens if box.window and not box.by_hand and now < box.window.opens else None
        key = "question-asking-opens" if opens else "question-asking-closed"
        return wording.say(key, when=stamp(opens) if opens else "")
    closes = box.window.closes if box.window and now < box.window.closes else None
    key = "question-asking-until" if closes else "question-asking-open"
    return wording.say(key, when=stamp(closes) if closes else "")


def _vote(action: str, question: Question, state: str) -> Press:
    return Press(action, state, label=f"▲ {question.votes}")


def _folded(board: Board, wordings: Sequence[Wording]) -> str:
    if not board.answered:
        return ""
    numbers = " ".join(f"#{question.number}" for question in board.answered[-30:])
    told = " / ".join(wording.say("question-board-answered", count=len(board.answered)) for wording in wordings)
    return f"-# ✅ {told}: {numbers}"


def _share(questions: Sequence[Question]) -> int:
    """Characters for each rendering, so that all of them fit one message."""
    renderings = sum(2 if question.other else 1 for question in questions)
    return min(500, 2200 // max(renderings, 1))
