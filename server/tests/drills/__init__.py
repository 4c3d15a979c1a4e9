"""Drills: what people see when PostgreSQL fails, with real processes. `make drills` runs them."""
