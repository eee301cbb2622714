"""`/healthz` and `/metrics`, on a port of their own: for the machine that the program runs on, not for people.

The text is Prometheus's: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.core.phrasebook import Phrasebook
from bot.health import Health, Vitals

_log = logging.getLogger(__name__)


@asynccontextmanager
async def serving_health(health: Health, phrasebook: Phrasebook, address: tuple[str, int] | None) -> AsyncIterator[int]:
    """Serve on `address` (host and port) as long as the context is entered; gives the port, 0 where nothing is served.

    An address that cannot be had is told in the log: people are to be answered all the same.
    """
    if address is None:
        yield 0
        return
    pages = _Pages(health, phrasebook)
    application = web.Application()
    application.add_routes([web.get("/healthz", pages.healthz), web.get("/metrics", pages.metrics)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        yield await _listen(runner, address)
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, address: tuple[str, int]) -> int:
    host, port = address
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        _log.warning("no /healthz and /metrics: %s:%d cannot be had (%s); set SUMMIT_METRICS", host, port, error)
        return 0
    return int(runner.addresses[0][1])


@dataclass(frozen=True, slots=True)
class _Pages:
    health: Health
    phrasebook: Phrasebook

    async def healthz(self, _: web.Request) -> web.Response:
        """200 when all is well, else 503 with the reasons."""
        ailments = await self.health.ailments()
        reasons = {ailment.phrase: self.phrasebook.refusal("en", ailment) for ailment in ailments}
        told = {"status": "failing" if reasons else "ok", "reasons": reasons}
        return web.json_response(told, status=503 if reasons else 200, headers={"Cache-Control": "no-store"})

    async def metrics(self, _: web.Request) -> web.Response:
        """The numbers that were counted where things happen, and those that are looked up now."""
        now = CollectorRegistry(auto_describe=False)
        now.register(_Families(await self.health.vitals()))
        body = generate_latest(REGISTRY) + generate_latest(now)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


@dataclass(frozen=True, slots=True, eq=False)
class _Families(Collector):
    vitals: Vitals

    def collect(self) -> Iterator[Metric]:
        """The vitals as metrics."""
        vitals = self.vitals
        yield GaugeMetricFamily("summit_connected", "Whether it is on the gateway.", float(vitals.latency is not None))
        if vitals.latency is not None:
            yield GaugeMetricFamily("summit_gateway_latency_seconds", "A heartbeat there and back.", vitals.latency)
        if vitals.backlog:
            yield GaugeMetricFamily("summit_deliveries_open", "Promises still to keep.", vitals.backlog.open)
            yield GaugeMetricFamily("summit_deliveries_due", "Those of them that are due.", vitals.backlog.due)
            yield GaugeMetricFamily("summit_oldest_due_seconds", "How long the first of these is due.", vitals.oldest)
        yield _counted("summit_carried", "What the pump did.", "what", vitals.carried)
        refused = "What Discord refused in ten minutes; at 10,000 it bans the address."
        yield GaugeMetricFamily("summit_refusals", refused, vitals.refusals)
        yield _counted("summit_database_failures", "What the database refused.", "kind", vitals.failures)
        runs, failed = ({job.name: getattr(job, name) for job in vitals.jobs} for name in ("runs", "failed"))
        yield _counted("summit_job_runs", "Runs of the timetable's jobs.", "job", runs)
        yield _counted("summit_job_failures", "Those of them that failed.", "job", failed)


def _counted(name: str, what: str, label: str, numbers: Mapping[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, what, labels=[label])
    for value, number in numbers.items():
        family.add_metric([value], number)
    return family
