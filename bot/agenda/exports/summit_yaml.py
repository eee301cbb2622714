"""Our own YAML, which says everything that the model holds: see `bot.agenda.formats.summit_yaml`."""

import re
from datetime import datetime
from typing import Any

import yaml

from bot.agenda.formats.csv_cells import moment_cell
from bot.agenda.model import Block, Kind, Programme, Session, Speaker, Status
from bot.core.phrasebook import Phrasebook

_QUOTED = re.compile(r"[\r\x85\u2028\u2029\ufeff]|^\d+:\d\d$")  # what YAML reads as line ends, as nothing, as numbers


class _Dumper(yaml.SafeDumper):
    """Indents lists, and writes texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _QUOTED.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def export(programme: Programme, _phrasebook: Phrasebook, _now: datetime) -> bytes:
    """The programme as UTF-8 YAML, in the order that our own format is described in."""
    blocks = {block.code: _block(block, programme) for block in programme.blocks}
    written = {
        "summit": programme.name.as_data(),
        "timezone": programme.timezone.key,
        "rooms": {room.code: room.name.as_data() for room in programme.rooms},
        "tracks": {track.code: track.name.as_data() for track in programme.tracks},
        "blocks": blocks,
        "sessions": [_session(session, programme, blocks.get(session.block, {})) for session in programme],
    }
    kept = {key: value for key, value in written.items() if value or key == "sessions"}
    data: str = yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return data.encode()


def _block(block: Block, programme: Programme) -> dict[str, Any]:
    """A block has the time and place of its sessions when all of them are at the same; `part` would undo the time."""
    sessions = programme.in_block(block.code)
    places = [_place(session, programme) for session in sessions if not session.part]
    same = len(places) == len(sessions) and all(place == places[0] for place in places)
    shared = same and places and {"day", "start"} <= places[0].keys()
    return {"title": block.title.as_data(), **(places[0] if shared else {})}


def _session(session: Session, programme: Programme, block: dict[str, Any]) -> dict[str, Any]:
    place = {} if "start" in block else _place(session, programme)
    told = {
        "code": session.code,
        "title": session.title.as_data(),
        "block": session.block,
        "position": session.position if session.block or session.position else "",
        "kind": "" if session.kind is Kind.TALK else session.kind.value,
        "language": session.language,
        "part": session.part.value if session.part else "",
        "speakers": [_speaker(speaker) for speaker in session.speakers],
        "abstract": session.abstract.as_data(),
        "status": "" if session.status is Status.SCHEDULED else session.status.value,
        "chatham_house": session.chatham_house,
        "questions": session.questions,
        "source_id": session.source_id,
        "url": session.url,
    }
    shown = {key: value for key, value in told.items() if value is not False and (value or value == 0)}
    return {**dict([*shown.items()][:2]), **place, **dict([*shown.items()][2:])}


def _place(session: Session, programme: Programme) -> dict[str, Any]:
    """Day, times, rooms and track, as far as there are any; `day: null` for a start without a day."""
    zone, day = programme.timezone, session.day
    told = {
        "day": day,
        "start": moment_cell(session.start, day, zone) if session.start else None,
        "end": moment_cell(session.end, day, zone) if session.end else None,
        "rooms": [*session.rooms],
        "track": session.track,
    }
    if session.start and session.end and session.end <= session.start:
        del told["end"]
    return {key: value for key, value in told.items() if value or (key == "day" and session.start)}


def _speaker(speaker: Speaker) -> Any:
    name, affiliation = speaker.name.as_data(), speaker.affiliation.as_data()
    if not affiliation and isinstance(name, str):
        return name
    return {"name": name, "affiliation": affiliation} if affiliation else {"name": name}
