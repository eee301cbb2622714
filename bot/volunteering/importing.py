"""A source's tasks brought in anew, in the caller's turn: claims stay, and what was changed in chat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.volunteering import store
from bot.volunteering.altering import changed, removed
from bot.volunteering.model import Draft
from bot.volunteering.turn import Turn
from bot.volunteering.written import followed


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, by number. `over`: more hold places than the source has now; all of them stay."""

    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    over: tuple[int, ...] = ()


async def bring_in(turn: Turn, drafts: Sequence[Draft], source: str) -> Imported:
    """Add, change and remove what the source says otherwise than before."""
    known = await store.said(turn.tx, source)
    added, altered, gone, over = [], [], [], []
    for draft in drafts:
        if draft.code not in known:
            number = await store.add_task(turn.tx, draft, source)
            shift = (await turn.roster(number)).shift
            if not shift.trouble:  # else the next round asks the lead
                await turn.told(shift)
            added.append(number)
            continue
        task, said = known[draft.code]
        if said == draft and not task.removed:
            continue
        roster = await turn.roster(task.number)
        wanted = followed(task.draft, said, draft)
        if len(roster.taken) > wanted.maximum:
            wanted = replace(wanted, maximum=len(roster.taken))
            over.append(task.number)
        wanted = replace(wanted, minimum=min(wanted.minimum, wanted.maximum))
        roster = replace(roster, shift=replace(roster.shift, task=replace(task, removed=False)))
        await changed(turn, roster, wanted, None, said=draft)
        altered.append(task.number)
    for code in known.keys() - {draft.code for draft in drafts}:
        task = known[code][0]
        if not task.removed:
            await removed(turn, await turn.roster(task.number), None)
            gone.append(task.number)
    return Imported(tuple(added), tuple(altered), tuple(sorted(gone)), tuple(over))
