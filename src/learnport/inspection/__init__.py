"""BYTES → FACTS: what a file is, learnt from its bytes and never from a promise.

Inspection states facts and what it could not decide; `learnport.rules` judges them.
Any bytes give `FileFacts`; only a broken stream or a misuse raises.
"""

from learnport.inspection._inspect import ByteSource, inspect, inspect_path, receive
from learnport.inspection._names import clean_name
from learnport.inspection._witnesses import available_witnesses

__all__ = [
    "ByteSource",
    "available_witnesses",
    "clean_name",
    "inspect",
    "inspect_path",
    "receive",
]
