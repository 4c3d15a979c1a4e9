"""PostgreSQL only: signing in, failures, order."""
