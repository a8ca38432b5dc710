"""FOR PLUGIN AUTHORS: contract suites; faults and strategies stand in modules of their own.

A suite is a class whose tests state what a service promises. With pytest, subclass it and
supply its one fixture; without, call `run_contract`. Neither pytest nor hypothesis is needed
to import this; `learnport.testing.strategies` needs hypothesis.
"""

from learnport.testing._blobs import BlobStoreContract
from learnport.testing._durability import BlobDurabilityContract
from learnport.testing._identity import IdentityCase, IdentityContract
from learnport.testing._plans import CoursePlansCase, CoursePlansContract
from learnport.testing._records import RecordStoreContract
from learnport.testing._suite import Failure, Report, run_contract
from learnport.testing._transport import TransportContract

__all__ = [
    "BlobDurabilityContract",
    "BlobStoreContract",
    "CoursePlansCase",
    "CoursePlansContract",
    "Failure",
    "IdentityCase",
    "IdentityContract",
    "RecordStoreContract",
    "Report",
    "TransportContract",
    "run_contract",
]
