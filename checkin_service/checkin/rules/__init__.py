"""The judgement of a check-in: pure checks, each giving a finding; the worst decides."""

from checkin_service.checkin.rules.judge import completes_session, judge
