from pathlib import Path

from tests.discord.summit import control, parts, summit, texts


async def test_guide_lists_its_pages_in_the_readers_language(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        assert texts(await world.lin.slash(world.lobby, "guide")).splitlines()[1:] == [
            "## 参会指南", "📍 会场与交通", "🍱 用餐与茶歇", "📶 无线网络", "🤝 行为准则", "📷 照片墙",
        ]  # fmt: skip


async def test_guide_page_has_links_as_buttons_and_as_qr_pictures(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        page = await world.maya.slash(world.lobby, "guide", topic="photos")
        assert [part["url"] for part in parts(page) if part.get("url")] == [
            "https://photos.example.org/ospo-summit-2024"
        ]
        assert [file.filename for file in page.response.attachments] == ["photos-1.png"]
        assert [part["items"][0]["media"]["url"].endswith("photos-1.png") for part in parts(page) if part["type"] == 12]


async def test_guide_turns_pages_in_place(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        contents = await world.lin.slash(world.lobby, "guide")
        select = control(contents, "guide-topic")
        page = await world.lin.select(contents.response, ["network"], custom_id=select["custom_id"])
        assert page.response.id == contents.response.id
        assert "📶 无线网络" in texts(page)


async def test_guide_page_may_be_typed(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        assert "Code of conduct" in texts(await world.maya.slash(world.lobby, "guide", topic="conduct"))
        assert "行为准则" in texts(await world.lin.slash(world.lobby, "guide", topic="准则"))
        assert texts(await world.maya.slash(world.lobby, "guide", topic="moon")).startswith("The guide has no page")
        suggested = await world.lin.autocomplete(world.lobby, "guide", "topic", "网")
        assert suggested == [{"name": "无线网络", "value": "network"}]
