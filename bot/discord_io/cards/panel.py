"""The moderator's working card: what waits, what is approved, one question with all that can be done to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

import discord

from bot.discord_io.cards.guide import qr_picture
from bot.discord_io.cards.layout import CALM, LIVE, OPTIONS, Card, option, pager, pages_of
from bot.discord_io.cards.questions import reason_of, state_of, state_of_box, words
from bot.discord_io.controls import Pick, Press
from bot.discord_io.forms import Form
from bot.discord_io.plain import bare, clip, web_link
from bot.discord_io.wording import Wording, stamp
from bot.questions.model import REASONS, Order, Question, State
from bot.questions.moderating import Queue
from bot.questions.text import LONGEST, LONGEST_REASON, shown

LOOK, LOOK_AGAIN = "panel-look", "panel-look-again"
"""The working card as it is now; the state is a packed `View`. As a select, the value is the question's number."""

APPROVE, PIN, ANSWERED, BACK, MUTE = "panel-approve", "panel-pin", "panel-answered", "panel-back", "panel-mute"
"""What one press decides; the state is `version/view`, the view's chosen question is meant."""

EDIT, RENDER, NOTE, DISMISS = "panel-edit", "panel-render", "panel-note", "panel-dismiss"
"""What asks for more: as a button it opens a form, as a form it does it. State as above."""

MERGE = "panel-merge"
"""The select of what the chosen question says again; state as above, the value is the other's number."""

TAKE_AWAY = "panel-take-away"
"""The form for what people should remember of the session; the state is a view."""

REPORT = "panel-report"
"""The whole summit's questions, answers and take-aways, as a file."""

UNDO = "panel-undo"
"""Takes a step back; the state is `step/view`."""

SAME, CHANGED = "same", "changed"
"""Whether an edit changed the sense."""

OWN_WORDS = "own-words"
"""The reason that is typed."""

_PAGE = 7
_ROOM = 2300
_STYLES = {APPROVE: discord.ButtonStyle.success, PIN: discord.ButtonStyle.primary, DISMISS: discord.ButtonStyle.danger}
_EMOJI = {APPROVE: "👍", PIN: "🎤", ANSWERED: "✅", BACK: "↩️", MUTE: "🔇", EDIT: "✏️", RENDER: "🌐", NOTE: "📝",
          DISMISS: "🗑️"}  # fmt: skip
_DOABLE = {
    State.WAITING: ((APPROVE, PIN, DISMISS), (EDIT, RENDER, MUTE)),
    State.APPROVED: ((PIN, ANSWERED, DISMISS), (EDIT, RENDER, NOTE, MUTE)),
    State.ANSWERING: ((ANSWERED, BACK, DISMISS), (EDIT, RENDER, NOTE, MUTE)),
    State.ANSWERED: ((BACK, NOTE), (RENDER, MUTE)),
    State.DISMISSED: ((BACK,), (MUTE,)),
    State.MERGED: ((MUTE,),),
}  # fmt: skip
"""What can be done to a question in each state, in rows."""


@dataclass(frozen=True, slots=True)
class View:
    """Where on the working card a moderator is: the order, the page of the list, the chosen question (0: the list)."""

    session: str
    order: Order = Order.WANTED
    page: int = 0
    chosen: int = 0

    def pack(self) -> str:
        """As custom_ids carry it."""
        return f"{self.order}.{self.page}.{self.chosen}.{self.session}"

    @classmethod
    def unpack(cls, state: str) -> Self:
        """What `pack` made."""
        order, page, chosen, session = state.split(".", 3)
        return cls(session, Order(order), int(page), int(chosen))

    def at(self, number: int) -> "View":
        """The same with this question chosen; 0 for the list."""
        return replace(self, chosen=number)


