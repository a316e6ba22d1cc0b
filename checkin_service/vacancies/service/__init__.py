"""Use cases of vacancies and referrals."""

from checkin_service.vacancies.service.asking import own_vacancies, state_interest
from checkin_service.vacancies.service.posting import end, enter, examine
from checkin_service.vacancies.service.reading import interested, search, vacancies, vacancy, waiting
