"""Use cases of messages, and what the worker asks of them."""

from checkin_service.messages.service.own import own_messages, read, set_contact
from checkin_service.messages.service.sending import send_waiting
from checkin_service.messages.service.telling import TYPES, tell, tell_of_expiry
