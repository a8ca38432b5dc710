"""WHAT THE LAW SAYS ON A DAY: every number and closed list of the law as dated data."""

from learnport.parameters._law import PACKAGED, Law, law_on, load_parameters
from learnport.parameters._reader import read_parameter
from learnport.parameters._units import Code, Content, Status, Tighter, Unit
from learnport.parameters._values import Parameter, Source, Value

__all__ = [
    "PACKAGED",
    "Code",
    "Content",
    "Law",
    "Parameter",
    "Source",
    "Status",
    "Tighter",
    "Unit",
    "Value",
    "law_on",
    "load_parameters",
    "read_parameter",
]
