"""Which reminders there are: single cases by hand, and everything at once against an outbox in memory."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.agenda.model import Block, Programme, Session, Speaker, Status, Text
from bot.core.phrasebook import Phrasebook
from bot.outbox.model import Delivery, Line, State, To, moment, wording
from bot.reminders.model import Preference, Quiet, Star, Unsent, Via
from bot.reminders.planner import GRACE, Plan, Stage, Told, due_time, key_of, plan
from bot.reminders.rounds import on_stage
from tests.unit.reminder_world import EVENTS, OPENING, Event, World, small_programme

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONG_BEFORE = OPENING - timedelta(days=7)
BEFORE = OPENING - timedelta(hours=1)
MINUTE = timedelta(minutes=1)
BY_DM = Preference(7, LONG_BEFORE, via=Via.DM)
BY_CHANNEL = replace(BY_DM, via=Via.CHANNEL)
KEY = "reminder:a:20240328T0100Z:7"


def changed(code: str = "a", **changes: object) -> Programme:
    session = replace(small_programme().sessions_by_code[code], **changes)  # type: ignore[arg-type]
    return small_programme(**{code: session})


def planned(
    programme: Programme | None = None,
    preference: Preference = BY_DM,
    told: Iterable[Told] = (),
    *,
    now: datetime = BEFORE,
    stars: Iterable[str] = ("a",),
    since: datetime = LONG_BEFORE,
    **more: object,
) -> Plan:
    starred = [Star(7, code, since) for code in stars]
    return plan(programme or small_programme(), starred, {7: preference}, told, now, **more)  # type: ignore[arg-type]


def as_told(delivery: Delivery, state: State = State.OPEN, *, attempted: bool | None = None) -> Told:
    tried = state is State.SENT if attempted is None else attempted
    return Told(delivery.key, state, delivery.to, delivery.lines, delivery.due, delivery.expires, tried)


def first(**more: object) -> Delivery:
    (delivery,) = planned(**more).post  # type: ignore[arg-type]
    return delivery


# What is promised


def test_star_is_a_promise_before_the_start() -> None:
    main = wording("Main hall")
    title = wording({"en": "Session a", "zh-CN": "第a场"})
    assert planned() == Plan(post=(
        Delivery(
            key=KEY,
            kind="reminder",
            to=To.person(7),
            lines=(Line("reminder-session", {"title": title, "start": moment(OPENING), "room": main}),),
            due=OPENING - timedelta(minutes=10),
            expires=OPENING + GRACE,
            subject="a",
        ),
    ))


def test_those_who_chose_the_channel_are_mentioned_there() -> None:
    assert first(preference=BY_CHANNEL).to == To.mention(7, "reminders")


@pytest.mark.parametrize("via", [None, Via.OFF])
def test_nobody_is_told_who_did_not_choose_it(via: Via | None) -> None:
    assert planned(preference=replace(BY_DM, via=via)) == Plan()


def test_someone_never_asked_is_told_nothing() -> None:
    assert plan(small_programme(), [Star(7, "a", LONG_BEFORE)], {}, [], BEFORE) == Plan()


def test_chatham_house_star_is_never_in_a_channel() -> None:
    secret = changed(chatham_house=True)
    assert planned(secret, BY_CHANNEL) == Plan()
    delivery = first(programme=secret)
    assert (delivery.to, delivery.private, delivery.lines[-1].phrase) == (To.person(7), True, "session-chatham-house")


def test_session_that_turns_chatham_house_loses_its_mention() -> None:
    told = as_told(first(preference=BY_CHANNEL))
    assert planned(changed(chatham_house=True), BY_CHANNEL, [told]) == Plan(withdraw=(KEY,))


def test_session_that_shares_its_time_is_told_with_its_place() -> None:
    plain = small_programme()
    together = [replace(s, block="k", position=n, start=OPENING, end=None) for n, s in enumerate(plain, start=1)]
    programme = Programme.checked(
        plain.name, plain.timezone, plain.rooms, (), [Block("k", Text.of("Keynotes"))], together
    )
    delivery = first(programme=programme, stars=["c"])
    assert delivery.due == OPENING - timedelta(minutes=10)
    assert delivery.lines[1] == Line("reminder-in-block", {"block": wording("Keynotes"), "place": 3, "count": 4})


@pytest.mark.parametrize(
    "changes",
    [{"start": None, "end": None}, {"status": Status.CANCELLED}, {"status": Status.POSTPONED}],
)
def test_session_without_a_time_or_that_does_not_take_place_is_not_announced(changes: dict[str, object]) -> None:
    assert planned(changed(**changes)) == Plan()


def test_reminder_far_ahead_is_not_written_down_yet() -> None:
    assert planned(now=OPENING - timedelta(hours=10)) == Plan()


def test_three_hundred_stars_are_three_hundred_promises() -> None:
    plain = small_programme()
    sessions = [replace(plain.sessions[0], code=f"s{n}", start=OPENING + n * MINUTE / 3) for n in range(300)]
    programme = Programme.checked(plain.name, plain.timezone, plain.rooms, (), (), sessions)
    made = planned(programme, stars=[session.code for session in sessions])
    assert len({delivery.key for delivery in made.post}) == 300


# When


def due(start: str, quiet: str, lead: int = 10, made: datetime = LONG_BEFORE) -> datetime | Unsent:
    day = datetime(2024, 3, 28, tzinfo=SHANGHAI)
    begins = day + timedelta(hours=int(start[:2]), minutes=int(start[3:]))
    session = replace(small_programme().sessions[0], start=begins)
    preference = replace(BY_DM, lead=lead, quiet=Quiet.read(quiet) if quiet else None)
    found = due_time(session, preference, SHANGHAI, made)
    return found if isinstance(found, Unsent) else found.astimezone(SHANGHAI)


def at(hour: int, minute: int) -> datetime:
    return datetime(2024, 3, 28, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "quiet", "lead", "expected"),
    [
        ("09:00", "", 10, at(8, 50)),
        ("09:00", "", 0, at(9, 0)),
        ("08:00", "22:00-07:30", 60, at(7, 30)),
        ("08:00", "22:00-08:00", 60, at(8, 0)),
        ("08:00", "22:00-07:30", 10, at(7, 50)),
        ("07:00", "22:00-07:30", 10, Unsent.QUIET),
        ("22:05", "22:00-07:30", 10, at(21, 55)),
        ("22:10", "22:00-07:30", 10, Unsent.QUIET),
    ],
)
def test_quiet_hours_delay_a_reminder_or_swallow_it(
    start: str, quiet: str, lead: int, expected: datetime | Unsent
) -> None:
    assert due(start, quiet, lead) == expected


def test_promise_made_after_its_lead_is_due_at_once() -> None:
    assert due("09:00", "", made=at(8, 57)) == at(8, 57)


def test_clock_that_was_put_back_holds_up_no_promise() -> None:
    now = OPENING - 5 * MINUTE
    assert first(now=now, since=now + 4 * MINUTE).due == now


@pytest.mark.parametrize("made", [at(9, 0), at(9, 3)])
def test_session_that_has_begun_is_no_promise_any_more(made: datetime) -> None:
    assert due("09:00", "", made=made) is Unsent.BEGUN


def test_session_moved_ahead_past_its_lead_is_told_at_once() -> None:
    now = OPENING - 4 * MINUTE
    assert first(now=now, released=now).due == now


def test_after_an_outage_the_reminder_keeps_the_time_it_should_have_had() -> None:
    """So that whoever sends it sees that it is late."""
    late = first(now=OPENING + 3 * MINUTE, missed=True)
    assert (late.due, late.expires) == (OPENING - timedelta(minutes=10), OPENING + timedelta(minutes=5))


def test_what_an_outage_let_pass_is_written_down_to_expire_only_where_nobody_looked_before() -> None:
    over = OPENING + timedelta(hours=1)
    assert first(now=over, missed=True).expires < over
    assert planned(now=over, missed=False) == Plan()


# What changes


def test_planned_again_nothing_is_new() -> None:
    assert planned(told=[as_told(first())]) == Plan()


def test_session_that_moves_takes_its_reminder_along() -> None:
    moved = changed(start=OPENING + 30 * MINUTE)
    made = planned(moved, told=[as_told(first())])
    assert ([d.key for d in made.post], made.withdraw) == (["reminder:a:20240328T0130Z:7"], (KEY,))


def test_session_that_moves_after_the_reminder_corrects_it_and_promises_anew() -> None:
    moved = changed(start=OPENING + 30 * MINUTE, rooms=("side",))
    made = planned(moved, told=[as_told(first(), State.SENT)])
    values = {
        "title": wording({"en": "Session a", "zh-CN": "第a场"}),
        "old": moment(OPENING),
        "start": moment(OPENING + 30 * MINUTE),
        "room": wording({"en": "Side room", "zh-CN": "侧厅"}),
    }
    assert made.correct == ((KEY, (Line("reminder-was-moved", values),)),)
    assert ([d.key for d in made.post], made.withdraw) == (["reminder:a:20240328T0130Z:7"], ())


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"status": Status.CANCELLED}, "reminder-was-cancelled"),
        ({"status": Status.POSTPONED}, "reminder-was-postponed"),
        ({"start": None, "end": None}, "reminder-was-postponed"),
    ],
)
def test_session_that_does_not_take_place_is_withdrawn_or_corrected(changes: dict[str, object], phrase: str) -> None:
    assert planned(changed(**changes), told=[as_told(first())]) == Plan(withdraw=(KEY,))
    made = planned(changed(**changes), told=[as_told(first(), State.SENT)])
    assert [(key, [line.phrase for line in lines]) for key, lines in made.correct] == [(KEY, [phrase])]
    corrected = replace(as_told(first(), State.SENT), lines=made.correct[0][1])
    assert planned(changed(**changes), told=[corrected]) == Plan()


def test_postponed_session_with_a_new_time_is_announced_again() -> None:
    withdrawn = as_told(first(), State.WITHDRAWN)
    assert [d.key for d in planned(told=[withdrawn]).rewrite] == [KEY]


def test_room_changes_in_the_reminder_that_waits_and_in_the_one_sent() -> None:
    other = changed(rooms=("side",))
    assert [d.key for d in planned(other, told=[as_told(first())]).rewrite] == [KEY]
    made = planned(other, told=[as_told(first(), State.SENT)])
    ((key, lines),) = made.correct
    assert (key, lines[0], lines[1]) == (
        KEY, first(programme=other).lines[0], Line("reminder-room-was", {"room": wording("Main hall")})
    )
    assert planned(other, told=[replace(as_told(first(), State.SENT), lines=lines)]) == Plan()


def test_session_that_moves_back_restores_the_reminder_sent() -> None:
    (_, moved_lines), = planned(changed(start=OPENING + 30 * MINUTE), told=[as_told(first(), State.SENT)]).correct
    back = planned(told=[replace(as_told(first(), State.SENT), lines=moved_lines)])
    assert [(key, lines[0]) for key, lines in back.correct] == [(KEY, first().lines[0])]
    assert back.post == ()


def test_message_on_its_way_is_taken_back_and_corrected() -> None:
    """Whether it arrived is not known yet."""
    on_its_way = as_told(first(), attempted=True)
    made = planned(changed(status=Status.CANCELLED), told=[on_its_way])
    assert (made.withdraw, [key for key, _ in made.correct]) == ((KEY,), [KEY])


def test_message_on_its_way_is_not_written_anew_but_corrected() -> None:
    made = planned(changed(rooms=("side",)), told=[as_told(first(), attempted=True)])
    assert (made.rewrite, made.withdraw, [key for key, _ in made.correct]) == ((), (), [KEY])


def test_unstarring_withdraws_what_waits_and_leaves_what_was_sent() -> None:
    assert planned(stars=[], told=[as_told(first())]) == Plan(withdraw=(KEY,))
    assert planned(stars=[], told=[as_told(first(), State.SENT)]) == Plan()


def test_refused_reminder_waits_for_the_person_only_while_it_is_right() -> None:
    refused = as_told(first(), State.REFUSED)
    assert planned(told=[refused]) == Plan()
    assert planned(changed(status=Status.CANCELLED), told=[refused]).withdraw == (KEY,)
    assert planned(changed(rooms=("side",)), told=[refused]).rewrite != ()
    assert planned(changed(status=Status.CANCELLED), told=[refused], now=OPENING + timedelta(hours=1)) == Plan()


def test_choosing_another_way_changes_what_waits() -> None:
    made = planned(preference=BY_CHANNEL, told=[as_told(first())])
    assert [(d.key, d.to) for d in made.rewrite] == [(KEY, To.mention(7, "reminders"))]
    assert planned(preference=replace(BY_DM, via=Via.OFF), told=[as_told(first())]) == Plan(withdraw=(KEY,))


def test_longer_lead_brings_what_waits_forward() -> None:
    made = planned(preference=replace(BY_DM, lead=30), told=[as_told(first())])
    assert [d.due for d in made.rewrite] == [OPENING - timedelta(minutes=30)]


def test_reminder_that_waits_survives_a_release_after_the_start() -> None:
    waiting = as_told(first())
    assert planned(told=[waiting], now=OPENING + 2 * MINUTE, released=OPENING + MINUTE) == Plan()


def test_code_with_colons_keeps_its_corrections() -> None:
    plain = small_programme()
    odd = replace(plain.sessions[0], code="a:20240328T0100Z:9")
    programme = Programme.checked(plain.name, plain.timezone, plain.rooms, (), (), [odd])
    sent = as_told(first(programme=programme, stars=[odd.code]), State.SENT)
    gone = Programme.checked(plain.name, plain.timezone, plain.rooms, (), (), [replace(odd, status=Status.CANCELLED)])
    assert [key for key, _ in planned(gone, stars=[odd.code], told=[sent]).correct] == [sent.key]


# People on stage


def on_the_stage(session: Session) -> Session:
    names = ({"zh-CN": "姜宁", "en": "Willem Jiang"}, "Ana")
    return replace(session, speakers=tuple(Speaker(Text.of(name)) for name in names))


def test_people_on_stage_are_found_by_any_of_their_printed_names() -> None:
    programme = small_programme(a=on_the_stage(small_programme().sessions[0]))
    assert on_stage(programme, {"Willem Jiang": 7, "Ana": 8, "Nobody": 9}) == {"a": {7, 8}}
    assert on_stage(programme, {"姜宁": 7}) == {"a": {7}}
    assert on_stage(programme, {}) == {}


@pytest.mark.parametrize("via", [None, Via.DM, Via.CHANNEL])
def test_people_on_stage_are_told_by_direct_message_even_in_quiet_hours(via: Via | None) -> None:
    chosen = replace(BY_DM, via=via, quiet=Quiet.read("08:00-10:00"))
    made = planned(preference=chosen, stars=[], stage=Stage({"a": (7,)}))
    assert [(d.key, d.kind, d.to, d.due, d.lines[0].phrase) for d in made.post] == [(
        "speaker-reminder:a:20240328T0100Z:7", "speaker-reminder", To.person(7), OPENING - timedelta(minutes=30),
        "reminder-own-session",
    )]


def test_people_on_stage_can_turn_it_off() -> None:
    assert planned(preference=replace(BY_DM, via=Via.OFF), stars=[], stage=Stage({"a": (7,)})) == Plan()


def test_people_on_stage_nobody_knows_anything_of_are_told_too() -> None:
    made = plan(small_programme(), [], {}, [], BEFORE, stage=Stage({"a": (7,)}, timedelta(minutes=45)))
    assert [d.due for d in made.post] == [OPENING - timedelta(minutes=45)]


# In words


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_line_can_be_said(language: str) -> None:
    book = Phrasebook.load()
    programmes = [
        changed(status=Status.CANCELLED), changed(status=Status.POSTPONED), changed(start=OPENING + MINUTE),
        changed(rooms=("side",)), changed(title=Text.of("Other")), changed(chatham_house=True),
    ]
    sent = [as_told(first(), State.SENT)]
    plans = [planned(one, told=sent) for one in programmes]
    lines = [line for made in plans for _, corrected in made.correct for line in corrected]
    lines += [line for made in plans for delivery in made.post for line in delivery.lines] + [*first().lines]
    said = {line.phrase: book.say(language, line.phrase, **dict.fromkeys(line.values, "x")) for line in lines}
    assert {"reminder-was-cancelled", "reminder-was-postponed", "reminder-was-moved", "reminder-room-was",
            "reminder-was-corrected", "session-chatham-house", "reminder-session"} == said.keys()


# Everything at once


@dataclass
class Row:
    """A promise in the outbox in memory. `reached`: an attempt whose outcome nobody knows did arrive."""

    delivery: Delivery
    state: State = State.OPEN
    attempted: bool = False
    reached: bool = False
    correction: tuple[Line, ...] | None = None

    @property
    def shown(self) -> tuple[Line, ...]:
        return self.correction or self.delivery.lines


class MemoryOutbox:
    """Does what bot.outbox promises, and counts what people really received."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.received: Counter[str] = Counter()

    def told(self) -> list[Told]:
        return [
            Told(key, row.state, row.delivery.to, row.shown, row.delivery.due, row.delivery.expires,
                 row.attempted or row.state is State.SENT)
            for key, row in self.rows.items()
        ]

    def apply(self, made: Plan) -> None:
        for key in made.withdraw:
            if self.rows[key].state in {State.OPEN, State.REFUSED}:
                self.rows[key].state = State.WITHDRAWN
        for delivery in made.rewrite:
            row = self.rows[delivery.key]
            if row.state is State.WITHDRAWN and row.attempted:
                row.state = State.OPEN
            else:
                self.rows[delivery.key] = Row(delivery)
        for delivery in made.post:
            self.rows.setdefault(delivery.key, Row(delivery))
        for key, lines in made.correct:
            self.rows[key].correction = lines

    def pump(self, now: datetime, *, failing: bool = False, arrives: bool = False) -> None:
        """Attempt what is due. `failing`: no outcome is known afterwards; `arrives`: the messages did arrive."""
        for key, row in self.rows.items():
            if row.state is State.OPEN and row.delivery.expires <= now:
                row.state = State.EXPIRED
            if row.attempted and not failing and (row.reached or row.state is not State.OPEN):
                row.state, row.attempted = (State.SENT if row.reached else row.state), False
            elif row.state is State.OPEN and row.delivery.due <= now:
                arrived = not row.reached and (arrives or not failing)
                self.received[key] += arrived
                row.reached |= arrived
                row.attempted, row.state = failing, row.state if failing else State.SENT


