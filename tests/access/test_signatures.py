"""Signatures in the form of WebCrypto; anything odd is no signature."""

from checkin_service.access.schemas import PublicKey
from checkin_service.access.signatures import is_public_key, is_signed
from checkin_service.kit.http.schema import StrictModel
from tests.access.people import Phone

PHONE = Phone()
MESSAGE = b"7K3M-Q0XA-91ZR-TT4C-2HDE"


def test_the_holder_of_the_key_has_signed() -> None:
    assert is_signed(MESSAGE, public_key=PHONE.public_key, signature=PHONE.sign(MESSAGE))


def test_another_message_or_another_key_is_no() -> None:
    assert not is_signed(MESSAGE + b".", public_key=PHONE.public_key, signature=PHONE.sign(MESSAGE))
    assert not is_signed(MESSAGE, public_key=Phone().public_key, signature=PHONE.sign(MESSAGE))


def test_zeros_ones_and_wrong_lengths_are_no() -> None:
    for signature in (b"", bytes(64), b"\xff" * 64, PHONE.sign(MESSAGE)[:63], PHONE.sign(MESSAGE) + b"\0"):
        assert not is_signed(MESSAGE, public_key=PHONE.public_key, signature=signature)


def test_a_changed_bit_anywhere_is_no() -> None:
    signature = PHONE.sign(MESSAGE)
    for place in range(0, 64, 5):
        changed = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
        assert not is_signed(MESSAGE, public_key=PHONE.public_key, signature=changed)


def test_a_public_key_is_an_uncompressed_point_on_the_curve() -> None:
    key = PHONE.public_key
    assert is_public_key(key)
    off_the_curve = key[:64] + bytes([key[64] ^ 1])
    for wrong in (b"", bytes(65), b"\x04" + bytes(64), key[:64], b"\x02" + key[1:33], off_the_curve):
        assert not is_public_key(wrong)


def test_the_example_of_the_documentation_is_a_key() -> None:
    class Body(StrictModel):
        public_key: PublicKey

    example = Body.model_json_schema()["properties"]["public_key"]["examples"][0]
    assert Body.model_validate_json(f'{{"public_key": "{example}"}}').model_dump(mode="json") == {"public_key": example}
