"""`checkin-service policy`: what a jurisdiction asks for, whether packs are sound, what a draft would change."""

import argparse

from checkin_service.cli.policy import check, diff, impact, page, show


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    policy = subparsers.add_parser("policy", help="the rules of a jurisdiction as dated data")
    actions = policy.add_subparsers(required=True, metavar="show|check|diff|impact|page")
    for action in (show, check, diff, impact, page):
        action.register(actions)
