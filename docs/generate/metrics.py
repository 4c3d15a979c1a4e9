"""The Prometheus metrics of the server and the runner."""

from collections.abc import Iterator
from types import SimpleNamespace

from massa_server.metrics import definitions
from massa_server.metrics.exposition import DatabaseCollector
from prometheus_client import Counter, Info
from prometheus_client.metrics import MetricWrapperBase

from generate.page import LANGUAGES, Page, cell, code, page, table

COLUMNS = (("Metric", "Kind", "Labels", "Meaning"), ("Métrica", "Tipo", "Rótulos", "Significado"))


def pages() -> list[Page]:
    rows = list(each_metric())
    return [page("metrics", language, table(COLUMNS[LANGUAGES.index(language)], rows)) for language in LANGUAGES]


def each_metric() -> Iterator[list[str]]:
    """A row a metric. The library offers no other way to read the labels than `_labelnames`."""
    for metric in vars(definitions).values():
        if isinstance(metric, MetricWrapperBase):
            described = next(iter(metric.describe()))
            suffix = {Counter: "_total", Info: "_info"}.get(type(metric), "")
            yield row(described.name + suffix, described.type, metric._labelnames, described.documentation)
    idle = SimpleNamespace(engines=dict, breaker=SimpleNamespace(is_open=False))
    for family in DatabaseCollector(idle).collect():
        yield row(family.name, family.type, getattr(family, "_labelnames", ()), family.documentation)


def row(name: str, kind: str, labels: tuple[str, ...], meaning: str) -> list[str]:
    return [code(name), kind, ", ".join(code(label) for label in labels), cell(meaning)]
