"""Messages sent: what waits goes to the provider, at least once, and is tried again where it did not take it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from checkin_service.identity.service import MOBILE
from checkin_service.kit.messenger import Note, NotSent, Push
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import SealBroken
from checkin_service.messages import store, words
from checkin_service.messages.model import Waiting
from checkin_service.registry import service as registry

_BATCH = 100
_TRIES = 12
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


async def send_waiting(resources: Resources) -> int:
    """One batch; how many were dealt with. Without a provider nothing waits."""
    if resources.messenger is None:
        return 0
    now = resources.clock.now()
    waiting = await store.due(resources.database, now=now, most=_BATCH)
    if not waiting:
        return 0
    has_gone = await asyncio.gather(*(_sent(resources, each) for each in waiting))
    await _note(resources, waiting, has_gone, now)
    return sum(has_gone)


async def _sent(resources: Resources, waiting: Waiting) -> bool:
    """Whether it is dealt with: taken by the provider, or nobody wants it any more."""
    if resources.messenger is None or waiting.attempts >= _TRIES:
        return True
    try:
        for note in await _notes(resources, waiting):
            await resources.messenger.send(note)
    except SealBroken:
        return True  # The person has been erased.
    except NotSent:
        return False
    return True


async def _notes(resources: Resources, waiting: Waiting) -> list[Note | Push]:
    """By SMS, into a channel's app, or both; a second try of one is the same message to whoever had it."""
    note_id, text = f"{waiting.cause}-{waiting.kind}", words.outgoing(waiting.kind, waiting.facts)
    found = list[Note | Push]()
    if waiting.mobile_sealed is not None:
        mobile = await asyncio.to_thread(resources.sealer.open, waiting.trainee_id, MOBILE, waiting.mobile_sealed)
        found.append(Note(note_id=note_id, mobile=mobile.decode(), text=text))
    if waiting.channel_id is not None:
        known = await registry.channels_knowing(resources, waiting.trainee_id)
        found += [
            Push(note_id=f"{note_id}-push", channel=each.issuer, recipient=str(waiting.trainee_id), text=text)
            for each in known
            if each.channel_id == waiting.channel_id
        ]
    return found


async def _note(resources: Resources, waiting: Sequence[Waiting], has_gone: Sequence[bool], now: datetime) -> None:
    gone = [each for each, is_gone in zip(waiting, has_gone, strict=True) if is_gone]
    left = [each for each, is_gone in zip(waiting, has_gone, strict=True) if not is_gone]
    async with resources.database.write() as unit:
        if gone:
            store.end_dispatches(
                unit,
                trainees=[each.trainee_id for each in gone],
                causes=[each.cause for each in gone],
                kinds=[each.kind for each in gone],
            )
        if left:
            store.put_off(
                unit,
                trainees=[each.trainee_id for each in left],
                causes=[each.cause for each in left],
                kinds=[each.kind for each in left],
                nexts=[now + min(_FIRST_PAUSE * 2**each.attempts, _LONGEST_PAUSE) for each in left],
            )
