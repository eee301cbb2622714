"""Readers for agendas in one site's own shape: no product formats, but real programmes and real versions of them.

`AGENDAS` is the folder that holds them, beside the project; tests that need it are marked `needs_agendas`.
"""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.agenda.formats import Venue
from bot.agenda.formats.draft import Draft
from bot.agenda.model import Kind, PartOfDay, Programme, Session, Speaker, Text

AGENDAS = Path(__file__).parents[1] / ".." / "shared" / "agendas"
needs_agendas = pytest.mark.skipif(not AGENDAS.is_dir(), reason=f"real agendas are not at {AGENDAS}")


def series(name: str) -> list[Path]:
    """The versions of one series, oldest first."""
    return sorted((AGENDAS / name).iterdir())


def _draft(name: str, timezone: ZoneInfo) -> Draft:
    return Draft(Venue(Text.of(name), timezone))


def _utc(draft: Draft, moment: str) -> datetime:
    return draft.local(datetime.fromisoformat(moment)).astimezone(UTC)


def _people(names: str, separator: str) -> tuple[Speaker, ...]:
    return tuple(Speaker(Text.of(name)) for name in names.split(separator) if name.strip())


def read_ospo(path: Path) -> Programme:
    """The OSPO Summit's site, taken from its HTML: days, forums ("venues"), sessions with a cell of time; no ids.

    Talks of one forum in one cell follow each other, so they are a block; in the forums that say so they are parallel.
    A session without a title has its forum's name.
    """
    data = yaml.safe_load(path.read_text("utf-8"))
    draft = _draft(data["event"], ZoneInfo(data["timezone"]))
    for day in data["days"]:
        for forum in day["venues"]:
            cells = Counter(entry["time"] for entry in forum["sessions"])
            seen: Counter[str] = Counter()
            for entry in forum["sessions"]:
                seen[entry["time"]] += 1
                together = cells[entry["time"]] > 1 and not any(word in forum["name"] for word in _PARALLEL)
                block = draft.block(f"{forum['name']} {entry['time']}") if together else ""
                session = _ospo_session(draft, day["date"], forum["name"], entry)
                draft.add(_in_block(session, block, seen[entry["time"]]))
    return draft.programme()


_PARALLEL = ("分组", "平行", "Office Hour")
_OSPO_KINDS = {
    "道": Kind.KEYNOTE, "法": Kind.PANEL, "术": Kind.DISCUSSION, "器": Kind.DISCUSSION, "Hour": Kind.OFFICE_HOUR,
}


def _ospo_session(draft: Draft, date: str, forum: str, entry: dict[str, Any]) -> Session:
    day = datetime.fromisoformat(date).date()
    kind = next((kind for word, kind in _OSPO_KINDS.items() if word in forum), Kind.TALK)
    start, _, end = (part.strip() for part in entry["time"].partition("-"))
    timed = bool(end)
    return Session(
        code="",
        title=Text.of(entry["title"] or forum),
        kind=Kind.BREAK if entry.get("is_break") else kind,
        day=day,
        start=_utc(draft, f"{date}T{start}") if timed else None,
        end=_utc(draft, f"{date}T{end}") if timed else None,
        part=None if timed else {"晚上": PartOfDay.EVENING}[start],
        track=draft.track(forum),
        speakers=tuple(
            Speaker(Text.of(person["name"]), Text.of(person["title"])) for person in entry.get("speakers", [])
        ),
    )


def _in_block(session: Session, block: str, position: int) -> Session:
    return replace(session, block=block, position=position) if block else session


def read_communityovercode(path: Path) -> Programme:
    """CommunityOverCode Asia: one entry a session from its English and Chinese page; no end times.

    In the series a page's body is left out: its SHA-1 stands for the abstract.
    """
    data = json.loads(path.read_text("utf-8"))
    draft = _draft("CommunityOverCode Asia 2026", ZoneInfo(data["timezone"]))
    for entry in data["sessions"]:
        start = entry["en"]["date"]
        room = _both(entry, "room")
        draft.add(Session(
            code="",
            source_id=entry["slug"],
            title=_both(entry, "title"),
            kind=Kind.KEYNOTE if entry["en"]["track"] == "keynote" else Kind.TALK,
            day=datetime.fromisoformat(start).date() if start else None,
            start=_utc(draft, start) if start else None,
            rooms=draft.rooms([room]),
            track=draft.track(entry["en"]["track"]),
            speakers=_presenters(entry),
            abstract=_both(entry, "body") or _both(entry, "body_sha1"),
            language={"Chinese Session": "zh", "English Session": "en"}.get(entry["en"]["stype"], ""),
        ))
    return draft.programme()


