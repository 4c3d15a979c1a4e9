"""Serving the metrics: on a port of their own, which is never a public one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import start_http_server
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import QueuePool

from massa_server.db import Database
from massa_server.metrics.definitions import REGISTRY
from massa_server.settings import Settings

log = structlog.get_logger(__name__)


class DatabaseCollector(Collector):
    """Reads the connection pools and the circuit breaker when somebody asks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterable[Metric]:
        in_use = GaugeMetricFamily(
            "massa_database_connections_in_use", "Connections of a pool that are in use.", labels=["pool"]
        )
        limit = GaugeMetricFamily(
            "massa_database_connections_limit", "Connections that a pool may open.", labels=["pool"]
        )
        for name, engine in self._database.engines().items():
            pool = engine.pool
            if isinstance(pool, QueuePool):
                in_use.add_metric([name], pool.checkedout())
                limit.add_metric([name], pool.size() + pool._max_overflow)  # it has no public name
        yield in_use
        yield limit
        yield GaugeMetricFamily(
            "massa_database_breaker_open",
            "1 while the database was last seen not to answer, so that nobody waits for it in vain.",
            value=int(self._database.breaker.is_open),
        )


@contextmanager
def serving_metrics(settings: Settings, database: Database) -> Iterator[None]:
    """Serves the metrics of this process while the block lasts, if the settings name a port."""
    if settings.metrics_port is None:
        yield
        return
    collector = DatabaseCollector(database)
    REGISTRY.register(collector)
    server, thread = start_http_server(settings.metrics_port, settings.metrics_host, REGISTRY)
    log.info("metrics_served", host=settings.metrics_host, port=server.server_port)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        REGISTRY.unregister(collector)
