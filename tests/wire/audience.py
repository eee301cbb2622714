"""People in a panel's room who ask, vote and moderate, and what each of them was told.

Whose token is whose follows from the file of keys, so that what is stored can be held against it person by person.
"""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

from tests.wire.actors import BROKE, Answer, Member, Unanswered
from tests.wire.interactions import COMPONENT, DEFER, DEFER_UPDATE, MODAL, MODAL_SUBMIT, REPLY, Interaction
from tests.wire.server import LocalDiscord
from tests.wire.summits import ask
from tests.wire.world import Message, walk

RECEIPT = re.compile(r"(?:Your question is in: |问题已收到：)#(\d+)")
GIVEN = re.compile(r"#(\d+)(?: counts\.| 的一票已计入)")
BACK = re.compile(r"#(\d+)(?: is taken back\.| 的一票已收回)")
OWN = re.compile(r"(?:Question |：|^)(\d+)(?: is your own, or yours is part of it| 号是您自己的问题)", re.MULTILINE)
APPROVED = re.compile(r"✔️ #(\d+)(?: put on the board| 已通过)")
PAUSE = 0.3
"""Seconds from an answer to the next press: one that comes before the bot knows that its answer came does nothing."""

PUBLIC, PRIVATE = "question-vote", "question-vote-here"

TOPICS = ("the licence of the models", "maintainers' pay", "the foundation's budget", "security audits", "translation",
          "the next summit", "hardware for builds", "mentors", "patents", "who decides")  # fmt: skip
THEMES = "模型许可证", "维护者薪酬", "基金会预算", "安全审计", "翻译", "下届峰会", "构建机器", "导师", "专利", "决策"
OPENINGS = ("What comes of", "Who pays for", "How do small teams cope with", "When will we see", "Why so little on",
            "Should companies share", "How does one measure")  # fmt: skip
BEGINNINGS = "怎么看待", "谁来承担", "的小团队如何应对", "何时能看到", "为什么没人谈", "要不要与企业共享", "如何衡量"


def said(act: Interaction) -> str:
    """What a person was told about this act of theirs, here or below; '' while that is nothing."""
    bodies = [(act.answer or {}).get("data") or {}, *act.edits]
    texts = [part["content"] for body in bodies for part in walk(body.get("components") or []) if part["type"] == 10]
    texts += [body.get("content") or "" for body in bodies]
    return "\n".join(filter(None, [*texts, *(message.text for message in act.followups)]))


async def form_of(person: Member, session: str) -> tuple[Answer, float]:
    """The form for a question, and how long they waited for it. Where it came too late they press what came instead."""
    answer = await person.slash("ask", session=session)
    waited = answer.seconds
    while (kind := (answer.interaction.answer or {})["type"]) != MODAL:
        assert kind in (DEFER, DEFER_UPDATE), said(answer.interaction)
        found = await person.server.until(partial(_instead, answer), "words instead of a form")
        assert found
        answer = await person.press(found, "question-ask")
        waited += answer.seconds
    return answer, waited


def _instead(late: Answer) -> Message | None:
    every = [late.interaction.original, *late.followups]
    return next((message for message in reversed(every) if message and message.controls("question-ask")
                 and message.ephemeral and not late.interaction.waiting), None)  # fmt: skip


