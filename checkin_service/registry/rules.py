"""Rules of the register: which channels serve, and to whom vouchers may be pushed."""

from collections.abc import Iterable
from datetime import date, timedelta

from checkin_service.kit.verdict import Basis
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.registry.model import Channel
from checkin_service.voucher.model.persons import PersonFile
from checkin_service.voucher.model.vouchers import Template, Voucher, VoucherRefusal
from checkin_service.voucher.rules import (
    person_findings,
    refusal_of_holder,
    refusal_while_held,
    refusals_of_conditions,
)


def statement_life(view: PolicyView) -> timedelta:
    """A channel's statement travels from server to server; an older one is a copy."""
    return timedelta(seconds=view.value("voucher.statement_valid_s").integer)


def refusal_of_channel(view: PolicyView, kind: str) -> VoucherRefusal | None:
    """FJ-15, SX-11, AH-09, SD-08, MP-07: only a channel that the jurisdiction names can be entered."""
    named = [view.value("voucher.claim_channels", each) for each in VoucherKind]
    if any(kind in each.names for each in named):
        return None
    return VoucherRefusal("channel_not_named", _OTHER_CHANNEL, named[0].basis)


def refusal_to_serve(channel: Channel | None, *, on: date) -> Words | None:
    """Why nothing comes through a channel on a day: unknown, not open yet, or closed; from outside all look alike."""
    return None if channel is not None and channel.is_open(on) else CHANNEL_CLOSED


def refusal_to_push(view: PolicyView, kind: VoucherKind) -> VoucherRefusal | None:
    """FJ-10, FJ-16, AH-03: vouchers are pushed where the rules say so, and not those that go by a class's roster."""
    obtained = view.value("voucher.obtained_by", kind)
    if "push" not in obtained.names:
        return VoucherRefusal("not_pushed", _NOT_PUSHED, obtained.basis)
    listed = view.stated("voucher.holder_list", kind)
    if listed is not None and listed.text == "institution_roster":
        return VoucherRefusal("by_roster_only", _BY_ROSTER, listed.basis)
    return None


def refusal_to_apply(view: PolicyView, kind: VoucherKind) -> VoucherRefusal | None:
    """MP-07, SX-11: vouchers are applied for where the rules say so, and not those that go by a class's roster."""
    obtained = view.value("voucher.obtained_by", kind)
    if "application" not in obtained.names:
        return VoucherRefusal("not_applied_for", _NOT_APPLIED_FOR, obtained.basis)
    listed = view.stated("voucher.holder_list", kind)
    if listed is not None and listed.text == "institution_roster":
        return VoucherRefusal("by_roster_only", _BY_ROSTER, listed.basis)
    return None


def refusal_of_proof(
    view: PolicyView, kind: VoucherKind, proof: str, *, phone_is_proven: bool
) -> VoucherRefusal | None:
    """MP-08: face or password; where a real-name check is asked for, a PIN counts on a phone shown to be the person's.

    The e-card's platform and a channel have checked the real name themselves.
    """
    asked = view.value("voucher.claim_proofs", kind)
    if proof in {"e_card", "real_name"} or proof in asked.names:
        return None
    if proof == "pin" and ("password" in asked.names or phone_is_proven):
        return None
    return VoucherRefusal("proof_not_enough", _MORE_PROOF, asked.basis)


def refusal_of_member(
    person: PersonFile,
    held: Iterable[Voucher],
    view: PolicyView,
    kind: VoucherKind,
    *,
    template: Template | None,
    on: date,
) -> VoucherRefusal | None:
    """Why somebody is given no voucher now: a condition not met or not known, meant for others, or one still held."""
    against = refusals_of_conditions(view, kind, person_findings(person, view, kind, on=on))
    if against:
        return against[0]
    return refusal_of_holder(view, template, person, on=on) or refusal_while_held(view, kind, held, on=on)


def basis_of_real_name(view: PolicyView) -> Basis:
    """What asks for the real name before a voucher is obtained (FJ-15, SX-11, SD-12, MP-08)."""
    return view.value("voucher.claim_proofs").basis


_NOT_PUSHED = Words("本地不主动推送此类培训券。", "Vouchers of this kind are not pushed here.")
_BY_ROSTER = Words(
    "此类培训券按培训机构报送的花名册发放。", "Vouchers of this kind go to the people of a class's roster."
)
_NOT_APPLIED_FOR = Words("本地的培训券不由个人申领。", "Vouchers of this kind are not applied for here.")
_MORE_PROOF = Words(
    "领券须实名验证：请用电子社保卡验证，或先到窗口核验本手机。",
    "Claiming needs a real-name check: use the e-card, or have this phone verified at the counter first.",
)
_OTHER_CHANNEL = Words(
    "本地规定的领券渠道中没有这一种。", "This kind is not among the channels that the jurisdiction names."
)
CHANNEL_CLOSED = Words("该渠道未开放。", "This channel is not open.")
