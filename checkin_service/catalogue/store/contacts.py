"""Statements about telephones and counters."""

from collections.abc import Collection

from sqlalchemy import Text, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.catalogue.model.contacts import Contact
from checkin_service.catalogue.tables import contact
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import question

add_contact = fragment_of(Contact, insert(contact))
"""Of two at once one finds its ordinal taken."""


@question(
    select(contact)
    .where(contact.c.tenant == func.any(bindparam("tenants", type_=ARRAY(Text))))
    .ext(distinct_on(contact.c.tenant))
    .order_by(contact.c.tenant, contact.c.ordinal.desc())
)
async def contacts_of(database: Database, tenants: Collection[str]) -> list[Contact]:
    """The latest of each office that has stated any."""
