"""Use cases of regulators: search, export, print, publish."""

from checkin_service.oversight.service.empty_classes import empty_classes
from checkin_service.oversight.service.publishing import publish
from checkin_service.oversight.service.searching import export, search, voucher_list
from checkin_service.oversight.service.sheets import sheet
