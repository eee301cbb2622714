"""A table for spreadsheets: the plain one of `bot.agenda.formats.csv_table`, where its columns are explained.

UTF-8 with a byte order mark, by which Excel knows it; cells that a spreadsheet would run as formulas are escaped.
"""

import csv
from datetime import datetime
from io import StringIO

from bot.agenda.exports.shown import Carried, not_shown
from bot.agenda.formats import csv_table, extension
from bot.agenda.formats.csv_cells import escaped, moment_cell
from bot.agenda.formats.wording import clean, in_one_line, shown_name
from bot.agenda.model import Programme, Session, Status, Text
from bot.core.phrasebook import Phrasebook

_SHORT = {"zh-CN": "zh"}


def export(programme: Programme, _phrasebook: Phrasebook, _now: datetime) -> bytes:
    """The programme as a table, a session in each row."""
    codes = {session.code: session.code for session in programme}
    carried = not_shown(programme, programme, _written(programme, {}), csv_table.read, codes, by="code")
    return _written(programme, {code: {**data} for code, data in carried.items() if data.pop("code") and data})


def _written(programme: Programme, carried: Carried) -> bytes:
    columns = [*csv_table.COLUMNS]
    for name in ("abstract", "title"):
        texts = [getattr(session, name) for session in programme]
        languages = sorted({language for text in texts for language, _ in text.versions})
        place = columns.index(name) + 1
        columns[place:place] = [f"{name}_{_SHORT.get(language, language)}" for language in languages]
    table = StringIO(newline="")
    writer = csv.writer(table)
    data = extension.programme_data(programme, shown="")
    writer.writerow([*columns, f"{extension.NAME}:{extension.as_json(data)}"])
    for session in programme:
        cells = _cells(session, programme)
        ours = carried.get(session.code)
        row = [escaped(clean(cells.get(column, "")).strip()) for column in columns]
        writer.writerow([*row, extension.as_json(ours) if ours else ""])
    return table.getvalue().encode("utf-8-sig")


def _cells(session: Session, programme: Programme) -> dict[str, str]:
    zone, day = programme.timezone, session.day
    return {
        "code": session.code,
        "day": day.isoformat() if day else "",
        "start": moment_cell(session.start, day, zone) if session.start else "",
        "end": moment_cell(session.end, day, zone) if session.end and _has_length(session) else "",
        "part": session.part or "",
        "room": "; ".join(shown_name(programme.rooms_by_code[room]) for room in session.rooms),
        "track": shown_name(programme.tracks_by_code[session.track]) if session.track else "",
        "speakers": "; ".join(_speakers(session)),
        "kind": session.kind,
        "language": session.language,
        "status": "" if session.status is Status.SCHEDULED else session.status,
        "block": shown_name(programme.blocks_by_code[session.block]) if session.block else "",
        "position": str(session.position or ""),
        "chatham_house": "yes" if session.chatham_house else "",
        "questions": "yes" if session.questions else "",
        "source_id": session.source_id,
        "url": session.url,
        **_text("title", session.title if in_one_line(session.title) else Text.of(session.code)),
        **_text("abstract", session.abstract),
    }


def _has_length(session: Session) -> bool:
    return session.start is None or session.end is None or session.end > session.start


def _text(column: str, text: Text) -> dict[str, str]:
    stated = {f"{column}_{_SHORT.get(language, language)}": wording for language, wording in text.versions}
    return stated or {column: text.plain}


def _speakers(session: Session) -> list[str]:
    names = [(in_one_line(speaker.name), in_one_line(speaker.affiliation)) for speaker in session.speakers]
    return [f"{name} ({affiliation})" if affiliation else name for name, affiliation in names]
