"""The six analyses of the people trained (MP-16)."""

from collections import Counter

from checkin_service.kit.resources import Resources
from checkin_service.statistics.model import ANALYSES, Measure
from checkin_service.statistics.rules.suppression import shown, suppressed
from checkin_service.statistics.schemas import Analyses, AnalysisFigures, AnalysisPart
from checkin_service.statistics.service.board import figures_of
from checkin_service.statistics.service.scope import Scope, smallest_cell

_REGION, _INCOME = "region", "income"


async def analyses(resources: Resources, scope: Scope) -> Analyses:
    """People by age, region, employer, insurance and employment; small parts stay unsaid."""
    smallest = smallest_cell(resources, scope.division)
    found = await figures_of(resources, scope)
    counted: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for each in found:
        counted[each.measure] += each.value
        if each.measure == Measure.TRAINED:
            regions[each.authority_code.ljust(6, "0")] += each.value
    told = {str(name): {part: counted[f"{name}:{part}"] for part in parts} for name, parts in ANALYSES.items()}
    return Analyses(
        asked=scope.asked,
        people=shown(counted[Measure.TRAINED], smallest=smallest),
        smallest_cell=smallest,
        analyses=[
            *(_told(name, parts, smallest) for name, parts in {**told, _REGION: dict(sorted(regions.items()))}.items()),
            AnalysisFigures(analysis=_INCOME, parts=[], has_source=False),
        ],
    )


def _told(name: str, parts: dict[str, int], smallest: int) -> AnalysisFigures:
    said_parts = suppressed(parts, smallest=smallest)
    return AnalysisFigures(
        analysis=name,
        parts=[AnalysisPart(part=part, people=people) for part, people in said_parts.items()],
        has_source=True,
    )
