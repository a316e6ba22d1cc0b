"""Civil time: where days begin and end; unlike the clock it reads nothing, so rules may use it."""

from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
"""The civil time of every jurisdiction served. Days are counted here; moments are stored in UTC."""
