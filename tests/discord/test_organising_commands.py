from pathlib import Path

import pytest
import simcord

from tests.discord.summit import Summit, control, texts
from tests.discord.summit import summit_without_shifts as summit
from tests.discord.test_reminder_commands import components, later, read, sent, starred


def organised(world: Summit, locale: str = "zh-CN") -> simcord.MemberActor:
    """Somebody with the organisers' role."""
    return world.join("ruoxi", locale, "组委会")


async def release(who: simcord.MemberActor, shown: simcord.InteractionResult) -> simcord.InteractionResult:
    return await who.click(shown.response, custom_id=control(shown, "proposal-release")["custom_id"])


ORGANISERS = [
    ("summit status", {}), ("summit move", {"session": "welcome", "start": "10:00"}),
    ("summit delay", {"room": "main", "minutes": 15}), ("summit cancel", {"session": "welcome"}),
    ("summit postpone", {"session": "welcome"}), ("summit restore", {"session": "welcome"}),
    ("summit import", {"url": "https://example.org"}), ("summit announce", {"audience": "all"}),
    ("summit deliveries", {}), ("summit board", {"kind": "now"}),
]  # fmt: skip


@pytest.mark.parametrize(("command", "options"), ORGANISERS, ids=[command for command, _ in ORGANISERS])
async def test_only_organisers_may(tmp_path: Path, command: str, options: dict) -> None:
    async with summit(tmp_path) as world:
        answer = await world.maya.slash(world.lobby, command, **options)
        assert texts(answer).startswith("Only members with the role “组委会” can do this.")


async def test_a_move_is_shown_released_by_one_tap_and_told_once_in_each_language(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world)
        await world.maya.slash(world.lobby, "reminders settings", language="en")
        await world.lin.slash(world.lobby, "reminders settings", language="zh-CN")
        for person in (world.maya, world.lin):
            await starred(world, person, "panel-value")
        shown = await organiser.slash(world.lobby, "summit move", session="panel-value", start="14:30")
        assert "14:00" in texts(shown)
        assert "14:30" in texts(shown)
        assert "将单独通知 2 人" in texts(shown)
        assert "已发布：第 2 版" in texts(await release(organiser, shown))
        await later(world, seconds=61)
        told = sent(world)
        everyone = [message for message in told if "allowed_mentions" in message]
        languages = sorted(("Can an OSPO" in read(message), "【价值】" in read(message)) for message in everyone)
        assert languages == [(False, True), (True, False), (True, True)]
        await later(world, minutes=5)
        assert sent(world) == told
        changed = await world.maya.slash(world.lobby, "agenda changes")
        assert "One change" in texts(changed)


async def test_a_reminder_follows_the_session_that_moved(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world)
        await starred(world, world.maya, "panel-value")
        shown = await organiser.slash(world.lobby, "summit move", session="panel-value", start="14:30")
        await release(organiser, shown)
        await later(world, minutes=3)
        before = len(sent(world))
        await later(world, hours=4, minutes=57)  # 13:50, when it would have come
        assert sent(world)[before:] == []
        await later(world, minutes=30)
        assert len(sent(world)[before:]) == 1


async def test_a_sent_reminder_is_corrected_where_it_stands(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world)
        await starred(world, world.maya, "panel-value")
        await later(world, hours=5)
        shown = await organiser.slash(world.lobby, "summit delay", room="main", minutes=15)
        assert "顺延" in texts(shown)
        await release(organiser, shown)
        await later(world, seconds=61)
        edits = [r.json for r in world.env.http_requests if r.method == "PATCH" and "/messages/" in r.path]
        corrected = [body for body in edits if "Corrected" in read(body)]
        assert len(corrected) == 1
        assert "14:15" in read(corrected[0])


async def test_cancelled_stays_visible_and_can_be_restored(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world)
        shown = await organiser.slash(world.lobby, "summit cancel", session="panel-value", reason="ill")
        await release(organiser, shown)
        card = texts(await world.maya.slash(world.lobby, "agenda session", session="panel-value"))
        assert "❌ cancelled" in card
        day = texts(await world.maya.slash(world.lobby, "agenda day", room="main"))
        assert "21" not in day.splitlines()[2]
        again = await organiser.slash(world.lobby, "summit restore", session="panel-value")
        await release(organiser, again)
        assert "❌" not in texts(await world.maya.slash(world.lobby, "agenda session", session="panel-value"))


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("summit move", {"session": "welcome", "start": "yesterday"}, "is no time"),
        ("summit move", {"session": "panel-value", "start": "2024-03-28T07:00"}, "past"),
        ("summit move", {"session": "panel-value", "room": "moon"}, "There is no room “moon”"),
        ("summit move", {"session": "panel-value"}, "already"),
        ("summit delay", {"room": "main", "minutes": 900}, "1 to 240 minutes, not 900"),
        ("summit import", {}, "either a file or an address"),
        ("summit import", {"url": "/etc/passwd"}, "http"),
        ("summit announce", {"audience": "martians"}, "is no audience"),
    ],
)
async def test_what_cannot_be_is_refused_in_a_sentence(tmp_path: Path, command: str, options: dict, said: str) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world, "en-GB")
        answer = await organiser.slash(world.lobby, command, **options)
        shown = "\n".join([texts(answer), *(followup.content for followup in answer.followups)])
        assert said in shown
        assert (await world.app.agenda.current()).revision == 1


async def test_a_taken_room_needs_a_second_yes(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world, "en-GB")
        shown = await organiser.slash(world.lobby, "summit move", session="office-hour-ospo", room="luohu")
        assert "is taken" in texts(shown)
        button = control(shown, "proposal-release")
        assert (button["label"], button["custom_id"].endswith("/sure")) == ("Release anyway", True)
        assert "Released" in texts(await release(organiser, shown))


