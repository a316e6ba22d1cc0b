"""Use cases of the register, and what higher capabilities may ask of it."""

from checkin_service.registry.service.channels import channels, channels_knowing, close_channel, enter_channel
from checkin_service.registry.service.claiming import apply, claim, claim_through_channel
from checkin_service.registry.service.exchanging import exchange, exchange_choices
from checkin_service.registry.service.matching import match, matches, preview, propose, rule
from checkin_service.registry.service.offers import own_offers
from checkin_service.registry.service.own import register_oneself
from checkin_service.registry.service.people import (
    authorities_of,
    enter_from_roster,
    enter_list,
    enter_people,
    listed_people,
    people_of,
    register,
)
from checkin_service.registry.service.pins import change_pin
from checkin_service.registry.service.proving import require_e_card
from checkin_service.registry.service.pushing import push_waiting