class Story:
    """A world and an outbox, minute by minute; after each the promises are checked."""

    def __init__(self) -> None:
        self.world = World()
        self.outbox = MemoryOutbox()

    def plan(self) -> Plan:
        world = self.world
        return plan(
            world.programme, world.stars.values(), world.preferences, self.outbox.told(), world.now,
            released=world.released,
        )

    def happen(self, event: Event) -> None:
        if event.what == "wait":
            for _ in range(event.much):
                self.world.now += MINUTE
                self.beat()
        elif event.what == "outage":
            self.world.now += 3 * event.much * MINUTE
            self.beat()
        elif event.what == "failure":
            self.outbox.apply(self.plan())
            self.outbox.pump(self.world.now, failing=True, arrives=event.much % 2 == 0)
        else:
            self.world.happen(event)
            self.beat()

    def beat(self) -> None:
        self.outbox.apply(self.plan())
        assert self.plan() == Plan(), "planned again, nothing is new"
        before = self.outbox.received.copy()
        self.outbox.pump(self.world.now)
        self.outbox.apply(self.plan())
        self.check_received(self.outbox.received - before)
        self.check_promises()
        self.check_what_people_read()

    def check_received(self, just_now: Counter[str]) -> None:
        assert max(self.outbox.received.values(), default=0) <= 1, "nothing is told twice"
        for key in just_now:
            _, code, _, member = key.split(":")
            session = self.world.programme.sessions_by_code[code]
            assert (int(member), code) in self.world.stars
            assert session.status is Status.SCHEDULED
            assert session.start
            assert self.world.now < session.start + timedelta(minutes=5)
            preference = self.world.preferences[int(member)]
            assert not (session.chatham_house and preference.via is not Via.DM)
            assert preference.via in {Via.DM, Via.CHANNEL}

    def check_promises(self) -> None:
        """Whoever must know by now was told, unless that time had been over once before the clock was put back."""
        now = self.world.now
        for member, code in self.world.stars:
            session, preference = self.world.programme.sessions_by_code[code], self.world.preferences[member]
            if session.status is not Status.SCHEDULED or session.start is None or preference.via in {None, Via.OFF}:
                continue
            if session.chatham_house and preference.via is Via.CHANNEL:
                continue
            in_time = session.start - timedelta(minutes=preference.lead) <= now < session.start
            quiet = preference.quiet and preference.quiet.covers(now.astimezone(SHANGHAI).time())
            key = key_of("reminder", code, session.start, member)
            expired = key in self.outbox.rows and self.outbox.rows[key].state is State.EXPIRED
            if in_time and not quiet and not expired:
                assert self.outbox.received[key] == 1, f"{key} at {now}"

    def check_what_people_read(self) -> None:
        for key, row in self.outbox.rows.items():
            if row.reached:
                _, code, promised, _ = key.split(":")
                session = self.world.programme.sessions_by_code[code]
                assert row.shown[0].phrase == expected_phrase(session, promised), key
                if row.shown[0].phrase == "reminder-session":
                    assert row.shown[0].values["room"] == expected_room(session)


def expected_phrase(session: Session, promised: str) -> str:
    if session.status is Status.CANCELLED:
        return "reminder-was-cancelled"
    if session.status is Status.POSTPONED or session.start is None:
        return "reminder-was-postponed"
    return "reminder-session" if f"{session.start:%Y%m%dT%H%MZ}" == promised else "reminder-was-moved"


def expected_room(session: Session) -> object:
    rooms = {(): {"phrase": "room-none", "values": {}}, ("main",): {"wording": "Main hall"},
             ("side",): {"wording": {"zh-CN": "侧厅", "en": "Side room"}}}
    return rooms.get(session.rooms, {"phrase": "session-every-room", "values": {}})


@settings(max_examples=100, deadline=None)
@given(st.lists(EVENTS, min_size=5, max_size=30))
def test_everyone_is_told_once_what_is_true_whatever_happens(events: list[Event]) -> None:
    story = Story()
    for member, via in ((1, 0), (2, 1)):
        story.happen(Event("via", "a", member, via))
        for code in "abcd":
            story.happen(Event("star", code, member, 0))
    for event in events:
        story.happen(event)
    for _ in range(60):
        story.world.now += 5 * MINUTE
        story.beat()
