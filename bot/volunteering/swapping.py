"""Handing a place over, or exchanging two: both sides accept, and everything is asked again when the second does."""

from dataclasses import replace

from bot.core.refusal import Refusal
from bot.outbox.model import Delivery, Line, To, Value, moment, phrase
from bot.volunteering import event_store, store
from bot.volunteering.model import Claim, Roster, State, Swap
from bot.volunteering.notices import ACCEPT_SWAP, CHANGE, DECLINE_SWAP, about, facts, person, subject
from bot.volunteering.rules import refuse_shift, refuse_unfit
from bot.volunteering.turn import Turn, Turns


class Swapping:
    """Use cases of swaps."""

    def __init__(self, turns: Turns) -> None:
        """`turns` gives transactions."""
        self._turns = turns

    async def propose(self, giver: int, number: int, taker: int, in_return: int | None = None) -> Swap:
        """Propose to hand task `number` to `taker`, for their task `in_return` where that is given.

        Neither has accepted yet. Raises Refusal. Whether `taker` is a person on the server is for the caller to know.
        """
        async with self._turns.turn() as turn:
            if giver == taker:
                raise Refusal("task-swap-self")
            expires = turn.now + turn.rules.swap
            swap = Swap(0, number, giver, taker, in_return, expires)
            rosters = await _checked(turn, swap)
            ends = [one.shift.begins for one in rosters if one.shift.begins]
            swap = replace(swap, expires=max(min([expires, *ends]), turn.now))
            swap = replace(swap, id=await event_store.add_swap(turn.tx, swap))
            await turn.post([_proposal(swap, rosters, turn)])
            return swap

    async def accept(self, member: int, number: int) -> Swap:
        """Accept a swap; once both have, it is done. Raises Refusal, also when it is no longer possible."""
        async with self._turns.turn() as turn:
            swap = await _open(turn, member, number)
            rosters = await _checked(turn, swap)
            swap = replace(swap, accepted=swap.accepted | {member})
            if swap.accepted == {swap.giver, swap.taker}:
                swap = replace(swap, state="done")
                await _exchange(turn, swap, rosters)
            await event_store.save_swap(turn.tx, swap)
            return swap

    async def decline(self, member: int, number: int) -> Swap:
        """Say no, or take the proposal back; the other side is told. Raises Refusal."""
        async with self._turns.turn() as turn:
            swap = replace(await _open(turn, member, number), state="declined")
            await event_store.save_swap(turn.tx, swap)
            other = swap.taker if member == swap.giver else swap.giver
            roster = await turn.roster(swap.task)
            await turn.post([_told(swap, roster, turn, other, "task-told-swap-declined", person=person(member))])
            return swap


async def _open(turn: Turn, member: int, number: int) -> Swap:
    found = await event_store.swaps(turn.tx, number)
    if not found or member not in {found[0].giver, found[0].taker}:
        raise Refusal("task-swap-over")
    if found[0].state != "open" or found[0].expires <= turn.now:
        raise Refusal("task-swap-over")
    return found[0]


async def _checked(turn: Turn, swap: Swap) -> list[Roster]:
    """The tasks of a swap. Raises Refusal unless both sides have what they give and can do what they get."""
    given = await turn.roster(swap.task)
    _refuse_side(given, swap.giver, swap.taker, turn)
    sides = [(given, swap.taker, swap.in_return)]
    if swap.in_return is not None:
        if swap.in_return == swap.task:
            raise Refusal("task-swap-same")
        returned = await turn.roster(swap.in_return)
        _refuse_side(returned, swap.taker, swap.giver, turn)
        sides.append((returned, swap.giver, swap.task))
    for roster, member, leaving in sides:
        who = await turn.applicant(member)
        refuse_unfit(roster.shift, who, leaving=[] if leaving is None else [leaving])
    return [roster for roster, _, _ in sides]


def _refuse_side(roster: Roster, holder: int, getter: int, turn: Turn) -> None:
    refuse_shift(roster.shift, turn.now)
    claim = roster.claim_of(holder)
    if claim is None or claim.state is not State.HELD:
        raise Refusal("task-swap-not-theirs", number=str(roster.shift.number), member=str(holder))
    if roster.claim_of(getter):
        raise Refusal("task-swap-theirs-already", number=str(roster.shift.number), member=str(getter))


async def _exchange(turn: Turn, swap: Swap, rosters: list[Roster]) -> None:
    pairs = [(swap.giver, swap.taker), (swap.taker, swap.giver)]
    for roster, (was, becomes) in zip(rosters, pairs, strict=False):
        number = roster.shift.number
        await store.remove_claim(turn.tx, number, was)
        await turn.withdraw(number, [was])
        offered = roster.standby_of(becomes)
        await store.remove_standby(turn.tx, number, becomes)
        await store.save_claim(turn.tx, Claim(number, becomes, turn.now))
        await turn.told(roster.shift)
        await turn.note("swapped", number, becomes, was)
        if offered and offered.offered_until:
            await turn.offer_free(number)
    for member in (swap.giver, swap.taker):
        await turn.post([_told(swap, rosters[0], turn, member, "task-told-swapped", **_sides(swap, rosters))])


def _proposal(swap: Swap, rosters: list[Roster], turn: Turn) -> Delivery:
    presses = (about(ACCEPT_SWAP, swap.id), about(DECLINE_SWAP, swap.id))
    values = {**_sides(swap, rosters), "until": moment(swap.expires)}
    return replace(
        _told(swap, rosters[0], turn, swap.taker, "task-told-swap", **values), presses=presses, expires=swap.expires
    )


def _sides(swap: Swap, rosters: list[Roster]) -> dict[str, Value]:
    return {"giver": person(swap.giver), "taker": person(swap.taker), "return": _in_return(rosters)}


def _in_return(rosters: list[Roster]) -> Value:
    others = [facts(one.shift) for one in rosters[1:]]
    return phrase("task-swap-for", **others[0]) if others else phrase("task-swap-for-nothing")


def _told(swap: Swap, roster: Roster, turn: Turn, member: int, key: str, **values: Value) -> Delivery:
    return Delivery(
        key=f"task-swap:{swap.id}:{key}:{member}",
        kind=CHANGE,
        to=To.person(member),
        lines=(Line(key, {**facts(roster.shift), **values}),),
        due=turn.now,
        expires=max(roster.shift.end or turn.now, turn.now + turn.rules.swap),
        subject=subject(swap.task),
        cause=f"task:{swap.task}",
    )