def queue_card(queue: Queue, view: View, wording: Wording, now: datetime, note: str = "") -> Card:
    """The whole card. `note` says what just happened."""
    chosen = question_in(queue, view.chosen)
    card = Card(LIVE if queue.box.is_open(now) else CALM)
    _head(card, queue, view, wording, now, note)
    if chosen is None:
        return _list(card, queue, view.at(0), wording)
    return _one(card, queue, chosen, view, wording)


def question_in(queue: Queue, number: int) -> Question | None:
    """The question of that number; None for 0 and for one that is not of this session."""
    return next((question for question in _every(queue) if question.number == number), None)


def _every(queue: Queue) -> Iterator[Question]:
    if queue.answering:
        yield queue.answering
    yield from (*queue.waiting, *queue.approved, *queue.done)


def _head(card: Card, queue: Queue, view: View, wording: Wording, now: datetime, note: str) -> None:
    box = queue.box
    counts = wording.say("panel-counts", waiting=len(queue.waiting), approved=len(queue.approved))
    rule = f" · 🤫 {wording.say('question-board-rule')}" if box.rule else ""
    title = wording.text(box.session.title, 80)
    card.write(f"### 🎛️ {title}\n-# {state_of_box(box, wording, now)} · {counts}{rule}")
    if queue.last:
        told = note or f"-# {step_told(queue.last.kind, queue.last.number, wording)}"
        press = Press(UNDO, f"{queue.last.id}/{view.pack()}", label=wording.say("panel-button-undo"), emoji="↩️")
        card.offer(clip(told, 600), press)
    elif note:
        card.write(clip(note, 600))


def step_told(kind: str, number: int, wording: Wording) -> str:
    """What a moderator did: "#12 approved"."""
    return wording.say(f"panel-step-{kind}", number=str(number))


def _list(card: Card, queue: Queue, view: View, wording: Wording) -> Card:
    if queue.answering:
        press = _do(ANSWERED, queue.answering, view.at(queue.answering.number), wording)
        heading, question = wording.say("question-answering-now"), queue.answering
        text = f"**#{question.number}** {words(question.text, 300)}"
        card.offer(f"**🎤 {heading}** · ▲ {question.votes}\n{text}", press)
    alike = _alike(queue)
    shown_ = _grouped([*queue.waiting, *queue.approved], alike)
    if not shown_:
        card.write(wording.say("panel-empty"))
    texts = [_line(question, wording, alike, 200) for question in shown_]
    pages = pages_of(texts, most=_PAGE, room=_ROOM)
    page = min(max(view.page, 0), len(pages) - 1)
    here = replace(view, page=page)
    for place in pages[page]:
        question = shown_[place]
        action = APPROVE if question.state is State.WAITING else PIN
        card.offer(texts[place], _do(action, question, here.at(question.number), wording))
    rest = [question for question in _every(queue) if question.number not in {shown_[at].number for at in pages[page]}]
    _select(card, [*(shown_[at] for at in pages[page]), *rest], here, wording)
    turning = pager(LOOK, page, len(pages), lambda other: replace(here, page=other).pack())
    remember = Press(TAKE_AWAY, here.pack(), label=wording.say("panel-button-take-away"), emoji="💡")
    if turning:
        card.row(*turning, *_feet(here, wording)).row(remember)
    else:
        card.row(*_feet(here, wording), remember)
    return card.write(f"-# 🔄 {wording.say('panel-live')}")


def _one(card: Card, queue: Queue, question: Question, view: View, wording: Wording) -> Card:
    alike = _alike(queue)
    card.rule().write(_facts(queue, question, wording, alike))
    for row in _DOABLE[question.state]:
        card.row(*(_do(action, question, view, wording) for action in row))
    if question.state in {State.WAITING, State.APPROVED}:
        _targets(card, queue, question, view, wording, alike)
    back = Press(LOOK, view.at(0).pack(), label=wording.say("panel-button-list"), emoji="◀️")
    return card.row(back).write(f"-# 🔄 {wording.say('panel-live')}")


