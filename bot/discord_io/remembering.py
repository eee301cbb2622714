"""What is shown of a session comes again and again: made once for each programme and way of reading."""

import weakref
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.agenda.model import Programme, Session
from bot.discord_io.wording import Wording

_More = ParamSpec("_More")
_Made = TypeVar("_Made")
_Make = Callable[Concatenate[Session, Programme, Wording, _More], _Made]


def remembered(most: int) -> Callable[[_Make[_More, _Made]], _Make[_More, _Made]]:
    """Keep up to `most` results of a pure function for each programme, as long as that programme is around.

    Whoever gets a result shares it with others. Sessions and programmes are told apart as objects: to compare two by
    what is in them takes longer than most of what is made of them.
    """

    def remembering(make: _Make[_More, _Made]) -> _Make[_More, _Made]:
        programmes: dict[int, dict[Any, tuple[Session, _Made]]] = {}

        @wraps(make)
        def again(
            session: Session, programme: Programme, wording: Wording, /, *args: _More.args, **values: _More.kwargs
        ) -> _Made:
            known = programmes.get(id(programme))
            if known is None:
                known = programmes[id(programme)] = {}
                weakref.finalize(programme, programmes.pop, id(programme), None)
            key = (id(session), wording, args, *values.items())
            found = known.get(key)
            if found is None:
                if len(known) >= most:
                    known.clear()
                # The session is kept with it: no other one gets its id meanwhile.
                found = known[key] = session, make(session, programme, wording, *args, **values)
            return found[1]

        return again

    return remembering
