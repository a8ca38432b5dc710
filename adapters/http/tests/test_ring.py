"""A school that does not exist submits its year to a centre behind a real server."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import attrs
import httpx
import pytest

from learnport.errors import PluginError
from learnport.model import (
    BatchKey,
    DepositState,
    ItemKind,
    SelectionState,
    Student,
    Text,
    WindowKind,
)
from learnport.plugins import Host
from learnport.sample import Stage, build_stage, sample_school
from learnport.systems import CentralEndpoint, Decision
from learnport.workflow import RecordStudent, RecordTaking
from learnport_http import DepositApp, HttpTransport
from tests.conftest import Serve


def silent(_title: Text, _done: int, _total: int) -> None:
    """Show no progress."""


def must(decisions: Iterable[Decision]) -> list[Decision]:
    done = list(decisions)
    assert [each.findings for each in done if not each.done] == []
    return done


def over_http(stage: Stage, serve: Serve, client: httpx.Client) -> Stage:
    """The same stage, with the real line in between."""
    endpoint = CentralEndpoint(stage.central, lambda: stage.context(stage.sample.centre))
    old = stage.school.host
    plugins = [old.records, old.blobs, old.identity, stage.plans]
    transport = HttpTransport(serve(DepositApp(endpoint)), client=client)
    stage.school = attrs.evolve(stage.school, host=Host([*plugins, transport]))
    return stage


def bring_to_selection(stage: Stage, student: Student) -> None:
    sample, school, ref = stage.sample, stage.school, student.ref
    taking = next(each for each in sample.takings(student) if each.semester.half == 2)
    must([
        school.perform(ref, RecordStudent(student), stage.of_staff()),
        school.perform(ref, RecordTaking(taking), stage.of_staff()),
    ])  # fmt: skip
    stage.enter(WindowKind.UPLOAD_OUTCOMES, taking.semester)
    files = stage.attach(student, ItemKind.OUTCOME, next(sample.outcomes(student)).files)
    [uploaded] = must([
        school.upload_outcome(ref, taking.id, taking.semester, "作業", files, stage.of(student))
    ])  # fmt: skip
    must([school.request_certification(ref, uploaded.item, stage.of(student))])
    must([school.certify(ref, uploaded.item, stage.context(sample.teacher(taking)))])
    stage.enter(WindowKind.SELECT, sample.year)
    must([school.select(ref, sample.year, [uploaded.item], [], stage.of(student))])
    must([school.confirm_selection(ref, sample.year, stage.of(student))])


def test_the_sample_school_submits_twice_and_collects_its_receipt(
    serve: Serve, client: httpx.Client, tmp_path: Path
) -> None:
    sample = sample_school(students=2)
    stage = over_http(build_stage(sample, tmp_path, silent), serve, client)
    school, year = stage.school, sample.year
    for student in sample.students:
        bring_to_selection(stage, student)
    stage.enter(WindowKind.SUBMIT, year)
    key = BatchKey.parse(f"{sample.school.code}.yearly.{year}.ordinary.1")
    staff = stage.of_staff()
    must([school.precheck(key, staff).decision])
    sealed = school.seal(key, staff, tmp_path / "packages")
    assert sealed.package is not None

    assert school.send(key, staff, sealed.package, "http").done
    assert not school.send(key, staff, sealed.package, "http").done
    digest = school.batch(key).digest
    assert digest is not None
    with sealed.package.open("rb") as stream:
        again = school.host.transport("http").send(stream, key, digest)
    assert again.state is DepositState.ACCEPTED
    must([school.collect(key, staff, "http")])

    [deposit] = stage.central.deposits(sample.school.code)
    assert (deposit.batch, deposit.state) == (key, DepositState.ACCEPTED)
    with stage.central.host.blobs.open(deposit.package) as held:
        assert held.read() == sealed.package.read_bytes()
    assert school.compare(key) == ()
    states = [each.selection(year).state for each in school.portfolios()]
    assert states == [SelectionState.RECEIVED, SelectionState.RECEIVED]


def test_a_batch_the_centre_never_received_has_no_answer(
    serve: Serve, client: httpx.Client, tmp_path: Path
) -> None:
    stage = over_http(build_stage(sample_school(students=2), tmp_path, silent), serve, client)
    transport = stage.school.host.transport("http")
    key = BatchKey.parse("ZZ0001.yearly.113.ordinary.1")
    assert transport.answer(key, "0" * 64) is None
    with pytest.raises(PluginError, match="status 400"):
        transport.send(io.BytesIO(b"no zip"), key, "0" * 64)
    assert transport.answer(key, "0" * 64) is None
