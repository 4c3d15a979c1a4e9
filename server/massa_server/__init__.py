"""Massa's controller: accounts, samples, uploads, analyses and the runner that follows them."""

__version__ = "0.1.0"
