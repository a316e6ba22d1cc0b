"""The table of tenancy: every route, asked by everybody, about one institution's class.

A route that does not stand in the table fails the tests: whoever adds one says here for whom it is.
"""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.http.contract import described
from checkin_service.kit.resources import Resources
from tests.building.world import at_the_site
from tests.conftest import StoppedClock
from tests.contract.documented import undocumented
from tests.security.cast import Cast, the_cast
from tests.security.hostile import refused
from tests.security.routes import routes_of
from tests.security.table_of_register import REGISTER
from tests.security.well_formed import REQUESTS

# yes: done, or refused by the state of things only · 401 · 403: not this role · 404: not theirs, as if it did not exist
# (reviews come before check-ins: an accepted attempt ends the doubt that waits for the reviewer)
# own: answered, with one's own things and nothing of this class
TABLE = """
route                                          nobody trainee other_trainee terminal other_terminal admin other_admin instructor other_instructor officer other_officer reviewer other_reviewer platform other_platform
POST /v1/tokens/password                       yes    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
POST /v1/tokens/device                         yes    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
POST /v1/tokens/device/today                   yes    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
POST /v1/tokens/terminal                       yes    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
POST /v1/tokens/nonce                          yes    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
POST /v1/tokens/refresh                        yes    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
POST /v1/tokens/revocation                     yes    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
POST /v1/devices                               yes    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
GET /v1/consent-texts                          yes    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
GET /v1/me                                     401    yes     own           yes      own            yes   own         yes        own              yes     own           yes      own
POST /v1/staff                                 401    403     403           403      403            yes   404         403        403              yes     404           403      403
POST /v1/consents                              401    yes     own           403      403            403   403         403        403              403     403           403      403
GET /v1/consents                               401    yes     own           403      403            403   403         403        403              403     403           403      403
POST /v1/face-references                       401    403     403           403      403            403   403         403        403              403     403           403      403
POST /v1/institutions                          401    403     403           403      403            403   403         403        403              yes     own           403      403
GET /v1/institutions                           401    403     403           403      403            403   403         403        403              yes     own           403      403
POST /v1/sites                                 401    403     403           403      403            403   403         403        403              yes     404           403      403
GET /v1/sites                                  401    403     403           403      403            yes   own         yes        own              yes     own           403      403
GET /v1/sites/near                             401    yes     yes           yes      yes            yes   yes         yes        yes              yes     yes           yes      yes
GET /v1/sites/suspicions                       401    403     403           403      403            yes   own         yes        own              yes     own           403      403
GET /v1/sites/{site_id}/places                 401    403     403           403      403            yes   404         yes        404              yes     404           403      403
POST /v1/sites/{site_id}/places                401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/sites/{site_id}/picture 401 403 403 403 403 yes 404 403 403 yes 404 403 403
GET /v1/sites/{site_id}/picture 401 403 403 403 403 yes 404 yes 404 yes 404 403 403
GET /v1/institutions/{institution_id}/qualifications 401    403    403    403    403    403    403    403    403    yes    404    403    403
GET /v1/institutions/{institution_id}/standings 401    403    403    403    403    403    403    403    403    yes    404    403    403
POST /v1/institutions/{institution_id}/standings 401    403    403    403    403    403    403    403    403    yes    404    403    403
POST /v1/institutions/{institution_id}/qualifications 401    403    403    403    403    403    403    403    403    yes    404    403    403
POST /v1/settlements/enterprise-accounts       401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/terminal-pairings yes yes yes yes yes yes yes yes yes yes yes yes yes
POST /v1/terminal-pairings/entries 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/terminals/{terminal_id}/confirmation 401 403 403 403 403 403 403 403 403 yes 404 yes 404
POST /v1/terminals/own/reports 401 403 403 yes own 403 403 403 403 403 403 403 403
POST /v1/door-pins 401 403 403 yes yes 403 403 403 403 403 403 403 403
GET /v1/terminals/own/lessons 401 403 403 yes own 403 403 403 403 403 403 403 403
GET /v1/moving-fences 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/terminals 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/terminals/{terminal_id}/end 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/terminals                             401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/occupations                           401    403     403           403      403            403   403         403        403              yes     own           403      403
POST /v1/intakes/{kind}                          401    403     403           403      403            403   403         403        403              yes     own           403      403
POST /v1/intakes/{kind}/previews 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/intakes/{kind}/template 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/intakes 401 yes own yes own yes own yes own yes own yes own
GET /v1/occupations                            401    403     403           403      403            yes   own         403        403              yes     own           403      403
POST /v1/projects                              401    403     403           403      403            403   403         403        403              yes     own           403      403
POST /v1/enterprises                           401    403     403           403      403            403   403         403        403              yes     own           403      403
GET /v1/projects                               401    403     403           403      403            yes   own         403        403              yes     own           403      403
POST /v1/classes                               401    403     403           403      403            yes   404         403        403              403     403           403      403
GET /v1/classes                                401    403     403           403      403            yes   own         yes        own              yes     own           yes      own
GET /v1/classes/{class_id}                     401    403     403           403      403            yes   404         yes        404              yes     404           yes      404
POST /v1/classes/{class_id}/opening            401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/classes/{class_id}/roster             401    403     403           403      403            yes   404         403        403              403     403           403      403
POST /v1/classes/{class_id}/registration-checks 401    403    403    403    403    yes    404    403    403    403    403    403    403
POST /v1/classes/{class_id}/briefings          401    403    403    403    403    yes    404    403    403    403    403    403    403
POST /v1/classes/{class_id}/instructors 401 403 403 403 403 yes 404 403 403 403 403 403 403
GET /v1/classes/{class_id}/instructors 401 403 403 403 403 yes 404 403 403 403 403 403 403
GET /v1/classes/{class_id}/roster              401    403     403           403      403            yes   404         yes        404              yes     404           yes      404
GET /v1/classes/{class_id}/papers/{paper} 401 403 403 403 403 yes 404 yes 404 yes 404 yes 404
GET /v1/papers/{sha256} yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
GET /v1/classes/{class_id}/preparation         401    403    403    403    403    yes    404    yes    404    yes    404    yes    404
POST /v1/classes/{class_id}/fees               401    403     403           403      403            yes   404         403        403              yes     404           403      403
POST /v1/classes/{class_id}/recordings 401 403 403 403 403 yes 404 403 403 403 403 403 403
GET /v1/classes/{class_id}/recordings 401 403 403 403 403 yes 404 403 403 yes 404 yes 404
POST /v1/training-course-searches yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
POST /v1/training-courses 401 403 403 403 403 yes own 403 403 403 403 403 403
GET /v1/training-courses 401 403 403 403 403 yes own 403 403 yes own yes own
GET /v1/training-courses/{course_id} 401 403 403 403 403 404 404 403 403 404 404 404 404
POST /v1/training-courses/{course_id}/versions 401 403 403 403 403 404 404 403 403 403 403 403 403
POST /v1/training-courses/{course_id}/examinations 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/training-courses/{course_id}/standings 401 403 403 403 403 404 404 403 403 404 404 403 403
POST /v1/me/classes/{class_id}/questions 401 yes 404 403 403 403 403 403 403 403 403 403 403
GET /v1/me/classes/{class_id}/questions 401 yes 404 403 403 403 403 403 403 403 403 403 403
POST /v1/me/questions/{question_id}/entries 401 404 404 403 403 403 403 403 403 403 403 403 403
GET /v1/classes/{class_id}/questions 401 403 403 403 403 yes 404 yes 404 403 403 403 403
POST /v1/questions/{question_id}/answers 401 403 403 403 403 404 404 404 404 403 403 403 403
POST /v1/vacancy-searches yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
POST /v1/vacancies 401 403 403 403 403 yes own 403 403 yes own 403 403
GET /v1/vacancies 401 403 403 403 403 yes own 403 403 yes own yes own
GET /v1/vacancies/{vacancy_id} 401 403 403 403 403 404 404 403 403 404 404 404 404
POST /v1/vacancies/{vacancy_id}/examination 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/vacancies/{vacancy_id}/end 401 403 403 403 403 404 404 403 403 404 404 403 403
POST /v1/vacancies/{vacancy_id}/interested 401 403 403 403 403 404 404 403 403 404 404 403 403
GET /v1/me/vacancies 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/me/vacancies/{vacancy_id}/interest 401 404 404 403 403 403 403 403 403 403 403 403 403
GET /v1/unrecorded-classes 401 403 403 403 403 404 404 403 403 yes own yes own
GET /v1/classes/{class_id}/fees                401    403     403           403      403            yes   404         403        403              yes     404           yes      404
POST /v1/classes/{class_id}/vouchers           401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/classes/{class_id}/activations        401    403     403           403      403            yes   404         403        403              403     403           403      403
POST /v1/classes/{class_id}/assessments        401    403     403           403      403            yes   404         403        403              403     403           403      403
POST /v1/classes/{class_id}/completion-application 401 403    403           403      403            yes   404         403        403              403     403           403      403
POST /v1/classes/{class_id}/completion         401    403     403           403      403            403   403         403        403              yes     404           403      403
GET /v1/classes/{class_id}/attendance          401    403     403           403      403            yes   404         yes        404              yes     404           yes      404
POST /v1/appeals                               401    yes     404           403      403            403   403         403        403              403     403           403      403
GET /v1/appeals                                401    yes     own           403      403            yes   own         403        403              yes     own           yes      own
POST /v1/appeals/decisions                     401    403     403           403      403            403   403         403        403              403     403           yes      404
POST /v1/correction-proposals                  401    403     403           403      403            yes   404         403        403              403     403           403      403
POST /v1/corrections/confirmations             401    403     403           403      403            403   403         403        403              yes     404           yes      404
POST /v1/classes/{class_id}/credit-confirmations 401    403     403           403      403            403   403         403        403              yes     404           yes      404
GET /v1/classes/{class_id}/plan-changes        401    403     403           403      403            yes   404         yes        404              yes     404           yes      404
POST /v1/classes/{class_id}/plan-changes       401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/classes/{class_id}/opening-balances   401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/classes/{class_id}/invitations        401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/classes/{class_id}/device-proofs 401 403 403 403 403 yes 404 403 403 yes 404 yes 404
GET /v1/classes/{class_id}/phones 401 403 403 403 403 yes 404 403 403 yes 404 yes 404
POST /v1/devices/own/proofs 401 yes yes 403 403 403 403 403 403 403 403 403 403
POST /v1/classes/{class_id}/withdrawal         401    yes     404           403      403            403   403         403        403              403     403           403      403
GET /v1/me/classes                             401    yes     own           403      403            403   403         403        403              403     403           403      403
GET /v1/me/attendance                          401    yes     own           403      403            403   403         403        403              403     403           403      403
GET /v1/me/today                               401    yes     own           403      403            403   403         403        403              403     403           403      403
GET /v1/me/subsidies                           401    yes     own           403      403            403   403         403        403              403     403           403      403
GET /v1/me/record                              401    yes     own           403      403            403   403         403        403              403     403           403      403
GET /v1/me/record.pdf                           401    yes     own           403      403            403   403         403        403              403     403           403      403
GET /v1/me/sessions/{session_id}               401    yes     404           403      403            403   403         403        403              403     403           403      403
GET /v1/vouchers/{voucher_code}                401    yes     404           403      403            yes   404         403        403              yes     404           403      403
GET /v1/vouchers/{voucher_code}/history 401 yes 404 403 403 yes 404 403 403 yes 404 403 403
GET /v1/verifications 401 403 403 403 403 yes own 403 403 yes own 403 403
GET /v1/me/vouchers 401 yes own 403 403 403 403 403 403 403 403 403 403
GET /v1/me/vouchers/{voucher_id}/qr 401 yes 404 403 403 403 403 403 403 403 403 403 403
POST /v1/me/vouchers/{voucher_id}/claim 401 yes 404 403 403 403 403 403 403 403 403 403 403
POST /v1/me/vouchers/{voucher_id}/activation 401 yes 404 403 403 403 403 403 403 403 403 403 403
POST /v1/vouchers/activations 401 403 403 403 403 yes 404 403 403 403 403 403 403
POST /v1/vouchers/holds 401 403 403 403 403 yes 404 403 403 403 403 403 403
POST /v1/vouchers/hold-ends 401 403 403 403 403 yes 404 403 403 403 403 403 403
POST /v1/vouchers/voids 401 403 403 403 403 403 403 403 403 own own 403 403
POST /v1/vouchers/{voucher_code}/return 401 yes 404 403 403 403 403 403 403 403 403 403 403
POST /v1/vouchers/{voucher_code}/exchange 401 yes 404 403 403 403 403 403 403 403 403 403 403
POST /v1/voucher-templates 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/voucher-templates 401 yes own 403 403 yes own 403 403 yes own 403 403
POST /v1/subsidy-rates 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/subsidy-rates 401 yes own 403 403 yes own 403 403 yes own 403 403
POST /v1/budgets 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/budgets/carry-over 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/budgets 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/payment-freezes 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/payment-freezes/{freeze_id}/lift 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/settlements/applications 401 403 403 403 403 yes own 403 403 yes own 403 403
GET /v1/settlements/applications 401 403 403 403 403 yes own 403 403 yes own yes own
POST /v1/settlements/applications/{application_id}/review 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/settlements/applications/{application_id}/approval 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/settlements/payment-tables 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/settlements/payment-tables 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/settlements/payment-tables/{table_id} 401 403 403 403 403 403 403 403 403 404 404 403 403
GET /v1/settlements/payment-tables/{table_id}/workbook 401 403 403 403 403 403 403 403 403 404 404 403 403
GET /v1/settlements/payment-tables/{table_id}/pdf 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/settlements/payment-tables/{table_id}/results 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/settlements/payment-tables/{table_id}/returns 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/settlements/claw-backs 401 403 403 403 403 403 403 403 403 yes 404 403 403
GET /v1/settlements/claw-backs 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/settlements/claw-backs/{claw_back_id}/ruling 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/settlements/accounts 401 yes own 403 403 yes own 403 403 403 403 403 403
GET /v1/ledger                                 401    403     403           403      403            403   403         403        403              yes     404           403      403
GET /v1/eligibility                            401    yes     404           403      403            yes   404         403        403              yes     404           yes      404
GET /v1/eligibility/{determination_id}         401    yes     404           403      403            yes   404         403        403              yes     404           yes      404
GET /v1/eligibility/{determination_id}/sheet.pdf 401  yes     404           403      403            yes   404         403        403              yes     404           yes      404
POST /v1/help/searches 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/help/people/{trainee_id} 401 403 403 403 403 403 403 403 403 yes 404 yes 404
POST /v1/eligibility/searches                  401    403     403           403      403            403   403         403        403              yes     own           yes      own
GET /v1/empty-classes              401    403    403    403    403    403    403    403    403    yes    own    yes    own
POST /v1/eligibility/exports                   401    403     403           403      403            403   403         403        403              yes     own           yes      own
POST /v1/eligibility/voucher-lists             401    403     403           403      403            yes   own         403        403              yes     own           403      403
POST /v1/person-facts                          401    403     403           403      403            403   403         403        403              yes     own           403      403
POST /v1/me/declarations                       401    yes     own           403      403            403   403         403        403              403     403           403      403
POST /v1/examinations                          401    403     403           403      403            403   403         403        403              yes     own           yes      own
GET /v1/doubts                                 401    403     403           403      403            403   403         403        403              yes     own           yes      own
POST /v1/doubts/{determination_id}/decisions   401    403     403           403      403            403   403         403        403              yes     404           yes      404
POST /v1/doubt-decisions/{decision_id}/confirmation 401 403   403           403      403            403   403         403        403              404     404           404      404
POST /v1/eligibility-appeals                   401    yes     404           403      403            yes   404         403        403              403     403           403      403
GET /v1/eligibility-appeals                    401    yes     own           403      403            yes   own         403        403              yes     own           yes      own
POST /v1/eligibility-appeals/{appeal_id}/decision 401 403     403           403      403            403   403         403        403              403     403           yes      404
POST /v1/classes/{class_id}/publication        401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/classes/{class_id}/publication/paper 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/leaves                                401    yes     404           403      403            403   403         403        403              403     403           403      403
POST /v1/leave-records                         401    403     403           403      403            yes   404         403        403              403     403           403      403
GET /v1/leaves                                 401    yes     own           403      403            yes   own         403        403              yes     own           yes      own
POST /v1/leaves/decisions                      401    403     403           403      403            403   404         403        403              yes     404           yes      404
POST /v1/classes/{class_id}/transfers          401    403     403           403      403            403   403         403        403              yes     404           403      403
POST /v1/learning-platforms                    401    403     403           403      403            403   403         403        403              yes     own           403      403
GET /v1/learning-platforms                     401    403     403           403      403            403   403         403        403              yes     own           403      403
GET /v1/learning-platforms/{platform_id} 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/learning-platforms/{platform_id}/duty-papers 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/learning-platforms/{platform_id}/sanctions 401 403 403 403 403 403 403 403 403 404 404 403 403
GET /v1/learning-platforms/{platform_id}/sanctions 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/learning-platforms/{platform_id}/end  401    403     403           403      403            403   403         403        403              404     404           403      403
POST /v1/learning-records                      401    yes     404           403      403            403   403         403        403              403     403           403      403
GET /v1/learning-records                       401    yes     own           403      403            yes   404         403        403              yes     404           yes      404
POST /v1/reviews/openings 401 403 403 403 403 403 403 403 403 403 403 yes 404
POST /v1/reviews                               401    403     403           403      403            403   403         403        403              403     403           yes      404
POST /v1/check-ins                             401    yes     404           yes      404            403   403         403        403              403     403           403      403
GET /v1/check-ins/{attempt_id}                 401    yes     404           403      403            yes   404         403        403              yes     404           yes      404
GET /v1/check-ins/{attempt_id}/plan.svg        401    yes     404           403      403            403   403         403        403              403     403           yes      404
POST /v1/offline-check-ins 401 yes 404 404 404 403 403 403 403 403 403 403 403
POST /v1/sessions/{session_id}/displays 401 403 403 yes 404 403 403 403 403 403 403 403 403
GET /v1/sessions/{session_id}/display-code 401 403 403 yes 404 403 403 403 403 403 403 403 403
POST /v1/card-challenges 401 403 403 yes own 403 403 403 403 403 403 403 403
POST /v1/sessions/{session_id}/code-claims 401 yes 404 403 403 403 403 403 403 403 403 403 403
POST /v1/sessions/{session_id}/fences 401 403 403 yes 404 403 403 yes 404              403     403           403      403
GET /v1/sessions/{session_id}/code             401    403     403           403      403            yes   404         yes        404              403     403           403      403
POST /v1/liveness-challenges                   401    403     403           403      403            403   403         403        403              403     403           403      403
POST /v1/liveness-challenges/{challenge_id}/frames 401 403    403           403      403            403   403         403        403              403     403           403      403
POST /v1/person-corrections                    401    403     403           403      403            yes   404         403        403              yes     404           yes      404
GET /v1/person-corrections                     401    403     403           403      403            yes   own         403        403              yes     own           yes      own
POST /v1/person-corrections/{correction_id}/decision 401 403  403           403      403            403   403         403        403              404     404           404      404
POST /v1/face-changes                          401    403     404           403      403            403   403         403        403              403     403           403      403
GET /v1/face-changes                           401    403     403           403      403            403   403         403        403              403     403           yes      own
POST /v1/face-changes/{change_id}/decision     401    403     403           403      403            403   403         403        403              403     403           404      404
POST /v1/face-releases                         401    403     403           403      403            403   403         403        403              403     403           yes      404
POST /v1/face-searches                         401    403     403           403      403            403   403         403        403              yes     404           403      403
GET /v1/check-ins/{attempt_id}/photo           401    403     403           403      403            403   403         403        403              403     403           404      404
GET /v1/reviews                                401    403     403           403      403            403   403         403        403              yes     own           yes      own
POST /v1/sessions/{session_id}/scans 401 403 403 yes 404 yes 404 403 403 403 403 403 403
GET /v1/check-ins/{attempt_id}/receipt         401    yes    404    403    403    403    403    403    403    403    403    403    403
GET /v1/log/checkpoints                        401    403    403    403    403    yes    own    403    403    yes    own    yes    own
POST /v1/subscribers                           401    403    403    403    403    403    403    403    403    yes    own    403    403
GET /v1/subscribers                            401    403    403    403    403    403    403    403    403    yes    own    403    403
POST /v1/subscribers/{subscriber_id}/end       401    403    403    403    403    403    403    403    403    yes    404    403    403
GET /v1/policy 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/proposals 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/proposals/{proposal_id}/ruling 401 403 403 403 403 403 403 403 403 yes 404 yes 404
GET /v1/policy-decisions 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/policy-decisions 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/policy-decisions/{decision_id}/repeal 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/policy-decisions/{decision_id}/ruling 401 403 403 403 403 403 403 403 403 yes 404 yes 404
POST /v1/onboarding/applications 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/onboarding/applications 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/onboarding/applications/{application_id} 401 403 403 403 403 403 403 403 403 yes 404 yes 404
GET /v1/onboarding/cities 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/onboarding/transmittals 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/onboarding/applications/{application_id}/decision 401 403 403 403 403 403 403 403 403 yes 404 yes 404
POST /v1/onboarding/applications/{application_id}/keys 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/onboarding/keys/{key_id}/revocation 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/certificate-files 404 404 404 404 404 404 404 404 404 404 404 404 404
POST /v1/certificate-file-checks yes yes yes yes yes yes yes yes yes yes yes yes yes
POST /v1/certificate-queries 404 404 404 404 404 404 404 404 404 404 404 404 404
POST /v1/platform/voucher-verifications 401 403 403 403 403 403 403 403 403 403 403 403 403 yes 404
GET /v1/platform/vouchers/{voucher_code}/status 401 403 403 403 403 403 403 403 403 403 403 403 403 yes 404
POST /v1/platform/voucher-voids 401 403 403 403 403 403 403 403 403 403 403 403 403 yes own
POST /v1/platform/user-vouchers 401 403 403 403 403 403 403 403 403 403 403 403 403 yes own
GET /v1/platform/voucher-templates 401 403 403 403 403 403 403 403 403 403 403 403 403 yes own
POST /v1/platform/certificates 401 403 403 403 403 403 403 403 403 403 403 403 403 yes own
POST /v1/platform/trainees 401 403 403 403 403 403 403 403 403 403 403 403 403 yes own
POST /v1/platform/institutions 401 403 403 403 403 403 403 403 403 403 403 403 403 yes own
POST /v1/platform/sign-ins 401 403 403 403 403 403 403 403 403 403 403 403 403 yes 404
POST /v1/platform/settlements 401 403 403 403 403 403 403 403 403 403 403 403 403 yes own
POST /v1/platform/trainees-by-qr 401 403 403 403 403 403 403 403 403 403 403 403 403 yes 404
"""  # noqa: E501 - a table is read across

