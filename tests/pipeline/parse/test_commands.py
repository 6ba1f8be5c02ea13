"""Commands of a session: what is read as one, what is not, and that nothing is read halfway."""

from __future__ import annotations

import pytest

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline import commands
from gateway.pipeline.cursor import Like
from gateway.pipeline.front import Use

READ = {
    "PREPARE s FROM SELECT 1, ? -- end": commands.Prepare("s", "SELECT 1, ?"),
    "prepare S from\n SHOW TABLES;": commands.Prepare("s", "SHOW TABLES"),
    "EXECUTE s": commands.Execute("s", ()),
    "EXECUTE s USING BIGINT '1', 'a, b', ARRAY[1, 2], f(3, 4)": commands.Execute(
        "s", ("BIGINT '1'", "'a, b'", "ARRAY[1, 2]", "f(3, 4)")
    ),
    "EXECUTE IMMEDIATE 'SELECT ''x'', ?' USING 1": commands.ExecuteImmediate("SELECT 'x', ?", ("1",)),
    "EXECUTE immediate_": commands.Execute("immediate_", ()),
    "DEALLOCATE PREPARE s": commands.Deallocate("s"),
    "DESCRIBE INPUT s": commands.DescribeInput("s"),
    "DESCRIBE OUTPUT s": commands.DescribeOutput("s"),
    "USE a.b": Use("a", "b"),
    "SET SESSION huiliu.purpose = '核查'": commands.SetSession("huiliu.purpose", "核查"),
    "SET SESSION x = -1": commands.SetSession("x", "-1"),
    "SET SESSION x = TRUE": commands.SetSession("x", "true"),
    "RESET SESSION a.b": commands.ResetSession("a.b"),
    "SHOW SESSION LIKE 'a%'": commands.ShowSession(Like("a%")),
    "START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE": commands.StartTransaction(),
    "START TRANSACTION READ ONLY": commands.StartTransaction(),
    "COMMIT": commands.EndTransaction("COMMIT"),
    "ROLLBACK WORK": commands.EndTransaction("ROLLBACK"),
    "CALL system.runtime.kill_query('q')": commands.KillQuery("q", ""),
    "CALL system.runtime.kill_query(query_id => 'q', message => 'm')": commands.KillQuery("q", "m"),
}
NONE = [
    "SELECT 1", "SHOW TABLES", "DESCRIBE input", "DESCRIBE output.x", "DESC s", "EXPLAIN SELECT 1", "SET ROLE admin", "SET PATH x",
    "SET SESSION AUTHORIZATION bob", "RESET SESSION AUTHORIZATION", '"EXECUTE" s', "(EXECUTE s)",
]  # fmt: skip
BROKEN = [
    "PREPARE s", "PREPARE s FROM", "PREPARE FROM SELECT 1", "EXECUTE", "EXECUTE IMMEDIATE s", "EXECUTE s USING", "EXECUTE s USING 1,",
    "EXECUTE s USING ,", "EXECUTE s 1", "DEALLOCATE s", "DEALLOCATE PREPARE s, t", "DESCRIBE INPUT s t", "SET SESSION x", "SET SESSION x = f()",
    "SET SESSION x = 1 2", "SET SESSION a.b.c = 1", "START TRANSACTION ISOLATION LEVEL NONE", "START TRANSACTION READ", "COMMIT 1",
    "CALL system.runtime.kill_query()", "CALL system.runtime.kill_query(message => 'm')", "CALL system.runtime.kill_query('q') x",
    "USE a.b.c", "SHOW SESSION x",
]  # fmt: skip


@pytest.mark.parametrize("sql", READ)
def test_a_command_is_read(sql: str) -> None:
    assert commands.read(sql) == READ[sql]


@pytest.mark.parametrize("sql", NONE)
def test_what_is_none_is_left_to_others(sql: str) -> None:
    assert commands.read(sql) is None


@pytest.mark.parametrize("sql", BROKEN)
def test_what_begins_like_one_and_is_none_is_refused(sql: str) -> None:
    with pytest.raises(StatementError):
        commands.read(sql)


def test_other_procedures_are_refused() -> None:
    with pytest.raises(StatementError) as caught:
        commands.read("CALL postgresql.system.execute('DROP TABLE x')")
    assert caught.value.code is ErrorCode.NOT_SUPPORTED
