"""Keys of the room: displays and terminals at the door, and fences that move with a class."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, Unit, Whole

_METRES = Whole(unit=Unit.METRE, low=1, high=5000)

KEYS = {
    "display.moved_max_m": Key(
        Words("设备离开登记位置的上限", "Farthest that a device may be from where it was entered"),
        _METRES,
        needed=At.USE,
        otherwise="asked for when a device reports, before and after any class",
    ),
    "display.silent_after_min": Key(
        Words("显示设备多久未报告即停发动态码", "Silence after which a display is given no code"),
        Whole(unit=Unit.MINUTE, low=1, high=120),
        needed=At.CLASS,
    ),
    "site.moving_accuracy_m": Key(
        Words("移动围栏教员定位精度上限", "Coarsest instructor's fix for a moving fence"), _METRES, needed=At.CLASS
    ),
    "site.moving_reach_m": Key(
        Words("移动围栏距登记地点上限", "Farthest moving fence from the site"),
        Whole(unit=Unit.METRE, low=1, high=50_000),
        needed=At.CLASS,
    ),
    "site.moving_witnesses": Key(
        Words("移动围栏须由几名学员佐证", "Trainees who must bear out a moving fence"),
        Whole(unit=Unit.PERSON, low=2, high=30),
        needed=At.CLASS,
    ),
    "terminal.pace_min_s": Key(
        Words("插卡验密最短时间", "Least time for card and PIN"),
        Whole(unit=Unit.SECOND, low=1, high=60),
        needed=At.CLASS,
    ),
}