def _both(entry: dict[str, Any], field: str) -> Text:
    return Text.of({"en": entry["en"].get(field) or "", "zh-CN": entry["zh"].get(field) or ""})


def _presenters(entry: dict[str, Any]) -> tuple[Speaker, ...]:
    english, chinese = (
        [name.strip() for name in entry[language]["presenters"].split(",") if name.strip()] for language in ("en", "zh")
    )
    if len(english) != len(chinese):
        return tuple(Speaker(Text.of(name)) for name in english)
    return tuple(
        Speaker(Text.of({"en": one, "zh-CN": other})) for one, other in zip(english, chinese, strict=True)
    )


def read_pyconfr(path: Path) -> Programme:
    """PyConFR: pretalx talks in a grid of day, minute of the day, and room."""
    data = json.loads(path.read_text("utf-8"))
    draft = _draft("PyConFR 2025", ZoneInfo("Europe/Paris"))
    for day, minutes in data["schedule"].items():
        for talk in (talk for rooms in minutes.values() for talk in rooms.values()):
            (slot,) = talk["slots"]
            draft.add(Session(
                code="",
                source_id=talk["code"],
                title=Text.of(talk["title"]),
                day=datetime.fromisoformat(day).date(),
                start=_utc(draft, slot["start"]),
                end=_utc(draft, slot["end"]),
                rooms=draft.rooms([slot["room"]["name"]]),
                speakers=tuple(Speaker(Text.of(person["name"])) for person in talk["speakers"]),
                abstract=Text.of(talk["description"]),
                language=talk["content_locale"],
            ))
    return draft.programme()


def read_scale(path: Path) -> Programme:
    """SCaLE's signs: a flat list without ids; each time carries its own offset."""
    draft = _draft("SCaLE", ZoneInfo("America/Los_Angeles"))
    for entry in json.loads(path.read_text("utf-8")):
        start = _utc(draft, entry["StartTime"])
        draft.add(Session(
            code="",
            title=Text.of(entry["Name"]),
            day=draft.day_of(start),
            start=start,
            end=_utc(draft, entry["EndTime"]),
            rooms=draft.rooms([entry["Location"]]),
            track=draft.track(entry["Topic"]),
            speakers=_people(entry["Speakers"], ","),
            abstract=Text.of(entry["Description"]),
        ))
    return draft.programme()


def read_emf(path: Path) -> Programme:
    """EMF Camp: a flat list with wall-clock times; the days of a camp end in the small hours."""
    draft = _draft("EMF 2022", ZoneInfo("Europe/London"))
    for entry in json.loads(path.read_text("utf-8")):
        start = _utc(draft, entry["start_date"])
        draft.add(Session(
            code="",
            source_id=str(entry["id"]),
            title=Text.of(entry["title"]),
            day=draft.day_of(start),
            start=start,
            end=_utc(draft, entry["end_date"]),
            rooms=draft.rooms([entry["venue"]]),
            track=draft.track(entry["type"]),
            speakers=_people(entry["speaker"] or "", ","),
            abstract=Text.of(entry["description"]),
            url=entry["link"],
        ))
    return draft.programme()


def read_pyconchina(path: Path, year: int = 2021) -> Programme:
    """PyCon China: days without a year; talks under the time they share; an empty venue is the whole event."""
    draft = _draft("PyCon China 2021", ZoneInfo("Asia/Shanghai"))
    for listed in yaml.safe_load(path.read_text("utf-8"))["schedule"]:
        day = f"{year}-{listed['date'].replace('/', '-')}"
        for event in listed["events"]:
            for talk in event["talks"]:
                draft.add(Session(
                    code="",
                    source_id=talk.get("slug") or "",
                    title=Text.of(talk["title"]),
                    kind=_pyconchina_kind(event, talk),
                    day=datetime.fromisoformat(day).date(),
                    start=_utc(draft, f"{day}T{event['start']}"),
                    end=_utc(draft, f"{day}T{event['end']}"),
                    rooms=draft.rooms([talk.get("venue") or ""]),
                    speakers=_people(talk.get("speaker") or "", " / "),
                    abstract=Text.of(talk.get("desc")),
                ))
    return draft.programme()


def _pyconchina_kind(event: dict[str, Any], talk: dict[str, Any]) -> Kind:
    if event.get("type") == "break":
        return Kind.BREAK
    return Kind.KEYNOTE if talk.get("keynote") and not talk.get("venue") else Kind.TALK
