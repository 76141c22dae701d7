"""The practice site: Score, Song and an object store on loopback, with made-up data.

People learn the program on it without a token or a network, and tests use it as the server they can trust.
"""

from score_gui.demo.catalogue import Access, PracticeData, PracticeObject, Role
from score_gui.demo.data import make_practice_data
from score_gui.demo.key_service import KeyFlavour
from score_gui.demo.record import Service
from score_gui.demo.serve import run_demo_site
from score_gui.demo.site import Flavour, PracticeSite

__all__ = [
    "Access",
    "Flavour",
    "KeyFlavour",
    "PracticeData",
    "PracticeObject",
    "PracticeSite",
    "Role",
    "Service",
    "make_practice_data",
    "run_demo_site",
]
