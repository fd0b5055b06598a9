"""A bundle that is made to hurt is refused before much is done about it."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from tests.independent.hostile import FULL, HOSTILE
from tests.independent.ledgers import Log, random_log
from tests.town import KEY

from ledger.bundle import BYTES_MAX, check
from ledger.errors import RemitError
from ledger_cli.main import run

CALLS_MAX = 100_000
MEMORY_MAX = 34 * 1024 * 1024  # beside the 16 MB of the file


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    return random_log(1, tmp_path_factory.mktemp("log"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bundle_is_refused_with_little_work(name: str, log: Log) -> None:  # W8 E4 D2
    kind, make = HOSTILE[name]
    data, calls = make(log), 0

    def count(frame: FrameType, event: str, arg: Any) -> None:  # noqa: ANN401 - as the interpreter calls it
        nonlocal calls
        del frame, event, arg
        calls += 1

    tracemalloc.start()
    sys.setprofile(count)
    try:
        with pytest.raises(RemitError) as caught:
            check(data, KEY)
    finally:
        sys.setprofile(None)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert caught.value.kind == kind
    assert (calls <= CALLS_MAX, peak <= MEMORY_MAX) == (True, True), (calls, peak)


@pytest.mark.parametrize("name", FULL)
def test_a_full_bundle_of_nothing_is_refused_too(name: str, log: Log) -> None:  # W8
    kind, make = FULL[name]
    with pytest.raises(RemitError) as caught:
        check(make(log), KEY)
    assert caught.value.kind == kind


def test_no_more_of_a_file_of_1_gb_is_read_than_a_bundle_may_have(  # W8
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "huge.bundle"
    with file.open("wb") as stream:
        stream.truncate(2**30)
    tracemalloc.start()
    code = run(["bundle", "check", str(file), "--log", KEY.encode()])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == 4
    assert f"over a limit: bundle: expected at most {BYTES_MAX} bytes" in capsys.readouterr().err
    assert peak <= MEMORY_MAX + BYTES_MAX
