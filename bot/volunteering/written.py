"""Tasks as JSON: a draft's fields that are not at their defaults. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.agenda.model import Text
from bot.volunteering.model import Draft, Fixed, Preparation, Tied, Timing

_TIME = "%Y-%m-%dT%H:%M:%SZ"


def time_text(moment: datetime) -> str:
    """An aware time as the tables have it: UTC, to the second."""
    return moment.astimezone(UTC).strftime(_TIME)


def draft_data(draft: Draft) -> dict[str, Any]:
    """What `draft_from` reads back."""
    return {key: value for key, value in _fields(draft) if value not in ("", [], None)}


def _fields(draft: Draft) -> Iterator[tuple[str, Any]]:
    yield "title", draft.title.as_data()
    yield "team", draft.team
    yield "timing", timing_data(draft.timing)
    yield "minimum", draft.minimum
    yield "maximum", draft.maximum
    yield "code", draft.code
    yield "instructions", draft.instructions.as_data()
    yield "place", draft.place.as_data()
    yield "skills", [*draft.skills]
    yield "languages", [*draft.languages]
    yield "lead", draft.lead
    yield "drop_before", draft.drop_before


def timing_data(timing: Timing) -> dict[str, Any]:
    """When, as JSON."""
    match timing:
        case Fixed(start, end):
            return {"start": time_text(start), "end": time_text(end)}
        case Tied(session, before, after):
            return {"session": session, "before": before, "after": after}
        case Preparation(due):
            return {"due": time_text(due)}


def draft_from(data: Mapping[str, Any]) -> Draft:
    """The draft that `draft_data` wrote."""
    return Draft(
        title=Text.of(data.get("title")),
        team=data.get("team", ""),
        timing=_timing(data["timing"]),
        minimum=data.get("minimum", 1),
        maximum=data.get("maximum", 1),
        code=data.get("code", ""),
        instructions=Text.of(data.get("instructions")),
        place=Text.of(data.get("place")),
        skills=tuple(data.get("skills", ())),
        languages=tuple(data.get("languages", ())),
        lead=data.get("lead"),
        drop_before=data.get("drop_before"),
    )


def _timing(data: Mapping[str, Any]) -> Timing:
    if "session" in data:
        return Tied(data["session"], data["before"], data["after"])
    if "due" in data:
        return Preparation(datetime.fromisoformat(data["due"]))
    return Fixed(datetime.fromisoformat(data["start"]), datetime.fromisoformat(data["end"]))


def followed(current: Draft, said: Draft, now_says: Draft) -> Draft:
    """`current` with what the source says otherwise than before: what was changed in chat stands where it does not."""
    old, new = draft_data(said), draft_data(now_says)
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    return replace(current, **{name: getattr(now_says, name) for name in changed})
