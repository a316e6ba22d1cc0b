"""Bringing a database to the present schema: Alembic without an ini file, then the rights of the application."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config

import migrations
from migrations.grants import grant


def configuration(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s")
    config.attributes["database_url"] = database_url
    return config


def upgrade(database_url: str) -> None:
    """Apply every migration that the database has not seen; each in its own transaction."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(configuration(database_url), "head")
    grant(database_url)