def _facts(queue: Queue, question: Question, wording: Wording, alike: dict[int, tuple[int, ...]]) -> str:
    facts = [state_of(question, wording), f"▲ {question.votes}", stamp(question.asked, "R")]
    facts.append(words(question.name, 60) if question.name else wording.say("panel-anonymous"))
    if question.to:
        facts.append(f"→ {words(question.to, 60)}")
    lines = [f"### #{question.number} {words(question.text, 1100)}"]
    if question.other:
        lines.append(f"🌐 {words(question.other, 700)}")
    if question.original:
        lines.append(f"-# ✏️ {wording.say('panel-original', text=words(question.original, 500))}")
    if question.answer:
        lines.append(f"📝 {words(question.answer, 500)}")
    lines.append(f"-# {' · '.join(facts)}")
    if question.held:
        lines.append(f"-# ⚠️ {wording.say('panel-held')}")
    if question.merged_into:
        lines.append(f"-# 🔗 {wording.say('question-merged-into', number=str(question.merged_into))}")
    if question.state is State.DISMISSED:
        lines.append(f"-# {reason_of(question, wording)}")
    twins = (question_in(queue, number) for number in alike.get(question.number, ())[:3])
    lines += [f"≈ #{twin.number} {words(twin.text, 200)}" for twin in twins if twin]
    return "\n".join(lines)


def _targets(
    card: Card, queue: Queue, question: Question, view: View, wording: Wording, alike: dict[int, tuple[int, ...]]
) -> None:
    """The select of what it can be merged into: its likely twins first."""
    twins = alike.get(question.number, ())
    open_ = [one for one in _every(queue) if one.state not in {State.DISMISSED, State.MERGED}]
    others = sorted((one for one in open_ if one.number != question.number), key=lambda one: one.number not in twins)
    if others:
        options = [_option(one, wording, "≈ " if one.number in twins else "") for one in others[:OPTIONS]]
        state = f"{question.version}/{view.pack()}"
        card.row(Pick(MERGE, state, options=options, placeholder=wording.say("panel-merge-placeholder")))


def _select(card: Card, questions: Sequence[Question], view: View, wording: Wording) -> None:
    if questions:
        options = [_option(question, wording) for question in questions[:OPTIONS]]
        card.row(Pick(LOOK, view.pack(), options=options, placeholder=wording.say("panel-choose")))


def _option(question: Question, wording: Wording, mark: str = "") -> discord.SelectOption:
    state = state_of(question, wording)
    label = f"{mark}#{question.number} {bare(shown(question.text))}"
    return option(label, str(question.number), description=f"{state} · ▲ {question.votes}")


def _line(question: Question, wording: Wording, alike: dict[int, tuple[int, ...]], limit: int) -> str:
    facts = [state_of(question, wording), f"▲ {question.votes}"]
    if question.to:
        facts.append(f"→ {words(question.to, 40)}")
    facts += ["🌐"] if question.other else []
    facts += [f"⚠️ {wording.say('panel-held')}"] if question.held and question.state is State.WAITING else []
    if twins := alike.get(question.number):
        facts.append("≈ " + " ".join(f"#{number}" for number in twins[:4]))
    return f"**#{question.number}** {words(question.text, limit)}\n-# {' · '.join(facts)}"


def _alike(queue: Queue) -> dict[int, tuple[int, ...]]:
    """Each question's likely twins by its number."""
    return {number: tuple(other for other in group if other != number) for group in queue.twins for number in group}


def _grouped(questions: Sequence[Question], alike: dict[int, tuple[int, ...]]) -> list[Question]:
    """In the same order, but likely twins stand right below the first of them."""
    by_number = {question.number: question for question in questions}
    order = dict.fromkeys(number for one in questions for number in (one.number, *alike.get(one.number, ())))
    return [by_number[number] for number in order if number in by_number]


