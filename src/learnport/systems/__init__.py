"""THE DIAGRAM: the boxes of the official picture as use cases, nothing else."""

from learnport.systems._batches import Precheck, Seal, StudentFindings
from learnport.systems._decision import Decision
from learnport.systems._possible import Possibility
from learnport.systems._waiting import Outstanding
from learnport.systems.central import CentralDatabase, CentralEndpoint
from learnport.systems.school import Attached, SchoolPlatform

__all__ = [
    "Attached",
    "CentralDatabase",
    "CentralEndpoint",
    "Decision",
    "Outstanding",
    "Possibility",
    "Precheck",
    "SchoolPlatform",
    "Seal",
    "StudentFindings",
]
