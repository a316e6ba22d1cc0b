"""A well-formed request for every route about reports to the national platform."""

from checkin_service.kit.ids import new_id
from tests.security.well_formed import Request, simple

_PATH = "/v1/national-platform"

simple(f"GET {_PATH}", lambda _: Request(_PATH))
simple(f"GET {_PATH}/pilot", lambda _: Request(f"{_PATH}/pilot"))
simple(f"GET {_PATH}/refusals", lambda _: Request(f"{_PATH}/refusals"))
simple(f"GET {_PATH}/differences", lambda _: Request(f"{_PATH}/differences"))
simple(
    f"POST {_PATH}/switches",
    lambda _: Request(
        f"{_PATH}/switches",
        {"switch_id": new_id(), "is_on": True, "document_number": "人社函〔2026〕9号", "reason": "数据回流"},
    ),
)
simple(
    f"POST {_PATH}/switches/{{switch_id}}/ruling",
    lambda _: Request(f"{_PATH}/switches/{new_id()}/ruling", {"request_id": new_id(), "approved": True}),
)
simple(
    f"POST {_PATH}/refusals/{{report_id}}/repetition",
    lambda _: Request(f"{_PATH}/refusals/{new_id()}/repetition", {"request_id": new_id()}),
)
simple(
    f"POST {_PATH}/refusals/{{report_id}}/settlement",
    lambda _: Request(f"{_PATH}/refusals/{new_id()}/settlement", {"request_id": new_id(), "reason": "平台已有"}),
)
simple(
    f"POST {_PATH}/differences/{{difference_id}}/resolution",
    lambda _: Request(f"{_PATH}/differences/{new_id()}/resolution", {"request_id": new_id(), "reason": "已核对"}),
)
simple(
    f"POST {_PATH}/comparisons",
    lambda _: Request(f"{_PATH}/comparisons", {"request_id": new_id(), "day": "2026-03-01"}),
)
simple(
    f"POST {_PATH}/files",
    lambda _: Request(
        f"{_PATH}/files", {"kind": "person", "first": "2026-03-01", "last": "2026-03-31", "purpose": "向部平台上报"}
    ),
)