async def test_a_release_pressed_twice_or_after_another_change_is_refused(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world, "en-GB")
        first = await organiser.slash(world.lobby, "summit move", session="panel-value", start="14:30")
        other = await organiser.slash(world.lobby, "summit move", session="panel-ecosystem", start="16:30")
        button = control(first, "proposal-release")["custom_id"]
        stale = control(other, "proposal-release")["custom_id"]
        await organiser.click(first.response, custom_id=button)
        late = await organiser.click(other.response, custom_id=stale)
        assert "Not released: the programme is at revision 2 by now" in late.followups[-1].content
        assert (await world.app.agenda.current()).revision == 2
        discarded = await organiser.slash(world.lobby, "summit move", session="panel-ecosystem", start="16:40")
        await organiser.click(discarded.response, custom_id=control(discarded, "proposal-discard")["custom_id"])


async def test_somebody_else_cannot_press_an_organisers_button(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organised(world, "en-GB")
        cog = world.app.bot.controls["proposal-release"]
        assert cog is not None
        answer = await world.maya.slash(world.lobby, "summit move", session="panel-value", start="14:30")
        assert "Only members with the role" in texts(answer)


async def test_an_announcement_is_previewed_and_sent_once(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world)
        form = await organiser.slash(world.lobby, "summit announce", audience="all")
        fields = [label["component"]["custom_id"] for label in form.modal["components"]]
        preview = await organiser.submit_modal(
            form, dict(zip(fields, ["午餐改在二楼 @everyone", "Lunch is on floor 2", ""], strict=True))
        )
        assert "午餐改在二楼" in texts(preview)
        send = control(preview, "announcement-send")
        await organiser.click(preview.response, custom_id=send["custom_id"])
        await later(world, seconds=1)
        posts = [message for message in sent(world) if "Lunch is on floor 2" in read(message)]
        assert len(posts) == 1
        assert posts[0]["allowed_mentions"]["parse"] == []
        assert "@everyone" not in read(posts[0])


async def test_the_ledger_and_the_status_show_what_became_of_promises(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world, "en-GB")
        await starred(world, world.maya, "panel-value")
        world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=1)
        await later(world, hours=5)
        ledger = texts(await organiser.slash(world.lobby, "summit deliveries", state="refused"))
        assert "🚫 failed 1" in ledger
        assert "Direct messages are closed to the bot" in ledger
        status = texts(await organiser.slash(world.lobby, "summit status"))
        assert "🟢 `reminders`" in status
        assert "Programme at revision 1, 31 sessions" in status
        assert "🙋 Every shift has its people · ❓ no question waits" in status
        asking = world.app.features.questions.asking
        await asking.ask(world.lin.id, "panel-value", "为什么？", anonymous=True, name="")
        assert "❓ one question waits for a moderator" in texts(await organiser.slash(world.lobby, "summit status"))


async def test_a_board_edits_itself_at_every_boundary_and_is_found_after_a_restart(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world)
        await organiser.slash(world.channels["公告"], "summit board", kind="now")
        board = sent(world)[-1]
        assert "begins" in read(board)
        assert "开始" in read(board)
        await later(world, seconds=10)
        edits = [r for r in world.env.http_requests if r.method == "PATCH" and "/messages/" in r.path]
        assert edits == []
        await world.restart()
        await later(world, minutes=11)
        edits = [r for r in world.env.http_requests if r.method == "PATCH" and "/messages/" in r.path]
        assert len(edits) == 1
        assert "On now" in read(edits[0].json)
        assert edits[0].json["allowed_mentions"] == {"parse": []}


async def test_an_import_is_proposed_with_what_changes_and_released(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "config" / "agenda.yaml").read_text("utf-8")
    changed = text.replace("title: Welcome Note", "title: Good Morning").encode()
    async with summit(tmp_path) as world:
        organiser = organised(world, "en-GB")
        shown = await organiser.slash(world.lobby, "summit import", file=("agenda.yaml", changed))
        card = shown.response
        assert "Welcome Note → Good Morning" in read({"components": card.components})
        buttons = [part.get("custom_id", "") for part in components(card.components)]
        await organiser.click(card, custom_id=next(name for name in buttons if "/proposal-release/" in name))
        assert (await world.app.agenda.current()).sessions_by_code["welcome"].title.plain == "Good Morning"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("talks.pdf", b"%PDF-1.7 nothing"), "known format"),
        (("empty.yaml", b""), "empty"),
        (("broken.json", b'{"schedule": '), "broken.json:1:"),
    ],
)
async def test_a_file_of_another_kind_is_refused_and_changes_nothing(
    tmp_path: Path, file: tuple[str, bytes], said: str
) -> None:
    async with summit(tmp_path) as world:
        organiser = organised(world, "en-GB")
        answer = await organiser.slash(world.lobby, "summit import", file=file)
        assert said in texts(answer)
        assert (await world.app.agenda.current()).revision == 1


async def test_a_rehearsal_of_the_morning(tmp_path: Path) -> None:
    """Reminders appear before the block, the room is delayed by a quarter of an hour, everyone knows, once."""
    async with summit(tmp_path) as world:
        organiser = organised(world)
        await starred(world, world.maya, "welcome")
        await starred(world, world.lin, "welcome", via="channel")
        await later(world, minutes=1)
        assert len([message for message in sent(world) if "Welcome Note" in read(message)]) == 2
        shown = await organiser.slash(world.lobby, "summit delay", room="主会场", minutes=15)
        await release(organiser, shown)
        await later(world, seconds=61)
        edits = [r.json for r in world.env.http_requests if r.method == "PATCH" and "/messages/" in r.path]
        assert len([body for body in edits if "09:15" in read(body)]) == 2
