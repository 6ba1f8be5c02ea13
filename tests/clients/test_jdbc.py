"""The genuine JDBC driver, 476 and the newest, walked through what BI tools do with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from tests.clients.java import WALK, run
from tests.clients.site import Place
from tests.trino.artifacts import JDBC, JDBC_NEWEST, Artifact

pytestmark = pytest.mark.slow
STRING: Final = "null,null,null,null"
NOTHING: Final = "null,null,null,null,null,null"
EXPECTED: Final[Mapping[str, str]] = {
    "product": "Trino 476 476 user:ana false true",
    "valid": "true",
    "catalogs": "{catalog} | system",
    "schemas": "information_schema,{catalog} | public,{catalog}",
    "tables": "{catalog},public,people,TABLE,only permitted rows,null,null,null,null,null | {catalog},public,typed,TABLE," + NOTHING,
    "hidden": "",
    "columns": (
        "{catalog},public,people,id,-5,bigint,19,0,null,10,1,null,null,null,null,null,1,YES," + NOTHING
        + " | {catalog},public,people,name,12,varchar(40),40,0,null,null,1,null,null,null,null,40,2,YES," + NOTHING
        + " | {catalog},public,people,phone,12,varchar(20),20,0,null,null,1,mask partial:3:4,null,null,null,20,3,YES," + NOTHING
        + " | {catalog},public,people,region,12,varchar(6),6,0,null,null,1,null,null,null,null,6,4,YES," + NOTHING
    ),
    "pattern": "{catalog},public,people,name,12,varchar(40),40,0,null,null,1,null,null,null,null,40,2,YES," + NOTHING,
    "escaped": "",
    "tabletypes": "TABLE | VIEW",
    "empty": "10 4",
    "rows": "2,名2,138****0002,A1 | 4,名4,138****0004,A1",
    "types": (
        "n:integer:4:10:0=1,b:boolean:16:0:0=true,s:smallint:5:5:0=7,i:integer:4:10:0=42,l:bigint:-5:19:0=9007199254740993,r:real:7:9:0=1.5,"
        "d:double:8:17:0=2.25,m:decimal(10,2):3:10:2=123.45,big:decimal(38,0):3:38:0=12345678901234567890123456789012345678,"
        "v:varchar(20):12:20:0=张'三,t:varchar:12:2147483647:0=long \"text\",c:char(3):1:3:0=ab ,day:date:91:0:0=2024-02-29,"
        "at:time(3):92:3:0=12:34:56,moment:timestamp(6):93:3:0=2024-02-29 12:34:56.123456,"
        "stamp:timestamp(3) with time zone:2014:3:0=2024-02-29 12:34:56.789,id:uuid:2000:0:0=12151fd2-7586-11e9-8f9e-2a86e4085a59,"
        "bin:varbinary:-3:1073741824:0=00ff10,nulls=17,nan=NaN,infinite=Infinity,least=-9223372036854775808,empty='',old=0001-01-01"
    ),
    "prepared": "2=名2,138****0002 3= 4=名4,138****0004",
    "immediate": "2=名2,138****0002 3= 4=名4,138****0004",
    "parameters": (
        "boolean=true,tinyint=-7,smallint=300,integer=70000,bigint=9007199254740993,real=1.5,double=-2.25E100,decimal(22,2)=12345678901234567890.12,"
        "varchar(7)=张'三 \"?\",varbinary=00ff,date=2024-02-29,timestamp(3)=2024-02-29 12:34:56.789,varchar=null"
    ),
    "described": "id:bigint,phone:varchar(20),more:bigint,1",
    "warnings": "column {catalog}.public.people.phone is masked: partial:3:4 / relation {catalog}.public.people shows only permitted rows",
    "cancel": "canceled true",
    "timeout": "timed out true",
    "maxrows": "2 | 4 | 6",
    "transaction": "12",
    "use": "true information_schema true",
    "session": "huiliu.purpose,audit,,varchar,the purpose that statements declare; its code or its title",
    "token": "user:ana",
    "large": "200000 2000200000",
}  # fmt: skip
"""What each step prints. A step's own words stand in the program."""
REFUSED: Final[Mapping[str, tuple[str, ...]]] = {
    "batch": ("NOT_SUPPORTED", "`INSERT` is not supported"),
    "update": ("NOT_SUPPORTED", "`DELETE` is not supported"),
    "create": ("NOT_SUPPORTED", "`CREATE` is not supported"),
    "wrong": ("Authentication failed",),
    "untrusted": ("SSLHandshakeException", "unable to find valid certification path"),
}
"""What the driver's exception says."""


@pytest.mark.parametrize("driver", [JDBC, JDBC_NEWEST], ids=["476", "newest"])
def test_the_driver_finds_a_trino(gateway: Place, driver: Artifact) -> None:
    address = f"jdbc:trino://127.0.0.1:{gateway.port}"
    words = [address, "ana", gateway.tokens["ana"], str(gateway.authority), gateway.catalog]
    lines = run(WALK, driver, [*words, *EXPECTED, *REFUSED]).splitlines()
    told = dict(line.split("\t", 1) for line in lines)
    expected = {step: text.replace("{catalog}", gateway.catalog) for step, text in EXPECTED.items()}
    assert {step: told[step] for step in EXPECTED} == expected
    for step, words_of in REFUSED.items():
        assert told[step].startswith("! SQLException"), step
        assert all(word in told[step] for word in words_of), told[step]
