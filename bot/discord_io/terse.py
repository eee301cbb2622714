"""Answers to interactions without Discord sending each of them back, which nobody here reads."""

from typing import Any

import aiohttp
from discord.http import MultipartParameters, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context


class TerseAdapter(AsyncWebhookAdapter):
    """discord.py's way to Discord for answers, which asks for every message that it sends and makes it an object."""

    async def create_interaction_response(  # type: ignore[override]
        self,
        interaction_id: int,
        token: str,
        *,
        session: aiohttp.ClientSession,
        proxy: str | None = None,
        proxy_auth: aiohttp.BasicAuth | None = None,
        params: MultipartParameters,
    ) -> dict[str, Any]:
        """Send a first answer; gives as much of what Discord would say as discord.py insists on."""
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        await self.request(
            Route("POST", path, webhook_id=interaction_id, webhook_token=token),
            session,
            proxy=proxy,
            proxy_auth=proxy_auth,
            payload=params.payload,
            multipart=params.multipart,
            files=params.files,
        )
        return {"interaction": {"id": interaction_id}}


def answer_tersely() -> None:
    """From now on, in this context and the tasks that it begins; another adapter, such as a test's, is left alone."""
    if type(async_context.get()) is AsyncWebhookAdapter:
        async_context.set(TerseAdapter())  # type: ignore[no-untyped-call]
