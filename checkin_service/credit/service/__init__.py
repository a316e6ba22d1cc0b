"""Use cases of credit scores."""

from checkin_service.credit.service.appealing import appeal, decide
from checkin_service.credit.service.computing import compute, compute_all
from checkin_service.credit.service.reading import appealed, directory, has_low_score, history, low, public_credits
