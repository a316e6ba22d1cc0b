"""A stand-alone recomputation of a determination from its document, with the standard library only.

Whoever was given a document, or the service's answer with documents in it, checks it on a machine of their own: copy
this folder and say `python3 -m recompute FILE…`. It is a second implementation on purpose: a mistake in one shows
against the other.
"""

from .checking import Checked, canonical, check, faults_of, report

__all__ = ["Checked", "canonical", "check", "faults_of", "report"]
