"""`summit-bot export site`: the same pages as files with relative links, for any static host or none at all.

The default language lies at the root, the others in folders by their names. What changes by the minute is left out.
"""

import posixpath
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path

from bot.agenda.changes import Released
from bot.agenda.exports import EXPORTS
from bot.agenda.model import Programme, Session
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Refusal
from bot.web import views
from bot.web.entries import View
from bot.web.feeds import atom
from bot.web.news import changes_of, changes_values
from bot.web.reading import Reader
from bot.web.rendering import assets, rendered

MARK = ".summit-bot-site"
"""Name of the file by which a folder is known to hold nothing but an export, which may be replaced."""

_STATIC = ("site.css", "icon.svg")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # pages that lie in files know no now


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site: its path below the folder, and what makes it."""

    path: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Published:
    """What an export is made from. `updated` (aware): of the last release; `now`: of the export.

    `language` lies at the root.
    """

    programme: Programme
    history: tuple[Released, ...]
    updated: datetime
    now: datetime
    phrasebook: Phrasebook
    language: str

    def files(self) -> Sequence[File]:
        """All files, none of them made yet."""
        made = [File(MARK, bytes), *(File(f"static/{name}", partial(bytes, assets()[name].body)) for name in _STATIC)]
        made.append(File("agenda.ics", partial(self._calendar, self.programme.sessions)))
        made += [
            File(f"session/{_file_name(session.code)}.ics", partial(self._calendar, (session,)))
            for session in self.programme
        ]
        for language in LANGUAGES:
            made += self._pages(language)
        return made

    def _pages(self, language: str) -> Iterator[File]:
        reader = Reader(self.phrasebook, language, self.programme.timezone)
        view = View.of(self.programme, reader, _NEVER, self.history)

        def file(path: str, template: str, make: Callable[[View], views.Values]) -> File:
            return File(self._folder(language) + path, partial(self._page, view, path, template, make))

        for day in (None, *self.programme.days):
            path = f"agenda-{day}.html" if day else "index.html"
            yield file(path, "agenda.html", partial(views.agenda_values, chosen=views.Chosen(day)))
        for session in self.programme:
            path = f"session/{_file_name(session.code)}.html"
            yield file(path, "session.html", partial(views.session_values, session=session))
        yield file("changes.html", "changes.html", changes_values)
        link = self._link(language, "changes.atom")
        yield File(f"{self._folder(language)}changes.atom", lambda: atom(view, changes_of(view), self.updated, link))

    def _calendar(self, sessions: Sequence[Session]) -> bytes:
        return EXPORTS["ics"](self.programme.only(sessions), self.phrasebook, self.now)

    def _folder(self, language: str) -> str:
        return "" if language == self.language else f"{language}/"

    def _page(self, view: View, path: str, template: str, make: Callable[[View], views.Values]) -> bytes:
        language = view.reader.language
        here = posixpath.dirname(self._folder(language) + path)
        switch = {other: posixpath.relpath(self._folder(other) + path, here or ".") for other in LANGUAGES}
        given = {"summit": self.programme.name, "live": False, "webcal": ""}
        return rendered(template, view.reader, self._link(language, path), switch, **given, **make(view)).encode()

    def _link(self, language: str, path: str) -> Callable[..., str]:
        """Links from the page at `path` of a language to the file that an address stands for."""
        here = posixpath.dirname(self._folder(language) + path)

        def link(path: str, /, *within: str, **query: str) -> str:
            return posixpath.relpath(self._place(language, path, *within, day=query.get("day", "")), here or ".")

        return link

    def _place(self, language: str, path: str, *within: str, day: str) -> str:
        folder = self._folder(language)
        match path, within:
            case "session", [code] if code.endswith(".ics"):
                return f"session/{_file_name(code.removesuffix('.ics'))}.ics"
            case "session", [code]:
                return f"{folder}session/{_file_name(code)}.html"
            case "changes", _:
                return f"{folder}changes.html"
            case "changes.atom", _:
                return f"{folder}changes.atom"
            case "" | "agenda", _:
                known = {one.isoformat() for one in self.programme.days}
                return f"{folder}agenda-{day}.html" if str(day) in known else f"{folder}index.html"
            case _:
                return path


def _file_name(code: str) -> str:
    """A code as a name that every file system and host takes; some see no difference between a and A."""
    if re.fullmatch(r"[a-z0-9_-]+", code):
        return code
    return blake2b(code.encode(), digest_size=8).hexdigest()


def write_site(folder: Path, files: Sequence[File], made: Callable[[], None] = lambda: None) -> None:
    """Write the site into `folder`, which appears whole or stays as it was; `made` is called after each file.

    Raises Refusal when the folder holds anything but an earlier export, or cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and not ((folder / MARK).is_file() or (folder.is_dir() and not any(folder.iterdir()))):
        raise Refusal("export-site-foreign", folder=str(folder))
    fresh, old = (folder.with_name(f".{folder.name}.{what}-{secrets.token_hex(4)}") for what in ("new", "old"))
    try:
        for file in files:
            target = fresh / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.make())
            made()
        _put(fresh, folder, old)
    except OSError as error:
        raise Refusal("export-site-failed", folder=str(folder), reason=error.strerror or str(error)) from error
    finally:
        for left in (fresh, old):
            shutil.rmtree(left, ignore_errors=True)


def _put(fresh: Path, folder: Path, old: Path) -> None:
    """Let `fresh` be `folder`; what was there is moved to `old`, and back where that fails."""
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        with suppress(OSError):
            old.rename(folder)
        raise