_, *ROLES = TABLE.split("\n")[1].split()
CLIENTS = 2
"""The last columns: a client's key opens the platform's operations; where a row leaves them out, it is nobody's."""
EXPECTED = {
    f"{method} {path}": dict(zip(ROLES, [*cells, *cells[:1] * CLIENTS][: len(ROLES)], strict=True))
    for method, path, *cells in (line.split() for line in (TABLE.strip() + REGISTER.rstrip()).split("\n")[1:])
}
CELLS = [(route, role) for route, row in EXPECTED.items() for role in ROLES]


@pytest.fixture(scope="module")
async def cast(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> Cast:
    return await the_cast(resources, client, session_clock)


@pytest.fixture
def in_session(cast: Cast, clock: StoppedClock) -> Cast:
    clock.move_to(cast.scene.world.starts_at() - timedelta(minutes=5))
    return cast


def test_every_route_stands_in_the_table_and_has_a_request(app: FastAPI) -> None:
    assert set(EXPECTED) == set(routes_of(app))
    assert set(REQUESTS) == set(routes_of(app))


def test_the_documentation_shows_every_route(app: FastAPI) -> None:
    shown = {f"{method.upper()} {path}" for path, item in app.openapi()["paths"].items() for method in item}
    assert set(EXPECTED) <= shown


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    return described(app)


@pytest.mark.parametrize(("route", "role"), CELLS)
async def test_everybody_gets_what_the_table_says(
    in_session: Cast, document: dict[str, Any], route: str, role: str
) -> None:
    actor, expected = in_session.roles[role], EXPECTED[route][role]
    asked = await REQUESTS[route](in_session.scene, actor)
    answer = await actor.send(route.split(maxsplit=1)[0], asked.path, content=asked.content, query=asked.query)
    assert undocumented(document, route, answer) is None
    if expected in {"yes", "own"}:
        assert answer.status_code in {200, 201, 204, 409, 422}, answer.text
        # A refusal is one by the state of things; had the request been malformed, nothing would have been tested.
        assert answer.is_success or answer.json()["type"] in {"/problems/state-conflict", "/problems/rule-refused"}
    else:
        refused(answer, int(expected))
    if expected != "yes":
        assert not {secret for secret in in_session.secrets if secret in answer.text}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
async def test_what_does_not_exist_looks_like_what_belongs_to_others(in_session: Cast, role: str) -> None:
    """An id of another tenant and an invented one get the same answer, so that nobody finds out which ids exist."""
    actor, world = in_session.roles[role], in_session.scene.world
    invented = "01997c3e-7a00-7c3d-9f00-0123456789ab"
    for path in (
        f"/v1/classes/{world.class_id}",
        f"/v1/classes/{world.class_id}/roster",
        f"/v1/classes/{world.class_id}/attendance",
        f"/v1/sessions/{world.session()}/code",
        f"/v1/eligibility?class={world.class_id}",
        f"/v1/sites/{world.site_id}/places",
    ):
        theirs = await actor.send("GET", path)
        if theirs.is_success:
            continue
        nobodys = path.replace(str(world.class_id), invented).replace(str(world.session()), invented)
        nobodys = nobodys.replace(str(world.site_id), invented)
        assert (await actor.send("GET", nobodys)).content == theirs.content


async def test_lists_show_ones_own_things_and_only_those(in_session: Cast) -> None:
    """The other side of the table's `own`: those whose things they are do see them."""
    world = in_session.scene.world
    for actor in (world.admin, world.instructor, world.officer, world.reviewer):
        assert str(world.class_id) in (await actor.send("GET", "/v1/classes", query={"limit": "200"})).text
    for actor in (world.admin, world.instructor):
        assert (await actor.get("/v1/sites"))["sites"][0]["site_id"] == str(world.site_id)


async def test_the_same_request_id_of_two_tenants_are_two_requests(in_session: Cast) -> None:
    here, other = in_session.roles["admin"], in_session.roles["other_admin"]
    asked = await REQUESTS["POST /v1/classes/{class_id}/completion-application"](in_session.scene, here)
    mine = await here.send("POST", asked.path, content=asked.content)
    theirs = await other.send("POST", asked.path, content=asked.content)
    assert mine.status_code in {201, 409, 422}
    refused(theirs, 404)


async def test_another_persons_pin_does_not_fit_this_phone(in_session: Cast) -> None:
    world = in_session.scene.world
    code = await world.instructor.classroom_code(world.session())
    proof = {"kind": "pin_code", "pin": "730518", "code": code}
    answer = await world.trainees[1].phone.check_in(world.session(), at=at_the_site(), proof=proof)
    assert answer["outcome"] == "doubtful"
