"""People and machines that use the service over HTTP, each holding its own keys and tokens."""

from checkin_service.demo.actors.institution import InstitutionAdmin, Instructor
from checkin_service.demo.actors.keys import SigningKey
from checkin_service.demo.actors.machines import ECardPlatform, Terminal
from checkin_service.demo.actors.officials import Officer, Reviewer
from checkin_service.demo.actors.phone import Phone, face, position
from checkin_service.demo.actors.wire import Refused

__all__ = [
    "ECardPlatform",
    "InstitutionAdmin",
    "Instructor",
    "Officer",
    "Phone",
    "Refused",
    "Reviewer",
    "SigningKey",
    "Terminal",
    "face",
    "position",
]
