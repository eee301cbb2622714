"""pretalx's API list of talks or submissions, saved as JSON: a bare list, or the one page the API answers with.

Talks that are accepted but not placed yet have neither time nor room. Source: pretalx's API documentation, "Talks" and
"Submissions"; names may come as text, by language, or as an object with a `name`.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, RootModel

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.loading import Entry, Words, json_of, json_seen, json_shaped
from bot.agenda.formats.markup import markdown_from_html
from bot.agenda.formats.times import Length, Moment, span
from bot.agenda.formats.vocabulary import kind_of, language_tag, one_line, told_once
from bot.agenda.model import Programme, Session, Speaker, Status, Text
from bot.core.refusal import Fault, Faults
from bot.core.validation import misfit
from bot.core.yaml_syntax import shown

NAME = "pretalx-talks"

_ABSENT = {"submitted", "rejected", "draft", "deleted"}  # states that were never, or are no more, in the programme
_OFF = {"canceled", "withdrawn"}


def _label(value: object) -> Text:
    match value:
        case None | int():  # an id that was not asked to be spelt out names nothing
            return Text()
        case {"name": name}:
            return _label(name)
        case str():
            return Text.of(one_line(value))
        case Mapping() if all(isinstance(key, str) and isinstance(text, str) for key, text in value.items()):
            return Text.of({language_tag(key) or key: one_line(text) for key, text in value.items()})
    raise misfit("fault-text", seen=shown(str(value)))


_Label = Annotated[Text, BeforeValidator(_label)]


class _Person(Entry):
    name: Words = ""


class _Slot(Entry):
    room: _Label = Text()
    start: Moment | None = None
    end: Moment | None = None


class _Talk(Entry):
    code: str
    title: str
    speakers: tuple[_Person | str, ...] = ()
    submission_type: _Label = Text()
    track: _Label = Text()
    state: Words = ""
    abstract: Words = ""
    description: Words = ""
    duration: Length | None = None
    content_locale: Words = ""
    slot: _Slot | None = None
    slots: tuple[_Slot, ...] = ()


class _Talks(RootModel[tuple[_Talk, ...]]):
    pass


class _Page(Entry):
    results: tuple[_Talk, ...]
    next: Any = None


def recognises(file: AgendaFile) -> bool:
    """Whether it is JSON whose entries have pretalx's code, state and submission type."""
    match json_seen(file):
        case [{"code": _, "title": _, "state": _, "submission_type": _}, *_]:
            return True
        case {"results": [{"code": _, "title": _, "state": _, "submission_type": _}, *_]}:
            return True
    return False


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The talks. Raises Faults with line and field, all of them at once; also for one page out of several."""
    draft = Draft(venue)
    for talk in _talks(file):
        if talk.state not in _ABSENT:
            draft.add(_session(draft, talk))
    return draft.closed(file.name)


def _talks(file: AgendaFile) -> tuple[_Talk, ...]:
    if isinstance(json_of(file), list):
        return json_shaped(_Talks, file).root
    page = json_shaped(_Page, file)
    if page.next:
        raise Faults([Fault(file.name, "agenda-one-page", field="next", values={"next": shown(str(page.next), 200)})])
    return page.results


def _session(draft: Draft, talk: _Talk) -> Session:
    slots = talk.slots or ((talk.slot,) if talk.slot else ())
    first = slots[0] if slots else _Slot()
    start, end = span(draft, first.start, first.end, talk.duration)
    names = [one_line(person if isinstance(person, str) else person.name) for person in talk.speakers]
    return Session(
        code="",
        title=Text.of(one_line(talk.title)),
        kind=kind_of(talk.submission_type.in_language("en"), talk.title),
        day=draft.day_of(start),
        start=start,
        end=end,
        rooms=draft.rooms(slot.room for slot in slots if slot.start == first.start),
        track=draft.track(talk.track),
        speakers=tuple(Speaker(Text.of(name)) for name in names if name),
        abstract=Text.of(told_once(markdown_from_html(talk.abstract), markdown_from_html(talk.description))),
        language=language_tag(talk.content_locale),
        status=Status.CANCELLED if talk.state in _OFF else Status.SCHEDULED,
        source_id=talk.code,
    )
