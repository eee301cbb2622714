"""What the console shows: change sets as tables, faults as lines, in the language of the terminal."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from bot.agenda.changes import Aspect, ChangeSet, SessionChange
from bot.agenda.model import Programme, Session
from bot.core.phrasebook import Phrasebook, choose_language
from bot.core.refusal import Faults, Refusal
from bot.discord_io.wording import Wording

_COLOURS = {Aspect.ADDED: "green", Aspect.CANCELLED: "red", Aspect.POSTPONED: "yellow", Aspect.RESTORED: "green"}


class Terminal:
    """One terminal and the language it is read in."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        """The language is that of LC_ALL, LC_MESSAGES or LANG, as for every program of the system."""
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        locale = next((value for name in names if (value := variables.get(name))), "")
        self.language = choose_language(locale.replace("_", "-"), default="en")
        self.phrasebook = Phrasebook.load()
        self.out = Console(highlight=False)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, key: str, /, **values: object) -> None:
        """A sentence on standard output."""
        self.out.print(escape(self.phrasebook.say(self.language, key, **values)), soft_wrap=True)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell faults, a line each, or a refusal's sentence on standard error, and end with exit code 1."""
        try:
            yield
        except Faults as refused:
            for line in self.phrasebook.describe(self.language, refused):
                self.err.print(escape(line))
            raise typer.Exit(1) from refused
        except Refusal as refused:
            self.err.print(escape(self.phrasebook.refusal(self.language, refused)))
            raise typer.Exit(1) from refused

    @contextmanager
    def counting(self, total: int, key: str) -> Iterator[Callable[[], None]]:
        """A progress bar on standard error, where that is a terminal; what it gives is called after each step."""
        with Progress(console=self.err, transient=True, disable=not self.err.is_terminal) as progress:
            task = progress.add_task(escape(self.phrasebook.say(self.language, key)), total=total)
            yield lambda: progress.advance(task)

    def show_changes(self, changes: ChangeSet) -> None:
        """The change set as a table, its counts, and what holds it back."""
        if not changes:
            self.say("changes-none")
            return
        wording = Wording(self.phrasebook, self.language, changes.after.timezone)
        table = Table("", wording.say("changes-session"), wording.say("changes-what"), show_lines=False)
        for change in changes.changes:
            kinds, colour = self._aspects(change)
            words = "\n".join(describe_change(change, changes.after, wording))
            table.add_row(f"[{colour}]{kinds}[/]", escape(_title(change.after, self.language)), escape(words))
        for frame in changes.frame:
            before, after = (text.in_language(self.language) if text else "–" for text in (frame.before, frame.after))
            table.add_row(wording.say(f"frame-{frame.frame}"), escape(frame.code), escape(f"{before} → {after}"))
        self.out.print(table)
        counts = [f"{wording.say(f'aspect-{aspect}')} {count}" for aspect, count in sorted(changes.counts().items())]
        self.out.print(" · ".join(counts))
        for hold in changes.holds:
            name = hold.name.in_language(self.language)
            what = wording.say(f"hold-{hold.reason}", lost=hold.lost, total=hold.total, name=name)
            self.say("console-held", what=what)

    def _aspects(self, change: SessionChange) -> tuple[str, str]:
        order = [aspect for aspect in Aspect if aspect in change.aspects]
        words = [self.phrasebook.say(self.language, f"aspect-{aspect}") for aspect in order]
        return ", ".join(words), next((_COLOURS[aspect] for aspect in order if aspect in _COLOURS), "cyan")


def describe_change(change: SessionChange, programme: Programme, wording: Wording) -> list[str]:
    """What changed about one session, old → new, a line for each aspect that can be shown so."""
    before, after = change.before, change.after
    if before is None:
        return [" ".join([_when(after, wording), *_rooms(after, programme, wording)])]
    lines = []
    if Aspect.MOVED in change.aspects:
        lines.append(f"{_when(before, wording)} → {_when(after, wording)}")
    if Aspect.ROOM in change.aspects:
        old, new = (", ".join(_rooms(session, programme, wording)) or "–" for session in (before, after))
        lines.append(f"{old} → {new}")
    if Aspect.RETITLED in change.aspects:
        lines.append(f"{_title(before, wording.language)} → {_title(after, wording.language)}")
    if Aspect.SPEAKERS in change.aspects:
        old, new = (_names(session, wording) or "–" for session in (before, after))
        lines.append(f"{old} → {new}")
    return lines


def _title(session: Session, language: str) -> str:
    return session.title.in_language(language) or session.code


def _when(session: Session, wording: Wording) -> str:
    return f"{wording.day(session.day) if session.day else ''} {wording.hours(session)}".strip()


def _rooms(session: Session, programme: Programme, wording: Wording) -> list[str]:
    known = programme.rooms_by_code
    return [known[code].name.in_language(wording.language) if code in known else code for code in session.rooms]


def _names(session: Session, wording: Wording) -> str:
    return ", ".join(speaker.name.in_language(wording.language) for speaker in session.speakers)
