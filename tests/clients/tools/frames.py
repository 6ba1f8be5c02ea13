"""What pandas reads, as one JSON document: run in the environment `dbt` with address, login, token, authority and catalog."""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

import pandas
import sqlalchemy
import trino


def shape(frame: pandas.DataFrame) -> dict[str, Any]:
    """Types, how many are missing, and values as text."""
    return {
        "types": {str(name): str(kind) for name, kind in frame.dtypes.items()},
        "missing": [int(count) for count in frame.isna().sum()],
        "rows": [
            [None if pandas.isna(value) else str(value) for value in row] for row in frame.itertuples(index=False)
        ],
    }


def main(host: str, port: str, user: str, token: str, authority: str, catalog: str) -> dict[str, Any]:
    """Every way in which pandas reads."""
    address = sqlalchemy.URL.create("trino", user, token, host, int(port), f"{catalog}/public")
    engine = sqlalchemy.create_engine(
        address, connect_args={"http_scheme": "https", "verify": authority, "timezone": "Asia/Shanghai"}
    )
    direct = trino.dbapi.connect(
        host=host, port=int(port), http_scheme="https", verify=authority, catalog=catalog, schema="public",
        auth=trino.auth.BasicAuthentication(user, token), timezone="Asia/Shanghai",
    )  # fmt: skip
    told: dict[str, Any] = {}
    typed = "SELECT * FROM typed ORDER BY n"
    told["typed"] = shape(pandas.read_sql(typed, engine))
    told["table"] = shape(pandas.read_sql_table("people", engine, schema="public").sort_values("id").head(1))
    asked = sqlalchemy.text("SELECT name, phone FROM people WHERE id = :id AND region = :region")
    told["named"] = shape(pandas.read_sql_query(asked, engine, params={"id": 4, "region": "A1"}))
    told["quoted"] = shape(pandas.read_sql_query(sqlalchemy.text("SELECT :a AS a"), engine, params={"a": "张'三?"}))
    told["dates"] = shape(pandas.read_sql("SELECT n, moment FROM typed ORDER BY n", engine, parse_dates=["moment"]))
    told["nullable"] = shape(
        pandas.read_sql("SELECT n, b, l, d, v FROM typed ORDER BY n", engine, dtype_backend="numpy_nullable")
    )
    told["chunks"] = [len(part) for part in pandas.read_sql("SELECT id FROM people", engine, chunksize=4000)]
    told["none"] = shape(pandas.read_sql("SELECT id, name FROM people WHERE id < 0", engine))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        told["direct"] = shape(pandas.read_sql(typed, direct))
        told["positional"] = shape(
            pandas.read_sql("SELECT name FROM people WHERE id = ? AND region = ?", direct, params=(4, "A1"))
        )
    told["warned"] = sorted({str(one.message)[:40] for one in said})
    try:
        pandas.DataFrame({"a": [1]}).to_sql("frame", engine, index=False)
    except sqlalchemy.exc.DBAPIError as error:
        told["to_sql"] = str(error.orig)
    try:
        pandas.read_sql("SELECT nothing FROM people", engine)
    except pandas.errors.DatabaseError as error:
        told["error"] = str(error)
    engine.dispose()
    return told


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:]), ensure_ascii=False))
