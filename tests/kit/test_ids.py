"""Ids of version 7: ordered by time, unguessable, and nothing else accepted from clients."""

from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from pydantic import TypeAdapter, ValidationError

from checkin_service.kit.ids import ClientId, new_id

client_id = TypeAdapter(ClientId)


def test_a_new_id_is_of_version_7() -> None:
    made = new_id()
    assert made.version == 7
    assert str(made.variant) == "specified in RFC 4122"


def test_ids_differ_even_within_a_millisecond() -> None:
    assert len({new_id() for _ in range(2000)}) == 2000


def test_ids_sort_by_the_time_at_which_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(1_700_000_000_000_000_000, 1_700_000_001_000_000_000, 10_000_000))
    monkeypatch.setattr("checkin_service.kit.ids.time.time_ns", lambda: next(moments))
    assert all(before < after for before, after in pairwise(new_id() for _ in range(100)))


def test_the_first_48_bits_are_the_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkin_service.kit.ids.time.time_ns", lambda: 1_645_557_742_000_999_999)
    # The example of RFC 9562, appendix A.6, has this moment.
    assert str(new_id()).startswith("017f22e2-79b0-7")


def test_the_example_of_the_standard_is_taken() -> None:
    example = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
    assert client_id.validate_python(UUID(example)) == UUID(example)


@pytest.mark.parametrize(
    "other", [uuid4(), UUID(int=0), UUID(int=2**128 - 1), UUID("017f22e2-79b0-7cc3-18c4-dc0c0c07398f")]
)
def test_other_versions_and_variants_are_refused(other: UUID) -> None:
    with pytest.raises(ValidationError, match="version 7"):
        client_id.validate_python(other)
