"""Prometheus metrics: what the service level indicators are computed from, and what runs out first."""
