"""The calendar that follows someone's stars: its address in chat, what it gives, and to whom not."""

import re
from pathlib import Path

import aiohttp
from icalendar import Calendar

from tests.discord.summit import Summit, control, texts
from tests.discord.summit import summit_without_shifts as summit
from tests.web.site import made_site

PUBLIC = "https://summit.test/2024"


def told(text: str) -> str:
    [link] = re.findall(rf"{PUBLIC}(/mine/[^`]+\.ics)", text)
    return link


async def answer(client: aiohttp.ClientSession, address: str) -> tuple[int, str]:
    async with client.get(address) as response:
        return response.status, await response.text()


async def starring(world: Summit, *codes: str) -> None:
    for code in codes:
        await world.app.features.book.star(world.maya.id, code)


async def test_calendar_follows_the_stars_of_its_owner_alone(tmp_path: Path) -> None:
    async with (
        summit(tmp_path, public_url=PUBLIC) as world,
        made_site(world.app) as site,
        aiohttp.ClientSession() as client,
    ):
        await starring(world, "panel-value")
        await world.app.features.book.star(world.lin.id, "table-2")
        link = told(texts(await world.maya.slash(world.lobby, "agenda mine")))
        assert link == told(texts(await world.maya.slash(world.lobby, "agenda mine")))
        assert link != told(texts(await world.lin.slash(world.lobby, "agenda mine")))
        assert str(world.maya.id) not in link
        await starring(world, "panel-ecosystem")
        async with client.get(site + link) as response:
            assert (response.status, response.headers["Cache-Control"]) == (200, "private, no-cache")
            mark, events = response.headers["ETag"], Calendar.from_ical(await response.text()).walk("VEVENT")
        assert [str(event["UID"]).partition(".")[0] for event in events] == ["panel-value", "panel-ecosystem"]
        async with client.get(site + link, headers={"If-None-Match": mark}) as response:
            assert response.status == 304
        await world.app.features.book.unstar(world.maya.id, "panel-value")
        async with client.get(site + link, headers={"If-None-Match": mark}) as response:
            assert response.status == 200


async def test_an_address_that_was_made_invalid_altered_or_guessed_leads_nowhere(tmp_path: Path) -> None:
    async with (
        summit(tmp_path, public_url=PUBLIC) as world,
        made_site(world.app) as site,
        aiohttp.ClientSession() as client,
    ):
        await starring(world, "panel-value")
        shown = await world.maya.slash(world.lobby, "agenda mine")
        old = told(texts(shown))
        renewed = await world.maya.click(shown.response, custom_id=control(shown, "calendar-renew")["custom_id"])
        fresh = told(texts(renewed))
        code = await world.app.features.subscriptions.code_of(world.maya.id)
        other_purpose = world.app.addresses.signed("moderate", code)
        token = fresh.removeprefix("/mine/").removesuffix(".ics")
        wrong = [old, f"/mine/{token[:-1]}.ics", f"/mine/{code}.ics", f"/mine/{other_purpose}.ics", "/mine/.ics"]
        statuses = [(await answer(client, site + link))[0] for link in [fresh, *wrong]]
        assert statuses == [200, *[404] * len(wrong)]
        status, page = await answer(client, site + old)
        assert (status, "panel-value" in page, str(world.maya.id) in page) == (404, False, False)


async def test_no_address_is_shown_where_no_pages_are_served(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        await starring(world, "panel-value")
        assert "/mine/" not in texts(await world.maya.slash(world.lobby, "agenda mine"))
