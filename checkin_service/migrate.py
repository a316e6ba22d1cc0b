"""Bringing a database to the present schema: Alembic without an ini file, then the rights of the application."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script.revision import ResolutionError
from alembic.util import CommandError

import migrations
from checkin_service.kit.misconfigured import Misconfigured
from migrations.grants import grant


class SchemaUnknown(Misconfigured):
    """The database is at a migration that this version does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"数据库由另一版本的软件建立（迁移 {revision}），本版本不认识："
            "请改用空数据库（内置数据库可用 make purge 清除）或原来的版本。 "
            f"The database was made by another version (migration {revision}) that this one does not know: "
            "use an empty database (`make purge` removes the embedded one) or that version."
        )


def configuration(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s")
    config.attributes["database_url"] = database_url
    return config


def upgrade(database_url: str) -> None:
    """Apply every migration that the database has not seen; each in its own transaction.

    Raises SchemaUnknown, with nothing done, where another version has been at work.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        command.upgrade(configuration(database_url), "head")
    except CommandError as error:
        if isinstance(unknown := error.__cause__, ResolutionError):
            raise SchemaUnknown(unknown.argument) from None
        raise
    grant(database_url)