def _do(action: str, question: Question, view: View, wording: Wording) -> Press:
    label = wording.say(f"panel-button-{action.removeprefix('panel-')}")
    style = _STYLES.get(action, discord.ButtonStyle.secondary)
    return Press(action, f"{question.version}/{view.pack()}", label=label, emoji=_EMOJI[action], style=style)


def _feet(view: View, wording: Wording) -> tuple[Press, ...]:
    other = Order.NEWEST if view.order is Order.WANTED else Order.WANTED
    turned = replace(view, order=other, page=0)
    return (
        Press(LOOK, turned.pack(), label=wording.say(f"panel-order-{other}")),
        Press(LOOK_AGAIN, view.pack(), emoji="🔄"),
    )


def edit_form(question: Question, view: View, wording: Wording) -> Form:
    """Another wording, and whether it asks for something else."""
    form = Form(EDIT, f"{question.version}/{view.pack()}", wording.say("panel-form-edit", number=str(question.number)))
    form.write("text", wording.say("question-form-text"), most=LONGEST, text=question.text)
    return form.choose("sense", wording.say("panel-form-sense"), [
        discord.RadioGroupOption(label=wording.say(f"panel-sense-{value}"), value=value) for value in (SAME, CHANGED)
    ])  # fmt: skip


def render_form(question: Question, view: View, wording: Wording) -> Form:
    """The same question in the room's other language."""
    number = str(question.number)
    form = Form(RENDER, f"{question.version}/{view.pack()}", wording.say("panel-form-render", number=number))
    form.note(f"> {words(question.text, 900)}")
    label = wording.say("panel-form-in-en" if question.language == "zh" else "panel-form-in-zh")
    return form.write("other", label, most=LONGEST, text=question.other, required=False)


def note_form(question: Question, view: View, wording: Wording) -> Form:
    """What was answered, in short."""
    form = Form(NOTE, f"{question.version}/{view.pack()}", wording.say("panel-form-note", number=str(question.number)))
    form.note(f"> {words(question.text, 900)}")
    return form.write("answer", wording.say("panel-form-answer"), most=LONGEST, text=question.answer, required=False)


def take_away_form(texts: Sequence[str], view: View, wording: Wording) -> Form:
    """What people should remember of the session, a line each."""
    form = Form(TAKE_AWAY, view.pack(), wording.say("panel-form-take-away"))
    label, hint = wording.say("panel-form-lines"), wording.say("panel-form-lines-hint")
    return form.write("lines", label, most=2000, text="\n".join(texts), hint=hint, required=False)


def dismiss_form(question: Question, view: View, wording: Wording) -> Form:
    """Why it is not asked on stage; the asker reads it."""
    number = str(question.number)
    form = Form(DISMISS, f"{question.version}/{view.pack()}", wording.say("panel-form-dismiss", number=number))
    form.note(f"> {words(question.text, 900)}")
    options = [option(wording.say(f"question-reason-{reason}"), reason) for reason in REASONS]
    options.append(option(wording.say("panel-reason-own"), OWN_WORDS))
    form.pick("reason", wording.say("panel-form-reason"), options, required=True)
    return form.write("words", wording.say("panel-form-words"), most=LONGEST_REASON, required=False)


def screen_card(title: str, stage: str, phone: str, wording: Wording) -> tuple[Card, list[discord.File]]:
    """The addresses of the stage screen and of the moderators' phone page, with pictures to point a camera at."""
    card, files = Card().write(f"## {title}\n{wording.say('panel-screen')}"), []
    for name, emoji, address in (("stage", "🖥️", stage), ("phone", "📱", phone)):
        label = wording.say(f"panel-screen-{name}")
        files.append(discord.File(qr_picture(address), f"{name}.png"))
        card.rule().write(f"### {emoji} {label}\n-# {wording.say(f'panel-screen-{name}-use')}")
        card.pictures([(files[-1], wording.say("panel-screen-picture", label=label))])
        if url := web_link(address):
            card.row(discord.ui.Button[Any](label=clip(label, 80), url=url))
    return card, files
