"""An invented log of any size, signed, and random tamperings with it."""

import json
import random
from typing import Any
from uuid import UUID

from checkin_service.kit.base64url import encode
from checkin_service.kit.signing import Signer
from checkin_service.transparency.rules.merkle import commitment_of, grown, leaf_hash
from checkin_service.transparency.rules.verifier import statement_of

SIGNER = Signer(bytes(range(32)))
_STRANGER = Signer(bytes(range(1, 33)))

Lines = list[dict[str, Any]]


def a_log(
    sizes: dict[str, int], *, seed: int = 1, until: str | None = "2026-03-02T01:58:00+00:00"
) -> tuple[Lines, Lines]:
    """The export of a log, and the checkpoints that somebody keeps outside."""
    dice, lines, kept = random.Random(seed), [], []
    for chain, size in sizes.items():
        entries = [_an_entry(dice, chain, position) for position in range(size)]
        checkpoint = _signed(chain, entries, until=until)
        kept.append(checkpoint)
        lines += [{"what": "checkpoint", **checkpoint}, *entries]
    return lines, kept


def _an_entry(dice: random.Random, chain: str, position: int) -> dict[str, Any]:
    fact = json.dumps(
        {
            "at": f"2026-03-02T00:{position // 60 % 60:02d}:{position % 60:02d}+00:00",
            "attempt_id": str(UUID(int=dice.getrandbits(128))),
            "decision": dice.choice(["accepted", "doubtful", "refused"]),
            "trainee_id": str(UUID(int=dice.getrandbits(128))),
            "evidence_commitment": dice.randbytes(32).hex(),
        }
    )
    salt = dice.randbytes(16)
    leaf = leaf_hash(commitment_of("attempt", salt, fact)).hex()
    return {
        "what": "entry",
        "chain": chain,
        "position": position,
        "kind": "attempt",
        "salt": salt.hex(),
        "leaf": leaf,
        "fact": fact,
    }


def _signed(chain: str, entries: Lines, signer: Signer = SIGNER, until: str | None = None) -> dict[str, Any]:
    root = grown(0, [], (bytes.fromhex(entry["leaf"]) for entry in entries))[1]
    document = {
        "chain": chain,
        "size": len(entries),
        "root": root.hex(),
        "issued_at": "2026-03-02T02:00:00+00:00",
        "complete_until": until,
    }
    return {**document, "signature": encode(signer.sign(statement_of(document)))}


def tampered(lines: Lines, dice: random.Random) -> tuple[str, Lines]:
    """One random change, from a clumsy one to the rewrite of a whole chain with the service's own key."""
    changed = [dict(line) for line in lines]
    chosen = dice.choice([number for number, line in enumerate(changed) if line["what"] == "entry"])
    how = dice.choice(list(_WAYS))
    _WAYS[how](changed, chosen, dice)
    return how, changed


def _edit(lines: Lines, number: int, dice: random.Random) -> None:
    fact = lines[number]["fact"]
    place = dice.randrange(len(fact))
    other = dice.choice([each for each in "0123456789abcdefxyz" if each != fact[place]])
    lines[number]["fact"] = fact[:place] + other + fact[place + 1 :]


def _edit_and_reseal(lines: Lines, number: int, dice: random.Random) -> None:
    _edit(lines, number, dice)
    _enter_again(lines[number])


def _edit_a_member(lines: Lines, number: int, dice: random.Random) -> None:
    name = dice.choice(["salt", "leaf", "kind"])
    lines[number][name] = dice.randbytes(16).hex() if name != "leaf" else dice.randbytes(32).hex()


def _remove_a_fact(lines: Lines, number: int, dice: random.Random) -> None:
    del dice
    lines[number]["fact"] = None


def _remove_an_entry(lines: Lines, number: int, dice: random.Random) -> None:
    del dice
    del lines[number]


def _remove_and_close_up(lines: Lines, number: int, dice: random.Random) -> None:
    chain = lines[number]["chain"]
    _remove_an_entry(lines, number, dice)
    _renumber(lines, chain)


def _insert(lines: Lines, number: int, dice: random.Random) -> None:
    chain = lines[number]["chain"]
    lines.insert(number, _an_entry(dice, chain, 0))
    _renumber(lines, chain)


def _append(lines: Lines, number: int, dice: random.Random) -> None:
    chain = lines[number]["chain"]
    last = max(at for at, line in enumerate(lines) if line["what"] == "entry" and line["chain"] == chain)
    lines.insert(last + 1, _an_entry(dice, chain, lines[last]["position"] + 1))


def _swap(lines: Lines, number: int, dice: random.Random) -> None:
    same = [at for at, line in enumerate(lines) if line["what"] == "entry" and line["chain"] == lines[number]["chain"]]
    if len(same) == 1:
        return _edit(lines, number, dice)
    other = dice.choice([at for at in same if at != number])
    lines[number], lines[other] = lines[other], lines[number]
    return _renumber(lines, lines[number]["chain"])


def _truncate(lines: Lines, number: int, dice: random.Random) -> None:
    del dice
    chain, position = lines[number]["chain"], lines[number]["position"]
    lines[:] = [line for line in lines if line["chain"] != chain or line.get("position", -1) < position]


def _rewrite_with_the_key(lines: Lines, number: int, dice: random.Random) -> None:
    """Everything agrees with itself and is signed by the service: only a checkpoint from outside tells."""
    _rewrite(lines, number, dice, SIGNER)


def _rewrite_with_another_key(lines: Lines, number: int, dice: random.Random) -> None:
    _rewrite(lines, number, dice, _STRANGER)


def _rewrite(lines: Lines, number: int, dice: random.Random, signer: Signer) -> None:
    chain = lines[number]["chain"]
    _edit_and_reseal(lines, number, dice)
    entries = [line for line in lines if line["what"] == "entry" and line["chain"] == chain]
    lines[:] = [line for line in lines if line["chain"] != chain]
    lines += [{"what": "checkpoint", **_signed(chain, entries, signer)}, *entries]


def _smuggle(lines: Lines, number: int, dice: random.Random) -> None:
    chain = lines[number]["chain"]
    fact = _an_entry(dice, chain, 0)["fact"]
    waits = dice.random() < 0.5
    lines.append({"what": "stray", "chain": chain, "kind": "attempt", "key": "x", "fact": fact, "waits": waits})


def _enter_again(line: dict[str, Any]) -> None:
    line["leaf"] = leaf_hash(commitment_of(line["kind"], bytes.fromhex(line["salt"]), line["fact"])).hex()


def _renumber(lines: Lines, chain: str) -> None:
    for position, line in enumerate(line for line in lines if line["what"] == "entry" and line["chain"] == chain):
        line["position"] = position


_WAYS = {
    "edit": _edit,
    "edit and reseal": _edit_and_reseal,
    "edit a member": _edit_a_member,
    "remove a fact": _remove_a_fact,
    "remove an entry": _remove_an_entry,
    "remove and close up": _remove_and_close_up,
    "insert": _insert,
    "append": _append,
    "swap": _swap,
    "truncate": _truncate,
    "rewrite with the key": _rewrite_with_the_key,
    "rewrite with another key": _rewrite_with_another_key,
    "smuggle": _smuggle,
}
WAYS = frozenset(_WAYS)