def number_of(button: str) -> int:
    """Of which question a button's custom_id is."""
    return int(button.split("/")[2])


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody sent by the form."""

    person: Member
    text: str
    named: bool
    act: Interaction

    @property
    def told(self) -> int:
        """The number on the receipt; 0 where nobody gave them one."""
        found = RECEIPT.search(said(self.act))
        return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Vote:
    """Presses of one person on one question's button, all at the same time: mostly one, or two of a nervous hand.

    A press that comes while the one before is worked on does nothing, and is told nothing.
    """

    person: Member
    number: int
    acts: tuple[Interaction, ...]

    @property
    def told(self) -> list[bool]:
        """What they were told: that the vote counts, or that it is taken back."""
        texts = [said(act) for act in self.acts]
        return [GIVEN.search(text) is not None for text in texts if GIVEN.search(text) or BACK.search(text)]

    @property
    def own(self) -> bool:
        """Whether they were told that the question is their own."""
        return any(OWN.search(said(act)) for act in self.acts)


@dataclass(slots=True)
class Audience:
    """Those in one panel's room. `board` is its public board; `session` the code of the panel."""

    server: LocalDiscord
    chance: random.Random
    session: str
    people: list[Member] = field(default_factory=list)
    board: Message = field(init=False)
    questions: list[Question] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    unanswered: int = 0
    approved: set[int] = field(default_factory=set)
    nervous: float = 0.1
    _pages: dict[int, Message] = field(default_factory=dict)

    def join(self, people: int) -> None:
        """That many people, half of them with Chinese clients; their names occur nowhere else."""
        self.people = [
            self.server.join(f"Quillon-{self.chance.randrange(10**9):09}", ("en-GB", "zh-CN")[number % 2])
            for number in range(people)
        ]

    async def post_board(self, boss: Member) -> None:
        """A moderator has the public board posted."""
        lobby = self.server.world.channel("大厅")
        await (await boss.slash("questions board", channel=lobby, session=self.session)).settled()
        self.board = next(message for message in lobby.messages if message.controls("question-ask"))

    def named(self, person: Member) -> bool:
        """Whether this person asks by name: half of each language do."""
        return self.people.index(person) % 4 > 1

    async def go(self, asks: Sequence[Member], votes: int, seconds: float) -> None:
        """Let `asks` ask once each in the first half of `seconds`, and votes fall all the time, on anyone's hand."""
        plans: dict[int, list[float]] = {person.id: [] for person in self.people}
        for _ in range(votes):
            plans[self.chance.choice(self.people).id].append(self.chance.uniform(seconds / 10, seconds))
        first = {person.id: self.chance.uniform(0, seconds / 2) for person in asks}
        await asyncio.gather(*(self._live(person, first.get(person.id), plans[person.id]) for person in self.people))

    async def _live(self, person: Member, asks: float | None, votes: Sequence[float]) -> None:
        """One thing after the other, as one pair of hands does."""
        began = asyncio.get_running_loop().time()
        for moment in sorted([*votes, *([asks] if asks is not None else [])]):
            await asyncio.sleep(max(began + moment - asyncio.get_running_loop().time(), PAUSE))
            await self.server.until(lambda: self.server.gateway.live, "the program is on the line", 60)
            try:
                await (self.ask(person) if moment == asks else self.vote(person))
            except Unanswered:
                self.unanswered += 1

    async def ask(self, person: Member) -> None:
        """Open the form and send it."""
        form, waited = await form_of(person, self.session)
        self.waits.append(waited)
        place = self.people.index(person)
        english, about = person.user.locale != "zh-CN", place % len(TOPICS)
        text = f"{place}号项目{BEGINNINGS[place // 10 % 7]}{THEMES[about]}？"
        if english:
            text = f"{OPENINGS[place // 10 % 7]} {TOPICS[about]} in project {place}?"
        sent = person.filling(form, text=text, how="named" if self.named(person) else "anonymous")
        act = person.act(MODAL_SUBMIT, sent, form.interaction.channel)
        self.questions.append(Question(person, text, self.named(person), act))
        await self._done(person, act)

    async def vote(self, person: Member) -> None:
        """Press a vote on the public board, or on a private page of it; two times at once now and then."""
        own = next((one.told for one in self.questions if one.person is person), 0)
        await self.server.until(lambda: self.board.controls(PUBLIC), "questions on the board", 30)
        message, door = self.board, PUBLIC
        if self.chance.random() < 0.5:
            page = self._pages.get(person.id)
            if page is None or self.chance.random() < 0.2:
                page = await self._page(person)
            if page.controls(PRIVATE):
                message, door = page, PRIVATE
        buttons = [part["custom_id"] for part in message.controls(door)]
        of_own = [button for button in buttons if number_of(button) == own]
        button = self.chance.choice(of_own or buttons)
        press = person.pressing(message, button)
        times = 2 if self.chance.random() < self.nervous else 1
        acts = tuple(person.act(COMPONENT, press, message.channel, message) for _ in range(times))
        self.votes.append(Vote(person, number_of(button), acts))
        await self._done(person, *acts)

    async def _page(self, person: Member) -> Message:
        """A page of the board for oneself."""
        answer = await person.press(self.board, "question-board", -1)
        self.waits.append(answer.seconds)
        await answer.settled()
        shown = answer.interaction.original if (answer.interaction.answer or {})["type"] == REPLY else None
        page = shown or (answer.followups[-1] if answer.followups else self.board)
        if page is not self.board:
            self._pages[person.id] = page
        return page

    async def _done(self, person: Member, *acts: Interaction) -> None:
        """Send them at once, and wait for all signs and for words about one of them, as long as the program lives."""
        line = {*self.server.gateway.live}
        await asyncio.gather(*(person.send(act) for act in acts))
        for answer in [await person.answered(act) for act in acts]:
            self.waits.append(answer.seconds)
        await self.server.until(
            lambda: any(map(said, acts)) or line.isdisjoint(self.server.gateway.live), f"words about {acts[0].data}"
        )
        for act in acts:
            assert not any(sentence in said(act) for sentence in BROKE), said(act)

    async def moderate(self, boss: Member, rest: float) -> None:
        """Approve what waits by a working card, until cancelled."""
        card = (await (await boss.slash("panel queue", session=self.session)).settled()).message
        while True:
            await asyncio.sleep(self.chance.uniform(rest / 2, rest * 3 / 2))
            control = next(one for one in ("panel-approve", "panel-look-again", "panel-look") if card.controls(one))
            answer = await boss.press(card, control)
            self.waits.append(answer.seconds)
            self.approved |= {int(found) for found in APPROVED.findall(said(answer.interaction))}

    # What must be so

    def broken(self, database: Path, keys: Path) -> Iterator[str]:
        """What somebody was told and is not stored so, what is stored twice, and what nobody did."""
        tokens = self._tokens(keys)
        rows = ask(database, "SELECT text, number, asker, name, token, votes FROM question")
        yield from self._misstored(rows, tokens)
        votes = ask(database, "SELECT question, voter FROM question_vote")
        yield from self._miscounted(votes, tokens)
        counts = Counter(number for number, _ in votes)
        yield from (f"#{number} says {shown} votes, and has {counts[number]}"
                    for _, number, *_, shown in rows if shown != counts[number])  # fmt: skip

    def _tokens(self, keys: Path) -> dict[int, str]:
        found = [key for name, key in json.loads(keys.read_text()).items() if name.startswith(f"box:{self.session}:")]
        secret = bytes.fromhex(found[0]) if len(found) == 1 else b""
        assert secret, f"{len(found)} keys of one box"
        every = [person.id for person in self.people]
        return {one: blake2b(str(one).encode(), key=secret, digest_size=16).hexdigest() for one in every}

    def _misstored(self, rows: Sequence[tuple[object, ...]], tokens: dict[int, str]) -> Iterator[str]:
        times = Counter(row[0] for row in rows)
        yield from (f"{text!r} is stored {found} times" for text, found in times.items() if found > 1)
        stored = {row[0]: row[1:5] for row in rows}
        for one in self.questions:
            asker = (one.person.id, one.person.user.name, None) if one.named else (None, "", tokens[one.person.id])
            kept = stored.pop(one.text, None)
            if kept and kept[1:] != asker:
                yield f"{one.text!r} is stored as {kept[1:]}'s, not {asker}'s"
            if one.told and (kept is None or kept[0] != one.told):
                yield f"{one.text!r} was told to be #{one.told}, and is {kept}"
        yield from (f"{text!r} was asked by nobody" for text in stored)

    def _miscounted(self, votes: Sequence[tuple[int, str]], tokens: dict[int, str]) -> Iterator[str]:
        """A press that was told turned the vote over; one that was not told may have. Nobody votes for their own."""
        wanted: dict[tuple[int, str], bool | None] = {}
        of_own = {(one.told, tokens[one.person.id]) for one in self.questions if one.told}
        for vote in self.votes:
            which, told = (vote.number, tokens[vote.person.id]), vote.told
            before, is_own = wanted.get(which, False), which in of_own
            if vote.own != is_own and (vote.own or told):
                yield f"#{vote.number}, {'' if is_own else 'not '}their own: told {told}, refused {vote.own}"
            elif len(told) == 2:
                if {*told} != {True, False}:
                    yield f"two presses at once on #{vote.number} were told {told}"
            elif told:
                wanted[which] = told[0]
                if before is told[0]:
                    yield f"a press on #{vote.number} was told {told[0]}, and so was the one before"
            elif not vote.own:
                wanted[which] = None
        there = {*votes}
        yield from (f"the vote {which} was told {want}, and is not so"
                    for which, want in wanted.items() if want is not None and want != (which in there))  # fmt: skip
        yield from (f"nobody gave the vote {which}" for which in there - wanted.keys())

    def hurried(self, seconds: float) -> Iterator[str]:
        """Edits of the public board that came sooner than that after the one before, and requests that were refused."""
        edits = self.edits()
        yield from (f"two edits within {after - before:.3f} s" for before, after in pairwise(edits)
                    if after - before < seconds)  # fmt: skip
        yield from (f"{call.method} {call.path} came too early" for call in self.server.calls
                    if call.status == 429 and call.path.endswith(f"/messages/{self.board.id}"))  # fmt: skip

    def edits(self) -> list[float]:
        """When the public board was edited, by the loop's time."""
        calls = self.server.requests("PATCH", f"/channels/{self.board.channel.id}/messages/{self.board.id}")
        return [call.at for call in calls]

    def counted(self) -> Counter[str]:
        """How many were told what."""
        told = Counter(kind for vote in self.votes for kind in vote.told)
        return Counter(
            questions=sum(one.told > 0 for one in self.questions), votes=told[True] + told[False], back=told[False],
            own=sum(vote.own for vote in self.votes),
        )  # fmt: skip
