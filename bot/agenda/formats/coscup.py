"""The session JSON of COSCUP, SITCON and other Taiwanese conferences, which the OPass app reads.

Source: COSCUP/2022 and sitcon-tw/2021, `json/session.json`, and the OPass documentation. Titles, names and abstracts
come in `zh` (Taiwan's, so `zh-TW` here) and `en`; where both are the same, which is most often, that is one text in no
stated language. `broadcast` lists the rooms that a session is shown in beside its own. Breaks are sessions, too.
"""

from collections.abc import Iterable

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.loading import Entry, Words, json_seen, json_shaped
from bot.agenda.formats.markup import markdown_from_html
from bot.agenda.formats.times import Moment, span
from bot.agenda.formats.vocabulary import kind_of, language_tag, one_line, web_address
from bot.agenda.model import Kind, Programme, Session, Speaker, Text

NAME = "coscup"

CHINESE = "zh-TW"


class _Wording(Entry):
    title: Words = ""
    name: Words = ""
    description: Words = ""


class _Named(Entry):
    id: str
    zh: _Wording = _Wording()
    en: _Wording = _Wording()

    @property
    def called(self) -> Text:
        return Text.of({CHINESE: one_line(self.zh.name), "en": one_line(self.en.name)}) or Text.of(self.id)


class _Session(_Named):
    type: Words = ""
    room: Words = ""
    broadcast: tuple[str, ...] | None = None
    start: Moment
    end: Moment | None = None
    language: Words = ""
    speakers: tuple[str, ...] = ()
    uri: Words = ""

    @property
    def places(self) -> tuple[str, ...]:
        return (self.room, *(self.broadcast or ()))


class _Document(Entry):
    sessions: tuple[_Session, ...]
    speakers: tuple[_Named, ...] = ()
    session_types: tuple[_Named, ...] = ()
    rooms: tuple[_Named, ...] = ()


def recognises(file: AgendaFile) -> bool:
    """Whether it is JSON of sessions with a wording in `zh` or `en`, beside their types."""
    match json_seen(file):
        case {"sessions": [{"zh": dict()} | {"en": dict()}, *_], "session_types": list()}:
            return True
    return False


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The sessions. Raises Faults with line and field, all of them at once."""
    document = json_shaped(_Document, file)
    draft = Draft(venue)
    used = {place for session in document.sessions for place in session.places}
    for room in document.rooms:
        if room.id in used:
            draft.room(room.called)
    names = _Names(document)
    for session in document.sessions:
        draft.add(_session(draft, names, session))
    return draft.closed(file.name)


class _Names:
    """What ids stand for; an id that the file does not explain is its own name."""

    def __init__(self, document: _Document) -> None:
        self.people = {person.id: person.called for person in document.speakers}
        self.types = {kind.id: kind.called for kind in document.session_types}
        self.rooms = {room.id: room.called for room in document.rooms}

    @staticmethod
    def of(ids: Iterable[str], known: dict[str, Text]) -> tuple[Text, ...]:
        return tuple(known.get(one) or Text.of(one) for one in ids)


def _session(draft: Draft, names: _Names, session: _Session) -> Session:
    start, end = span(draft, session.start, session.end)
    title = Text.of({CHINESE: one_line(session.zh.title), "en": one_line(session.en.title)})
    (track,) = names.of([session.type], names.types)
    return Session(
        code="",
        title=title,
        kind=_kind(track, title.in_language(CHINESE), speakers=bool(session.speakers)),
        day=draft.day_of(start),
        start=start,
        end=end,
        rooms=draft.rooms(names.of(session.places, names.rooms)),
        track=draft.track(track),
        speakers=tuple(Speaker(name) for name in names.of(session.speakers, names.people)),
        abstract=Text.of({
            CHINESE: markdown_from_html(session.zh.description), "en": markdown_from_html(session.en.description)
        }),
        language=language_tag(session.language),
        source_id=session.id,
        url=web_address(session.uri),
    )


def _kind(track: Text, title: str, *, speakers: bool) -> Kind:
    """SITCON's types are kinds (Keynote, 論壇); COSCUP's are communities' tracks, whatever their names sound like."""
    named = kind_of(" ".join(track.every()))
    return named if named in {Kind.KEYNOTE, Kind.PANEL} else kind_of(title=title, speakers=speakers)
