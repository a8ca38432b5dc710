"""WHAT THE LAW SAYS ON A DAY: every number and closed list of the law as dated data."""

from learnport.parameters._law import Law, law_on, load_parameters
from learnport.parameters._reader import read_parameter
from learnport.parameters._values import Content, Parameter, Source, Status, Unit, Value

__all__ = [
    "Content",
    "Law",
    "Parameter",
    "Source",
    "Status",
    "Unit",
    "Value",
    "law_on",
    "load_parameters",
    "read_parameter",
]
