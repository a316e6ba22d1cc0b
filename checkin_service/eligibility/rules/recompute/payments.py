"""Payments recomputed from the facts and policy values in a determination's document."""

from .criteria import Document, value_of

_OF_TRAINING = ("training", "online")


def payments_of(document: Document) -> list[Document]:
    """The training subsidy by the rule, whole or shared by two institutions, then what was set aside besides."""
    facts = document["facts"]
    others = [each for each in facts["set_aside"] if each["leg"] not in _OF_TRAINING]
    payer = facts["set_aside"][0]["authority_code"] if facts["set_aside"] else document["authorities"]["paying"]
    total = facts["subsidy_fen"] - sum(each["amount_fen"] for each in others)
    taught = [
        {"leg": leg, "authority_code": payer, "payee": payee, "amount_fen": fen}
        for leg, payee, fen in _taught(document, total)
    ]
    return [*taught, *others]


def _taught(document: Document, total: int) -> list[tuple[str, str, int]]:
    payee = _payee(document)
    by_delivery = {each["delivery"]: each for each in document["facts"]["teaching"]}
    is_split = value_of(document, "settlement.legs")["value"] == "split" and payee.startswith("institution:")
    if not is_split or len(by_delivery) < 2:  # noqa: PLR2004 - a split has two legs
        return [("training", payee, total)]
    online, offline = by_delivery["online"], by_delivery["offline"]
    online_fen = total * online["share_percent"] // 100
    if online_fen == 0 or online["institution_id"] == offline["institution_id"]:
        return [("training", payee, total)]
    return [
        ("training", f"institution:{offline['institution_id']}", total - online_fen),
        ("online", f"institution:{online['institution_id']}", online_fen),
    ]


def _payee(document: Document) -> str:
    facts, names = document["facts"], value_of(document, "payment.payee")["value"]
    if "enterprise" in names and facts["enterprise_id"]:
        return f"enterprise:{facts['enterprise_id']}"
    parties = {"institution": facts["institution_id"], "trainee": document["trainee_id"]}
    return next(f"{name}:{parties[name]}" for name in names if name in parties)
