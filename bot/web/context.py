"""What the pages know: one Site, in the application under the key SITE."""

from dataclasses import dataclass

from aiohttp import web

from bot.core.addresses import Addresses
from bot.core.clock import Clock
from bot.core.phrasebook import Phrasebook
from bot.features import Features
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that a page is made from. `addresses`: where people reach the pages, and what signs links to them."""

    features: Features
    phrasebook: Phrasebook
    clock: Clock
    settings: Settings
    addresses: Addresses


SITE = web.AppKey("SITE", Site)
"""`request.app[SITE]`"""
