"""A mistake of the caller on the command line: one clear line and exit code 2, never a page of usage."""

import argparse
from typing import NoReturn

from checkin_service.kit.misconfigured import Misconfigured


class Mistaken(Misconfigured):
    """What was typed cannot be used; the message says what would be."""


class Parser(argparse.ArgumentParser):
    """A parser that answers a mistake with one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")
