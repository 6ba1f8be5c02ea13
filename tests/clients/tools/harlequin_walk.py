"""What harlequin does at a gateway, as one JSON document: its adapter's own calls, its command `hsql`, and the program on a terminal that nobody sees."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harlequin import Harlequin
from harlequin.catalog import CatalogItem
from harlequin.exception import HarlequinQueryError
from harlequin_trino import HarlequinTrinoAdapter

PROFILE = """\
[profiles.city]
adapter = "trino"
host = "{host}"
port = "{port}"
user = "{user}"
password = "{token}"
require_auth = "password"
sslcert = "{authority}"
"""


def tree(items: list[CatalogItem]) -> dict[str, Any]:
    """Labels and types, as the catalog pane nests them."""
    return {f"{item.label} {item.type_label}": tree(item.children) for item in items}


def asked(adapter: HarlequinTrinoAdapter, catalog: str) -> dict[str, Any]:
    """What harlequin calls of an adapter."""
    connection = adapter.connect()
    told: dict[str, Any] = {"catalog": tree(connection.get_catalog().items)}
    cursor = connection.execute(f"SELECT * FROM {catalog}.public.people ORDER BY id")
    told["columns"] = cursor.columns()
    told["limited"] = cursor.set_limit(2).fetchall()
    told["all"] = len(connection.execute(f"SELECT id FROM {catalog}.public.people").fetchall())
    told["nulls"] = connection.execute(f"SELECT n, v, day FROM {catalog}.public.typed WHERE n = 2").fetchall()
    told["errors"] = []
    for sql in ("SELECT nothing", f"SELECT * FROM {catalog}.public.vault", f"DROP TABLE {catalog}.public.people"):
        try:
            connection.execute(sql).fetchall()
        except HarlequinQueryError as error:
            told["errors"].append(error.msg)
    return told


def printed(sql: str) -> Any:
    """What its command for scripts prints."""
    program = Path(sys.executable).with_name("hsql")
    words = [str(program), "--config-path", "city.toml", "--profile", "city", "--json", "--command", sql]
    done = subprocess.run(words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


async def seen(adapter: HarlequinTrinoAdapter, sql: str) -> dict[str, Any]:
    """The program itself: what its tree names, and what its table shows of a statement that is typed and run."""
    app = Harlequin(adapter, adapter_name="trino", record_history=False)
    async with app.run_test(size=(120, 40)) as pilot:

        async def until(holds: Callable[[], object]) -> None:
            limit = time.monotonic() + 30
            while not holds():
                assert time.monotonic() < limit, "harlequin shows nothing"
                await pilot.pause(0.05)

        await until(lambda: app.editor is not None and app.connection is not None)
        await until(lambda: app.data_catalog.database_tree.root.children)
        names = [str(node.label) for node in app.data_catalog.database_tree.root.children]
        app.editor.text = sql
        app.editor.focus()
        await app.run_action("run_query")
        await until(lambda: app.results_viewer.get_visible_table() is not None)
        table = app.results_viewer.get_visible_table()
        return {
            "names": names,
            "columns": table.plain_column_labels,
            "rows": [list(table.get_row_at(i)) for i in range(table.row_count)],
        }


def main(host: str, port: str, user: str, token: str, authority: str, catalog: str) -> dict[str, Any]:
    """All three."""
    Path("city.toml").write_text(PROFILE.format(host=host, port=port, user=user, token=token, authority=authority))
    adapter = HarlequinTrinoAdapter(
        host=host, port=port, user=user, password=token, require_auth="password", sslcert=authority
    )
    sql = f"SELECT id, phone FROM {catalog}.public.people ORDER BY id LIMIT 2"
    return {**asked(adapter, catalog), "printed": printed(sql), "seen": asyncio.run(seen(adapter, sql))}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:]), default=str, ensure_ascii=False))
