"""The place of a person in a lesson: whoever is neither accepted nor in doubt is missing."""

from checkin_service.checkin.model.roll import Seen


def seen(*, is_accepted: bool, is_in_doubt: bool) -> Seen:
    """An accepted phase outweighs a doubt about another one.

    >>> seen(is_accepted=True, is_in_doubt=True).value, seen(is_accepted=False, is_in_doubt=True).value
    ('present', 'doubtful')
    """
    if is_accepted:
        return Seen.PRESENT
    return Seen.DOUBTFUL if is_in_doubt else Seen.MISSING
