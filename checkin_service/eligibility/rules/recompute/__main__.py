"""`python3 -m recompute FILE…`."""

import sys
from pathlib import Path

from .checking import report

lines = list(report([Path(name) for name in sys.argv[1:]]))
sys.stdout.write("".join(f"{line}\n" for line, _ in lines))
sys.exit(0 if lines and all(good for _, good in lines) else 1)
