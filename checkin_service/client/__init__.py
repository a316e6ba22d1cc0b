"""The people and machines that use the service over HTTP, each holding its own keys and tokens.

Made for whoever speaks to a running service: the demonstration, the tests, and those who look for its weak places. It
knows the wire alone: every actor is given an `httpx.AsyncClient` that points at a service, signs in as its kind does,
renews its token by itself and waits where the service is busy.

    async with httpx.AsyncClient(base_url="http://127.0.0.1:8000") as http:
        officer = Officer(http, login="officer", password=password)
        await officer.sign_in()
        classes = await officer.get("/v1/classes")

What the service refuses is raised as `Refused`, with the status and the problem document. Bodies are plain mappings,
so that a test or an attacker can send what no honest client would.
"""

from checkin_service.client.institution import InstitutionAdmin, Instructor
from checkin_service.client.keys import SigningKey
from checkin_service.client.machines import ECardPlatform, Terminal
from checkin_service.client.officials import Officer, Reviewer
from checkin_service.client.phone import Phone, face, position
from checkin_service.client.wire import Refused
