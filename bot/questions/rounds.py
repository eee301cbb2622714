"""The rounds of boxes: each has a key of its own, and ends when it is sealed."""

import asyncio
import secrets
from dataclasses import replace

from bot.core.keys import Keys
from bot.core.refusal import Refusal
from bot.questions import people_store, store
from bot.questions.desk import Desk, Turn
from bot.questions.model import Box
from bot.questions.tokens import NAMES, Key, key_name
from bot.reminders import rounds as reminders


class Rounds:
    """Makes keys, finds them, and destroys them with all that they could open."""

    def __init__(self, desk: Desk, keys: Keys) -> None:
        """`keys` are those of the file; only those of boxes are touched."""
        self._desk, self._keys = desk, keys
        self._changing = asyncio.Lock()

    async def known(self, session: str) -> Key | None:
        """The key of a session's round; None where there is none, because nobody asked yet or it was sealed."""
        async with self._desk.glance() as turn:
            kept = await turn.kept(session)
        return await self._found(kept.key)

    async def key(self, session: str) -> Key:
        """The key of a session's round, made where nobody asked or voted in it so far.

        A round whose key is lost is sealed, and another begins: an old backup was restored, or the file was replaced.
        Raises Refusal where the session has no box.
        """
        async with self._desk.glance() as turn:
            name = (await turn.box(session)).key
        if found := await self._found(name):
            return found
        async with self._changing:
            async with self._desk.glance() as turn:
                box = await turn.box(session)
            if found := await self._found(box.key):
                return found
            if box.key or box.sealing:
                await self._seal(session)
            return await self._made(session)

    async def seal(self, session: str) -> None:
        """End a session's round. Cut off anywhere it is done again; done twice it is done once.

        Raises Refusal when the file of keys cannot be written, or the write-ahead log not be emptied: try again.
        """
        async with self._changing:
            await self._seal(session)

    async def sweep(self) -> None:
        """Destroy the keys that no round has: one was killed before it began, or its database was replaced."""
        async with self._changing:
            if names := await self._keys.names(f"{NAMES}:"):
                async with self._desk.glance() as turn:
                    used = {kept.key for kept in (await store.boxes(turn.tx)).values()}
                for name in names:
                    if name not in used:
                        await self._keys.destroy(name)

    async def _found(self, name: str) -> Key | None:
        secret = await self._keys.find(name) if name else None
        return Key(name, secret) if secret else None

    async def _made(self, session: str) -> Key:
        """The key is safe on the disk before anything that needs it can be in the database."""
        name = key_name(session, secrets.token_hex(8))
        made = Key(name, await self._keys.add(name))
        async with self._desk.turn() as turn:
            box, kept = await turn.box(session), await turn.kept(session)
            if not kept.key:  # another process may have been faster
                await store.save_box(turn.tx, replace(kept, key=name, rule=box.rule))
        return await self._found(kept.key) or made

    async def _seal(self, session: str) -> None:
        """The key goes first: from then on nobody can tell whose a token is, even if the rest must wait.

        That a seal is due is written down before, so that no vote comes in between and the rest is not forgotten.
        """
        async with self._desk.turn() as turn:
            kept = await turn.kept(session)
            if not kept.key and not kept.sealing:
                return
            if not kept.sealing:
                await store.save_box(turn.tx, replace(kept, sealing="begun"))
        if kept.sealing != "erased":
            await self._keys.destroy(kept.key)
            await self._erase(session)
        await self._desk.database.checkpoint(attempts=1)
        async with self._desk.turn() as turn:
            await store.save_box(turn.tx, replace(await turn.kept(session), sealing=""))
        self._desk.live.told(session)

    async def _erase(self, session: str) -> None:
        async with self._desk.turn() as turn:
            kept, box = await turn.kept(session), await turn.box(session)
            await people_store.erase_round(turn.tx, session)
            if box.rule:
                await turn.name_nobody(session)
                if _over(turn, box):
                    await reminders.close(turn.tx, [session])
            after = replace(kept, key="", sealed=kept.sealed + 1, sealing="erased", rule=box.rule)
            await store.save_box(turn.tx, after)


def refuse_outside(turn: Turn, box: Box, key: Key) -> None:
    """Raise Refusal unless questions and votes count in `box` now, and `key` is its round's.

    Asked inside the transaction: meanwhile the box may have closed, or its round may have been sealed.
    """
    if not box.takes(turn.now, turn.rules.grace) or box.key != key.name:
        raise closed(box)


def closed(box: Box) -> Refusal:
    """That no questions are taken any more, or not yet."""
    return Refusal("question-closed", title=" / ".join(box.session.title.every())[:120])


def _over(turn: Turn, box: Box) -> bool:
    """Whether reminders of the session make no sense any more; a box may be closed, and sealed, long before."""
    end = turn.programme.end_of(box.session) if turn.programme and not box.gone else None
    return box.gone or (end is not None and end <= turn.now)
