"""A log of before its entries lay in their checkpoints is the same log afterwards: leaves, salts, names and roots."""

import os
from collections.abc import Iterator
from hashlib import sha256

import psycopg
import pytest
from alembic import command

from checkin_service import migrate
from checkin_service.transparency.rules.merkle import grown, leaf_hash, node_hash
from tests.conftest import a_database

CHAINS = {"authority:330600": (1, 300), "institution:a": (2, 5, 6)}
"""By name, the sizes at which each was signed."""


@pytest.fixture(scope="module")
def upgraded() -> Iterator[str]:
    with a_database("earlier_log") as url:
        command.upgrade(migrate.configuration(url), "walls")
        with psycopg.connect(url) as connection:
            for chain, sizes in CHAINS.items():
                _fill(connection, chain, sizes)
        migrate.upgrade(url)
        yield url


def _fill(connection: "psycopg.Connection[tuple[object, ...]]", chain: str, sizes: tuple[int, ...]) -> None:
    cursor = connection.cursor()
    level = [leaf_hash(_entry(chain, position)) for position in range(sizes[-1])]
    for size in sizes:
        cursor.execute(
            "INSERT INTO log_checkpoint (chain, size, root, issued_at, signature) VALUES (%s, %s, %s, now(), %s)",
            [chain, size, grown(0, [], level[:size])[1], os.urandom(64)],
        )
    cursor.executemany(
        "INSERT INTO log_entry (chain, position, kind, owner, object, ordinal, salt)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [
            [chain, position, "transfer", "owner", f"voucher/{position}", 3, _salt(position)]
            for position in range(sizes[-1])
        ],
    )
    depth = 0
    while level:
        cursor.executemany(
            "INSERT INTO log_node (chain, level, position, hash) VALUES (%s, %s, %s, %s)",
            [[chain, depth, position, node] for position, node in enumerate(level)],
        )
        level = [node_hash(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
        depth += 1


def _entry(chain: str, position: int) -> bytes:
    return sha256(f"{chain} {position}".encode()).digest()


def _salt(position: int) -> bytes:
    return sha256(position.to_bytes(4)).digest()[:16]


@pytest.mark.parametrize("chain", CHAINS)
def test_each_checkpoint_holds_what_had_come_with_it(upgraded: str, chain: str) -> None:
    with psycopg.connect(upgraded) as connection:
        found = connection.execute(
            "SELECT position, size, facts, salts, leaves, root FROM log_checkpoint WHERE chain = %s ORDER BY position",
            [chain],
        ).fetchall()
    assert [row[1] for row in found] == list(CHAINS[chain])
    everything = [leaf_hash(_entry(chain, position)) for position in range(CHAINS[chain][-1])]
    for position, size, facts, salts, leaves, root in found:
        places = range(position, size)
        assert facts == [f"transfer owner voucher/{place} 3" for place in places]
        assert salts == b"".join(map(_salt, places))
        assert leaves == b"".join(everything[position:size])
        assert root == grown(0, [], everything[:size])[1]


def test_of_the_tree_the_large_subtrees_stay(upgraded: str) -> None:
    with psycopg.connect(upgraded) as connection:
        found = connection.execute("SELECT chain, level, position FROM log_node").fetchall()
    assert found == [("authority:330600", 8, 0)]
