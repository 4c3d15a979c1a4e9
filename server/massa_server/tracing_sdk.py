"""What `tracing` needs of OpenTelemetry's SDK, apart so that a process that traces nothing does not load it."""

import os
from collections.abc import Sequence

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import Decision, ParentBased, Sampler, SamplingResult, TraceIdRatioBased
from opentelemetry.trace import Link, SpanKind
from opentelemetry.trace.span import TraceState
from opentelemetry.util.types import Attributes

from massa_server import __version__


def make_provider(service: str, timeout_s: float) -> TracerProvider:
    """A provider that sends spans to the collector that the environment names. OTEL_SERVICE_NAME wins."""
    ratio = float(os.environ.get("OTEL_TRACES_SAMPLER_ARG") or 1)
    name = os.environ.get("OTEL_SERVICE_NAME") or service
    resource = Resource.create({"service.name": name, "service.version": __version__})
    provider = TracerProvider(sampler=ParentBased(NoStrayQueries(TraceIdRatioBased(ratio))), resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=timeout_s)))
    return provider


class NoStrayQueries(Sampler):
    """Drops queries that belong to no request or work, such as those of the pollers: there is one every second."""

    def __init__(self, others: Sampler) -> None:
        self._others = others

    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        if kind is SpanKind.CLIENT:
            return SamplingResult(Decision.DROP)
        return self._others.should_sample(parent_context, trace_id, name, kind, attributes, links, trace_state)

    def get_description(self) -> str:
        return f"NoStrayQueries{{{self._others.get_description()}}}"
