"""The packs with what authorities have decided, where a database is configured."""

import asyncio

from checkin_service import migrate
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.policy.book import Book, book, packs
from checkin_service.policy_decisions.service import currency
from checkin_service.settings import ServiceSettings


def book_at_hand(*, with_embedded: bool) -> Book:
    """The book as the service goes by it; the packs alone when no database is configured or asked for."""
    is_configured = ServiceSettings().database_url is not None
    if not is_configured and not with_embedded:
        return packs()
    with database_at_hand() as url:
        if not is_configured:
            migrate.upgrade(url)
        return asyncio.run(_loaded(Assembly.from_environment(url)))


async def _loaded(assembly: Assembly) -> Book:
    async with assembly.opened() as resources:
        await currency.refresh(resources)
        return book()
