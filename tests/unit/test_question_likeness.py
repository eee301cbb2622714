"""Questions that ask the same: small cases that show what tells them apart, and the labelled pairs."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.duplicates import HELD_OUT, LANGUAGES, TUNING, crowd, judged, ours, over_all, pairs
from bot.questions.likeness import SHOWN, grouped, likeness, nearest, twins

TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(st.sampled_from("开源許可证吗不1 gpl有什麼为whyto'到'一年"), max_size=40),
    st.sampled_from([text for language in LANGUAGES for _, text in crowd(language, 40)]),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Will the slides be shared?", "WILL THE SLIDES BE SHARED"),
        ("開源軟體如何盈利？", "开源软件如何盈利"),
        ("Ｗｈｙ ＧＰＬ？", "why gpl"),
        ("", "?!"),
    ],
)
def test_what_differs_only_in_looks_is_the_same(one: str, other: str) -> None:
    assert likeness(one, other) == 1.0


@pytest.mark.parametrize(
    ("one", "same", "another"),
    [
        ("Does it run on Debian 12?", "Will it run on Debian 12 too?", "Does it run on Debian 11?"),
        ("Can we use the logo?", "May we use your logo?", "Can't we use the logo?"),
        ("How to move from Jira to Redmine?", "Moving from Jira to Redmine: how?", "How to move from Redmine to Jira?"),
        ("基金会如何筹款？", "基金会怎么筹款", "企业如何筹款？"),
        ("基金会如何为成员筹款？", "基金會怎樣為成員籌款呢", "基金会为什么为成员筹款？"),
        ("如何提交补丁", "请问怎么提缴补丁？", "如何撤回补丁"),
        ("这个项目支持中文吗？", "请问这个项目是不是支持中文", "这个项目为什么不支持中文？"),
    ],
)
def test_another_thing_number_reason_or_way_is_less_alike_than_other_words(one: str, same: str, another: str) -> None:
    assert likeness(one, same) >= SHOWN > likeness(one, another)


def test_nearest_gives_the_likeliest_first_and_no_more_than_asked_for() -> None:
    others = [
        (4, "Where is lunch?"),
        (7, "Will the slides of this talk be put online?"),
        (2, "Will the slides be shared after the talk?"),
        (9, "will you share the slides"),
    ]
    assert nearest("Will the slides be shared?", others) == [9, 2]
    assert nearest("Will the slides be shared?", others, most=1) == [9]
    assert nearest("Who made the badge?", others) == []


def test_equally_near_ones_are_given_by_number() -> None:
    assert nearest("Why Rust?", [(3, "why rust"), (1, "Why Rust"), (2, "WHY RUST?!")]) == [1, 2, 3]


def test_twins_are_groups_of_numbers_in_the_order_given() -> None:
    questions = [
        (30, "会后会分享PPT吗？"),
        (10, "Will the slides be shared?"),
        (20, "開源專案要怎麼賺錢？"),
        (5, "Will the slides be shared after the talk?"),
        (40, "今天中午吃什么"),
        (7, "开源项目怎么赚钱"),
    ]
    assert twins(questions) == [(10, 5), (20, 7)]


def test_a_chain_of_neighbours_is_no_group() -> None:
    scores = {(0, 1): 0.9, (1, 2): 0.6, (2, 3): 0.9}
    assert grouped(scores, 5, 0.5) == [[0, 1], [2, 3]]
    assert grouped(scores | {(0, 2): 0.5, (1, 3): 0.5, (0, 3): 0.5}, 5, 0.5) == [[0, 1, 2, 3]]


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_between_nothing_and_one(one: str, other: str) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert 0 <= found <= 1
    assert (likeness(one, one), likeness(other, other)) == (1.0, 1.0)


@settings(deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=8))
def test_nearest_is_what_likeness_says(text: str, others: list[str]) -> None:
    wanted = sorted((-likeness(text, other), number) for number, other in enumerate(others))
    assert nearest(text, list(enumerate(others)), 9) == [number for minus, number in wanted if -minus >= SHOWN]


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=12))
def test_groups_share_no_question_and_hold_every_repetition(texts: list[str]) -> None:
    questions = [(100 - place, text) for place, text in enumerate([*texts, *texts[:3]])]
    groups = twins(questions)
    members = [number for group in groups for number in group]
    assert len(members) == len(set(members))
    assert set(members) <= {number for number, _ in questions}
    assert all(len(group) > 1 for group in groups)
    for place in range(len(texts[:3])):
        assert sum({100 - place, 100 - place - len(texts)} <= set(group) for group in groups) == 1


# The figures reached are 0.85 / 0.85 to tune on and 0.83 / 0.74 held out; of groups 0.80 / 0.62 held out.
@pytest.mark.parametrize(("half", "precision", "recall"), [(TUNING, 0.82, 0.82), (HELD_OUT, 0.80, 0.71)])
def test_labelled_pairs_are_told_apart(half: str, precision: float, recall: float) -> None:
    found = judged(pairs(half), likeness, SHOWN)
    assert found.precision >= precision, found
    assert found.recall >= recall, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_labelled_pairs_held_out_are_told_apart_in_every_language(language: str) -> None:
    found = judged([pair for pair in pairs(HELD_OUT) if pair.language == language], likeness, SHOWN)
    assert found.f1 >= 0.69, found


def test_labelled_questions_held_out_are_grouped() -> None:
    found = over_all(ours(HELD_OUT, language) for language in LANGUAGES)
    assert found.precision >= 0.77, found
    assert found.recall >= 0.59, found


def test_labels_are_as_many_as_promised_and_never_both_ways() -> None:
    every = [*pairs(TUNING), *pairs(HELD_OUT)]
    labels = {frozenset((pair.one, pair.other)): pair.same for pair in every}
    assert len(labels) == len(every) >= 240
    assert {pair.language for pair in every} == set(LANGUAGES)


HOSTILE = {
    "long word": "x" * 4000,
    "long words": "kernel " * 570,
    "all different": " ".join(f"w{n}ord" for n in range(500)),
    "Chinese": "开源治理" * 1000,
    "choices": "不" * 4000,
    "letters and to": "a to " * 800,
    "numbers": "1.1." * 1000,
    "lone surrogates": "\ud800\udfff" * 2000,
    "emoji": "😀🎉👍🏽" * 1000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_questions_are_compared_quickly(text: str) -> None:
    began = time.process_time()
    assert likeness(text, text + " why") == likeness(text + " why", text)
    assert nearest(text, [(1, text[::-1]), (2, text)])[0] in {1, 2}
    assert time.process_time() - began < 1
