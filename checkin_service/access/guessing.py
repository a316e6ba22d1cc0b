"""The slowing of guesses: who tries from where, who has failed of late, and for how long they wait.

All nodes share it, for failures stand in the database; under keyed hashes, for what is typed into the field of a login
may be a password.
"""

import hmac
import secrets
from dataclasses import dataclass

from checkin_service.access import rules, store
from checkin_service.access.origin import Origin
from checkin_service.access.store import sign_ins
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources

_BROWSER_BYTES = 16
_FAILED_KEYS = Limit("signatures that are wrong", most=300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """Somebody who tries to sign in: the login, from where, and what is known of both."""

    login_hash: bytes
    lane: bytes
    """The network, or a browser in which this login has signed in before."""
    facts: store.SignInFacts
    is_known: bool

    @property
    def share(self) -> bytes:
        """Who shares the hashing of passwords with whom: strangers by their network, owners by themselves."""
        return self.login_hash + self.lane if self.is_known else self.lane


async def begun(resources: Resources, login: str, origin: Origin) -> Try:
    """A try that may be made now; whoever has to wait is told for how long."""
    now, login = resources.clock.now(), login.lower()
    login_hash, browser = _login_hash(resources, login), known_browser(resources, login, origin)
    lane = resources.pins.of(f"lane {browser}" if browser else f"network {origin.network}")
    facts = await store.sign_in_facts(
        resources.database,
        login,
        login_hash=login_hash,
        lane=lane,
        network=origin.network,
        since=now - rules.FAILURES_REMEMBERED_FOR,
    )
    is_known = facts.is_known or browser is not None
    guessing = rules.Guessing(own=facts.own, others=facts.others, here=facts.here, codes=facts.codes, is_known=is_known)
    wait_s = rules.wait_of(guessing, now)
    if wait_s > 0:
        raise Problem(ProblemKind.TOO_MANY_ATTEMPTS, retry_after_s=wait_s)
    return Try(login_hash=login_hash, lane=lane, facts=facts, is_known=is_known)


async def failed(resources: Resources, tried: Try, *, of_code: bool = False) -> None:
    async with resources.database.write() as unit:
        store.add_failure(unit, tried.login_hash, lane=tried.lane, of_code=of_code, at=resources.clock.now())


def require_keys_left(resources: Resources, address: str) -> None:
    """Phones and terminals sign in by a key, which nobody guesses; this bounds what trying costs."""
    resources.limits.require_left(_FAILED_KEYS, address)


async def key_failed(resources: Resources, address: str) -> None:
    await resources.limits.require_of(_FAILED_KEYS, address)


def forgive(unit: UnitOfWork, tried: Try) -> None:
    store.forget_failures(unit, tried.login_hash)


def browser_to_know(resources: Resources, login: str) -> str:
    """What a browser keeps so that it is known the next time: a random name, and that this login has used it."""
    name = secrets.token_urlsafe(_BROWSER_BYTES)
    return f"{name}.{_mark(resources, login.lower(), name)}"


def known_browser(resources: Resources, login: str, origin: Origin) -> str | None:
    """The name of the browser, where this login has signed in with it."""
    login = login.lower()
    name, _, mark = origin.browser.partition(".")
    is_ours = hmac.compare_digest(mark.encode(), _mark(resources, login, name).encode())
    return name if name and is_ours else None


async def drop_old(resources: Resources) -> None:
    """At night: failed sign-ins after a day, of logins that nobody has, too, and lists of sign-ins after ninety."""
    now = resources.clock.now()
    async with resources.database.write() as unit:
        store.drop_old_failures(unit, until=now - rules.FAILURES_KEPT_FOR)
        sign_ins.drop_old(unit, until=now - rules.SIGN_INS_KEPT_FOR)


def _login_hash(resources: Resources, login: str) -> bytes:
    return resources.pins.of(f"login {login}")


def _mark(resources: Resources, login: str, name: str) -> str:
    return resources.pins.of(f"browser {name} of {login}").hex()
