"""PostgreSQL: how its connections are made and bounded, and what is done while it does not answer."""
