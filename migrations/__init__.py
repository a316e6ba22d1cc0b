"""Alembic migrations: forward only, each in one transaction with lock and statement timeouts."""
