"""What an event and a command hold where little is said."""

from __future__ import annotations

from typing import Any

import pytest

from learnport.workflow import RecordStudent, ReturnOutcome
from tests.unit.model_values import STUDENT
from tests.unit.workflow_values import event


@pytest.mark.parametrize("number", [1.0, "1", None])
def test_the_number_of_an_event_is_a_whole_one(number: Any) -> None:
    with pytest.raises(TypeError, match="sequence"):
        event(RecordStudent(STUDENT), sequence=number)


def test_a_return_whose_reason_says_enough_has_no_note() -> None:
    assert ReturnOutcome("o1", "unreadable").note == ""
