"""Use cases of the registers, and what higher capabilities may ask of them."""

from checkin_service.catalogue.service.admitting import Admitted, admit, is_registered
from checkin_service.catalogue.service.base_maps import map_tile, map_underlays, map_within
from checkin_service.catalogue.service.changes import ask_change, decide_change, record_of, waiting_changes
from checkin_service.catalogue.service.contacts import add_first_contacts, contacts_of, own_contact, state_contact
from checkin_service.catalogue.service.many import add_institutions, judge_institutions
from checkin_service.catalogue.service.occupations import import_occupations, occupations, registered_occupation
from checkin_service.catalogue.service.pictures import (
    picture,
    picture_file,
    state_picture,
    underlay_of,
    underlay_within,
)
from checkin_service.catalogue.service.platform_rules import (
    accept_rules,
    platform_rules,
    public_rules,
    publish_rules,
    require_rules_accepted,
)
from checkin_service.catalogue.service.project_steps import (
    project_history,
    project_standing,
    project_standings,
    propose_project_step,
    require_project_active,
    take_project_step,
)
from checkin_service.catalogue.service.registers import (
    approve_enterprise,
    approve_institution,
    approve_project,
    enter_qualification,
    enterprise_of,
    enterprises,
    institution_names,
    institution_of,
    institutions,
    is_authority,
    listed_enterprises,
    listed_institutions,
    listed_projects,
    project_names,
    project_of,
    projects,
    qualification_on,
    qualifications,
    register_authority,
)
from checkin_service.catalogue.service.sites import (
    approve_site,
    change_site,
    listed_sites,
    near,
    places,
    site_of,
    sites,
)
from checkin_service.catalogue.service.standing import (
    propose_standing,
    require_active,
    stand,
    standing_of,
    standings,
    suspend,
)
from checkin_service.catalogue.service.terminals import (
    approve_terminal,
    confirm_terminal,
    end_at_the_server,
    end_terminal,
    enter_paired,
    offer_pairing,
    sign_in_terminal,
    terminal_of,
)
