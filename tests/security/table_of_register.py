"""Rows of tenancy for the register of people, its channels and its lists."""

REGISTER = """
POST /v1/people 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/people 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/people/own 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
POST /v1/claim-channels 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/claim-channels/{channel_id}/closing 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/person-matches/preview 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/person-matches 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/person-matches/{match_id}/ruling 401 403 403 403 403 403 403 403 403 404 404 404 404
GET /v1/person-matches 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/person-matches/{match_id} 401 403 403 403 403 403 403 403 403 404 404 404 404
POST /v1/me/voucher-applications 401 404 404 403 403 403 403 403 403 403 403 403 403
POST /v1/me/pin 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/me/vouchers/{voucher_id}/deduction 401 404 404 403 403 403 403 403 403 403 403 403 403
GET /v1/me/voucher-offers 401 yes own 403 403 403 403 403 403 403 403 403 403
GET /v1/me/declarations 401 yes own 403 403 403 403 403 403 403 403 403 403
GET /v1/me/vouchers/{voucher_id}/exchanges 401 yes 404 403 403 403 403 403 403 403 403 403 403
GET /v1/me/offices 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/sector-plans 401 403 403 403 403 403 403 403 403 403 403 403 403
GET /v1/sector-plans 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/contacts 401 403 403 403 403 yes own 403 403 yes own 403 403
GET /v1/contacts 401 403 403 403 403 yes own 403 403 yes own 403 403
GET /v1/me/copy 401 yes own 403 403 403 403 403 403 403 403 403 403
GET /v1/me/erasure 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/me/erasure 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/person-requests 401 403 403 403 403 403 403 403 403 yes 404 yes 404
GET /v1/person-requests 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/person-requests/{person_request_id}/copy 401 403 403 403 403 403 403 403 403 404 404 404 404
POST /v1/person-requests/{person_request_id}/decision 401 403 403 403 403 403 403 403 403 404 404 404 404
GET /v1/me/looks 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/channel-claims 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
GET /v1/claim-channels 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/courses yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
POST /v1/classes/{class_id}/offer 401 403 403 403 403 yes 404 403 403 403 403 403 403
POST /v1/classes/{class_id}/applications 401 404 404 403 403 403 403 403 403 403 403 403 403
GET /v1/classes/{class_id}/applications 401 403 403 403 403 yes 404 403 403 403 403 403 403
POST /v1/applications/{application_id}/decision 401 403 403 403 403 404 404 403 403 403 403 403 403
POST /v1/me/applications/{application_id}/place 401 404 404 403 403 403 403 403 403 403 403 403 403
GET /v1/me/messages 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/me/messages/reading 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/me/message-contact 401 yes own 403 403 403 403 403 403 403 403 403 403
GET /v1/me/applications 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/me/applications/{application_id}/withdrawal 401 404 404 403 403 403 403 403 403 403 403 403 403
GET /v1/statistics 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/statistics/breakdown 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/statistics/analyses 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/statistics/sites 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/statistics/targets 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/statistics/file 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/statistics/holders 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/looks 401 403 403 403 403 403 403 403 403 403 403 403 403
POST /v1/projects/{project_id}/steps 401 403 403 403 403 403 403 403 403 yes 404 403 403
GET /v1/projects/{project_id}/steps 401 403 403 403 403 yes yes 403 403 yes 404 403 403
POST /v1/saved-queries 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/saved-queries 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/saved-queries/{query_id}/runs 401 403 403 403 403 403 403 403 403 404 404 404 404
POST /v1/saved-queries/{query_id}/name 401 403 403 403 403 403 403 403 403 404 404 404 404
POST /v1/saved-queries/{query_id}/deletion 401 403 403 403 403 403 403 403 403 404 404 404 404
POST /v1/complaints yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
POST /v1/complaint-queries 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
GET /v1/complaints 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/complaints/{complaint_id}/assignment 401 403 403 403 403 403 403 403 403 404 404 404 404
POST /v1/complaints/{complaint_id}/reading 401 403 403 403 403 403 403 403 403 404 404 404 404
POST /v1/complaints/{complaint_id}/steps 401 403 403 403 403 403 403 403 403 404 404 404 404
GET /v1/institutions/{institution_id}/conduct 401 403 403 403 403 yes 404 403 403 yes 404 yes 404
POST /v1/institutions/{institution_id}/lapses 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/institutions/{institution_id}/rectifications 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/lapses/{lapse_id}/appeal 401 403 403 403 403 404 404 403 403 403 403 403 403
POST /v1/lapses/{lapse_id}/appeal-decision 401 403 403 403 403 403 403 403 403 404 404 404 404
POST /v1/institutions/{institution_id}/sanctions 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/institution-applications yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
POST /v1/institution-application-queries 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
GET /v1/institution-applications 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/institution-applications/{application_id}/decisions 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/sanctions/{sanction_id}/appeal 401 403 403 403 403 404 404 403 403 403 403 403 403
POST /v1/sanctions/{sanction_id}/appeal-decision 401 403 403 403 403 403 403 403 403 404 404 404 404
POST /v1/rectifications/{rectification_id}/reports 401 403 403 403 403 404 404 403 403 403 403 403 403
POST /v1/rectifications/{rectification_id}/decisions 401 403 403 403 403 403 403 403 403 404 404 403 403
GET /v1/me/checks 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/me/checks/{session_id}/explanation 401 404 404 403 403 403 403 403 403 403 403 403 403
POST /v1/me/classes/{class_id}/check-time 401 yes 404 403 403 403 403 403 403 403 403 403 403
POST /v1/classes/{class_id}/check-times 401 403 403 403 403 403 403 403 403 404 404 403 403
GET /v1/classes/{class_id}/checks 401 403 403 403 403 403 403 403 403 yes 404 yes 404
POST /v1/sessions/{session_id}/headcounts 401 403 403 403 403 yes 404 yes 404 403 403 403 403
GET /v1/sessions/{session_id}/headcounts 401 403 403 403 403 yes 404 yes 404 403 403 403 403
POST /v1/sessions/{session_id}/headcounts/{headcount_id}/explanation 401 403 403 403 403 404 404 404 404 403 403 403 403
GET /v1/reviewers 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/review-disputes 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/review-disputes 401 403 403 403 403 403 403 403 403 404 404 403 403
GET /v1/risk 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/risk/{class_id}/group-checks 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/risk/{class_id}/closing 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/inspections 401 403 403 403 403 403 403 403 403 yes 404 403 403
GET /v1/inspections 401 403 403 403 403 yes own 403 403 yes own 403 403
GET /v1/inspections/{inspection_id} 401 403 403 403 403 404 404 403 403 404 404 403 403
POST /v1/inspections/{inspection_id}/visits 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/inspections/{inspection_id}/photographs 401 403 403 403 403 403 403 403 403 404 404 403 403
GET /v1/inspections/{inspection_id}/photographs/{photo_id} 401 403 403 403 403 404 404 403 403 404 404 403 403
POST /v1/inspections/{inspection_id}/result 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/inspections/{inspection_id}/statement 401 403 403 403 403 404 404 403 403 403 403 403 403
POST /v1/inspection-draws 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/inspection-draws 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/inspection-draws/{draw_id}/reveal 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/institutions/{institution_id}/changes 401 403 403 403 403 yes 404 403 403 403 403 403 403
GET /v1/institutions/{institution_id}/changes 401 403 403 403 403 yes 404 403 403 yes 404 403 403
POST /v1/platform-rules 401 403 403 403 403 403 403 403 403 yes own 403 403
GET /v1/platform-rules 401 403 403 403 403 yes own 403 403 yes own 403 403
POST /v1/platform-rules/{rules_id}/acceptance 401 403 403 403 403 404 404 403 403 403 403 403 403
GET /v1/public-rules yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
GET /v1/institution-changes 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/institution-changes/{change_id}/answer 401 403 403 403 403 403 403 403 403 404 404 403 403
GET /v1/me/evaluations 401 yes own 403 403 403 403 403 403 403 403 403 403
POST /v1/classes/{class_id}/evaluation 401 yes 404 403 403 403 403 403 403 403 403 403 403
POST /v1/classes/{class_id}/evaluation/withdrawal 401 yes 404 403 403 403 403 403 403 403 403 403 403
GET /v1/satisfaction 401 403 403 403 403 yes own 403 403 yes own yes own
GET /v1/classes/{class_id}/evaluation-words 401 403 403 403 403 403 403 403 403 yes 404 yes 404
GET /v1/institutions/{institution_id}/credit 401 403 403 403 403 yes 404 403 403 yes 404 yes 404
POST /v1/institutions/{institution_id}/credit-scores 401 403 403 403 403 403 403 403 403 yes 404 403 403
POST /v1/credit-scores/{score_id}/appeal 401 403 403 403 403 404 404 403 403 403 403 403 403
POST /v1/credit-scores/{score_id}/appeal-decision 401 403 403 403 403 403 403 403 403 404 404 404 404
GET /v1/public-institutions yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
GET /v1/public-credit yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
POST /v1/performance-reports 401 403 403 403 403 403 403 403 403 yes 404 403 403
GET /v1/performance-reports 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/performance-reports/{report_id}/paper 401 403 403 403 403 403 403 403 403 404 404 404 404
GET /v1/public-figures yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes
GET /v1/national-platform 401 403 403 403 403 403 403 403 403 yes own yes own
GET /v1/national-platform/pilot 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/national-platform/switches 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/national-platform/switches/{switch_id}/ruling 401 403 403 403 403 403 403 403 403 404 404 404 404
GET /v1/national-platform/refusals 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/national-platform/refusals/{report_id}/repetition 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/national-platform/refusals/{report_id}/settlement 401 403 403 403 403 403 403 403 403 404 404 403 403
GET /v1/national-platform/differences 401 403 403 403 403 403 403 403 403 yes own yes own
POST /v1/national-platform/differences/{difference_id}/resolution 401 403 403 403 403 403 403 403 403 404 404 403 403
POST /v1/national-platform/files 401 403 403 403 403 403 403 403 403 yes own 403 403
POST /v1/national-platform/comparisons 401 403 403 403 403 403 403 403 403 yes own 403 403
"""
