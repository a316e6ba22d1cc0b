"""The demonstration starts from nothing at each run."""

import psycopg

from checkin_service.demo.database import demo_database


def test_whatever_the_last_run_left_is_gone(demo_urls: list[str]) -> None:
    url = demo_urls[1]
    with demo_database(url), psycopg.connect(url) as connection:
        connection.execute("INSERT INTO authority (authority_code, name, created_at) VALUES ('330600', '绍兴', now())")
    with demo_database(url), psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM authority").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
