"""Wire shapes of the log."""

from pydantic import Field

from checkin_service.kit.http.schema import StrictModel


class CheckpointBody(StrictModel):
    chain: str = Field(description="institution:<id> or authority:<code>")
    size: int
    root: str = Field(description="Merkle tree hash (RFC 6962), hexadecimal")
    issued_at: str
    complete_until: str | None = Field(description="No fact of an earlier moment may enter the chain later")
    signature: str = Field(description="Ed25519 over the lines described in docs/log.md, base64url")


class CheckpointsAnswer(StrictModel):
    """Keep it outside: whoever holds it finds every later change of what it covers."""

    public_key: str = Field(description="Ed25519, base64url; compare it with what the operator published")
    checkpoints: list[CheckpointBody]
    next_cursor: str | None


class ProofBody(StrictModel):
    position: int
    path: list[str] = Field(description="Hashes from the leaf upwards, base64url (RFC 9162, 2.1.3.2)")
    checkpoint: CheckpointBody


class ReceiptAnswer(StrictModel):
    """The fact, what its leaf is made of, and the proof that the leaf stands in the log."""

    kind: str
    fact: str = Field(description="The attempt as it was entered, byte for byte")
    salt: str = Field(description="base64url; leaf = SHA-256(0x00, SHA-256(salt, kind, 0x00, fact))")
    proof: ProofBody
