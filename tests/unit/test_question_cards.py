"""Every card and form of panel questions keeps Discord's limits, whatever people ask; checked against Discord's own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.agenda.model import Kind, Session, Speaker, Text
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.discord_io.cards import panel, questions
from bot.discord_io.cards.layout import Card
from bot.discord_io.cards.panel import View
from bot.discord_io.forms import Form
from bot.discord_io.wording import Wording
from bot.questions.asking import Asked, Board, Receipt
from bot.questions.model import Box, Order, Question, State, Window
from bot.questions.moderating import Queue
from bot.questions.steps import Step
from bot.questions.text import LONGEST, tidied
from tests.oracle import Oracle

NOW = datetime(2024, 3, 28, 6, 10, tzinfo=UTC)
CODE = "a" * 24
PHRASEBOOK = Phrasebook.load()
WORDINGS = [Wording(PHRASEBOOK, language, ZoneInfo("Asia/Shanghai")) for language in LANGUAGES]
MANY = "https://github.com/todogroup/ospo-career-path/tree/main/OSPO-101 "

_TEXTS = st.one_of(
    st.text(min_size=1, max_size=LONGEST),
    st.sampled_from((
        "*_~|`[]<>\\", "👩‍👩‍👧", "@everyone ", "# ", "OSPO的价值？", "\u202e\u200b", MANY, "<@1>", "a",
    )).map(lambda part: (part * LONGEST)[:LONGEST]),
).map(lambda text: text + "?a"[: max(0, LONGEST - len(text))])


def _kept(typed: str) -> str:
    try:
        return tidied(typed[:LONGEST])
    except Exception:  # noqa: BLE001 -- what is refused is never stored, and never on a card
        return "Why?"


@st.composite
def asked(draw: st.DrawFn) -> tuple[Question, ...]:
    """Up to 40 questions in any state, with all that a question can have."""
    states = draw(st.lists(st.sampled_from([*State]), max_size=40))
    made = []
    for number, state in enumerate(states, start=1):
        text, extra = _kept(draw(_TEXTS)), draw(st.booleans())
        made.append(Question(
            10**9 + number, CODE, text, "zh", NOW, state, original=text if extra else "", other=text if extra else "",
            to=text[:200] if extra else "", name=text[:200] if extra else "", anonymous=not extra,
            merged_into=10**9 + 1 if state is State.MERGED else None, reason=text[:200], held=extra, votes=number * 37,
            version=10**6, answer=text if extra else "",
        ))  # fmt: skip
    return tuple(made)


def box(*, rule: bool) -> Box:
    speakers = tuple(Speaker(Text.of(f"{number} *Speaker* " + "名" * 120)) for number in range(30))
    session = Session(
        CODE, Text.of({"zh-CN": "圆" * 300, "en": "*Panel* " * 60}), Kind.PANEL, start=NOW,
        end=NOW + timedelta(hours=1), speakers=speakers, questions=True, chatham_house=rule,
    )  # fmt: skip
    return Box(session, Window(NOW - timedelta(minutes=15), NOW + timedelta(hours=1)), rule=rule)


def board_of(made: tuple[Question, ...], *, rule: bool) -> Board:
    return Board(
        box(rule=rule), next((one for one in made if one.state is State.ANSWERING), None),
        tuple(one for one in made if one.state is State.APPROVED),
        tuple(one for one in made if one.state is State.ANSWERED), 1,
    )  # fmt: skip


def queue_of(made: tuple[Question, ...], *, rule: bool) -> Queue:
    open_ = tuple(one for one in made if one.state in {State.WAITING, State.APPROVED})
    return Queue(
        box(rule=rule), next((one for one in made if one.state is State.ANSWERING), None),
        tuple(one for one in open_ if one.state is State.WAITING),
        tuple(one for one in open_ if one.state is State.APPROVED),
        tuple(one for one in made if one.state in {State.ANSWERED, State.DISMISSED, State.MERGED}),
        (tuple(one.number for one in open_[:7]),) if len(open_) > 1 else (), 1,
        Step(10**9, made[0].number, "render", made[0]) if made else None,
    )  # fmt: skip


def cards(made: tuple[Question, ...], wording: Wording, *, rule: bool) -> Iterator[Card]:
    board, queue = board_of(made, rule=rule), queue_of(made, rule=rule)
    yield questions.public_board(board, WORDINGS, NOW)
    receipts = [Receipt(one, made[0] if one.merged_into else None, board.box.session) for one in made]
    for page in range(6):
        yield questions.own_board(board, wording, NOW, page, note="x" * 300)
        yield questions.mine_card(receipts, wording, page)
        yield panel.queue_card(queue, View(CODE, Order.NEWEST, page), wording, NOW, note="x" * 900)
    for one in made:
        yield questions.receipt_card(Asked(one, made[:3]), box(rule=False).session.title, wording)
        yield questions.swapped_card(one, made[-1], wording)
        yield questions.refused_card("x" * 400, one.text * 8, questions.ask_button(CODE, wording), wording)
        yield panel.queue_card(queue, View(CODE, chosen=one.number, page=999), wording, NOW)


def forms(made: tuple[Question, ...], wording: Wording, *, rule: bool) -> Iterator[Form]:
    for text in ("", "why " * 1000, "x" * 10_000):
        yield questions.ask_form(box(rule=rule), wording, "名" * 32, text)
    view = View(CODE, Order.NEWEST, 999, 10**9)
    yield panel.take_away_form([one.text for one in made], view, wording)
    for one in made[:6]:
        for form in (panel.edit_form, panel.render_form, panel.note_form, panel.dismiss_form):
            yield form(one, view, wording)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(asked(), st.booleans())
def test_every_card_and_form_keeps_the_limits(made: tuple[Question, ...], rule: bool) -> None:
    oracle = Oracle.load()
    for wording in WORDINGS:
        for card in cards(made, wording, rule=rule):
            oracle.check_card(card)
        for form in forms(made, wording, rule=rule):
            oracle.check("POST", "/interactions/1/token/callback", {"type": 9, "data": form.to_dict()})


@pytest.mark.parametrize("part", ["Why does it take so long? ", "👩‍👩‍👧", "*_~|`[]<>", "OSPO的价值？", MANY])
@pytest.mark.parametrize("count", [0, 1, 10, 11, 400])
def test_a_full_public_board_shows_ten_questions_with_a_vote_each(count: int, part: str) -> None:
    text = (part * LONGEST)[:LONGEST]
    made = tuple(
        Question(number, CODE, text, "en", NOW, State.APPROVED, other=text, to="Somebody", name="Somebody")
        for number in range(1, count + 1)
    )
    shown = str(questions.public_board(board_of(made, rule=False), WORDINGS, NOW).shown())
    assert shown.count("press/question-vote/") == min(count, 10)
    assert all(f"#{number}*" in shown for number in range(1, min(count, 10) + 1))


@pytest.mark.parametrize("part", ["Why does it take so long? ", "👩‍👩‍👧", "*_~|`[]<>", "OSPO的价值？", MANY])
def test_a_moderator_reaches_every_question_by_turning_pages(part: str) -> None:
    text = (part * LONGEST)[:LONGEST]
    made = tuple(
        Question(number, CODE, text, "en", NOW, votes=99_999, held=True, to=text[:200]) for number in range(1, 41)
    )
    found = []
    for page in range(12):
        shown = str(panel.queue_card(queue_of(made, rule=True), View(CODE, page=page), WORDINGS[0], NOW, text).shown())
        found += [number for number in range(1, 41) if f"/wanted.{page}.{number}.{CODE}" in shown]
    assert found == [*range(1, 41)]


@pytest.mark.parametrize("state", [*State])
def test_a_working_card_of_one_question_offers_what_can_be_done_to_it(state: State) -> None:
    one = Question(7, CODE, "Why?", "en", NOW, state, merged_into=8 if state is State.MERGED else None)
    queue = queue_of((one, replace(one, number=8, state=State.APPROVED, merged_into=None)), rule=False)
    shown = str(panel.queue_card(queue, View(CODE, chosen=7), WORDINGS[0], NOW).shown())
    offered = {action for action in (
        "approve", "pin", "answered", "back", "dismiss", "edit", "render", "note", "mute", "merge",
    ) if f"/panel-{action}/" in shown}  # fmt: skip
    assert offered == {
        State.WAITING: {"approve", "pin", "dismiss", "edit", "render", "mute", "merge"},
        State.APPROVED: {"pin", "answered", "dismiss", "edit", "render", "note", "mute", "merge"},
        State.ANSWERING: {"answered", "back", "dismiss", "edit", "render", "note", "mute"},
        State.ANSWERED: {"back", "note", "render", "mute"},
        State.DISMISSED: {"back", "mute"},
        State.MERGED: {"mute"},
    }[state]
