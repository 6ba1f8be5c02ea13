"""A genuine Trino asks the door over TLS: it believes a certificate of the authority that it is told, for that address, and nothing else; without an answer it refuses everything."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.engines.authority import Authority
from tests.judges.opa import tpc
from tests.judges.opa.door import SERVICE, guarded, served
from tests.tpc.relations import SCHEMA
from tests.trino.artifacts import PartMissingError
from tests.trino.client import Client, TrinoError
from tests.trino.fixture import absent
from tests.trino.server import Trino

pytestmark = pytest.mark.slow

COUNT = f"SELECT count(*) FROM tpch.{SCHEMA}.nation"


def _answer(trino: Trino, user: str) -> object:
    try:
        return Client(trino.url, user=user).run(COUNT).rows
    except TrinoError as error:
        return error.name


def test_trino_asks_over_tls_and_believes_the_right_certificate_only(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "other").mkdir()
    own, other, world = Authority(tmp_path / "own"), Authority(tmp_path / "other"), tpc.world("open")
    with ExitStack() as stack:
        with served(world, own.issue("door")) as door:
            try:
                trino = stack.enter_context(guarded(door, "1500M", trusts=own.file))
            except PartMissingError as reason:
                absent(reason)
            assert _answer(trino, tpc.USER) == ((25,),)
            assert _answer(trino, "stranger") == "PERMISSION_DENIED"
            assert _answer(trino, SERVICE) == ((25,),)
        assert isinstance(_answer(trino, tpc.USER), str)
        for wrong in (other.issue("door"), own.issue("elsewhere", "127.0.0.2")):
            with served(world, wrong, door.port) as believed:
                for user in (tpc.USER, SERVICE, "stranger"):
                    assert isinstance(_answer(trino, user), str)
            assert not believed.asked
        with served(world, own.issue("renewed"), door.port):
            assert _answer(trino, tpc.USER) == ((25,),)
