"""The error oracle (B47) written out: what fails for hidden rows only, in every place of a statement, wrapped in every way.

A fault is an expression over `visit` (alias v) that no permitted row fails and some hidden row does. A way wraps it: bare (strict), or behind something
that is not strict. A place is a statement with a hole `{x}` for the value, or `{b}` for a condition made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FAULTS: Final = {
    "division": "100 / (v.cost + 1)",
    "division of decimals": "CAST(100 AS decimal(9,2)) / CAST(v.cost + 1 AS decimal(12,2))",
    "modulus": "100 % (v.cost + 1)",
    "integer to smallint": "CAST(v.cost AS smallint)",
    "double to integer": "CAST(v.weight AS integer)",
    "integer to decimal": "CAST(v.cost AS decimal(4,1))",
    "text to integer": "CAST(v.note AS integer)",
    "text to double": "CAST(v.note AS double)",
    "text to decimal": "CAST(v.note AS decimal(6,1))",
    "text to date": "CAST(concat(lpad(v.note, 4, '0'), '-01-01') AS date)",
    "text to timestamp": "CAST(concat(lpad(v.note, 4, '0'), '-01-01 00:00:00') AS timestamp)",
    "text to boolean": "CAST(if(length(v.note) < 5, 'true', v.note) AS boolean)",
    "date parsing": "from_iso8601_date(concat(lpad(v.note, 4, '0'), '-01-01'))",
    "product too large": "v.cost * 3",
    "sum too large": "v.cost + 2147400000",
    "bigint product too large": "v.person_id * 9000000000000000",
    "negation": "-v.cost",
    "absolute": "abs(v.cost)",
    "array access": "sequence(1, 1000)[v.cost]",
    "array access by text": "split(v.note, 'x')[length(v.note) / length(v.note) + length(v.note) / 9]",
    "map access": "MAP(ARRAY['12', '7', '2026'], ARRAY[1, 2, 3])[v.note]",
    "double key": "cardinality(MAP(ARRAY[coalesce(v.region, 'x'), 'B1'], ARRAY[1, 2]))",
    "regular expression over an element": "regexp_like(split(v.note, 'x')[1 + length(v.note) / 9], '^[0-9]+$')",
    "json": "json_parse(v.note)",
    "json of an element": "json_extract_scalar(json_parse(v.note), '$[0]')",
    "character": "chr(v.cost)",
    "padding": "length(lpad('x', v.cost, 'y'))",
    "sequence": "cardinality(sequence(1, v.cost))",
    "hexadecimal": "from_hex(concat(v.note, v.note))",
    "base 64": "from_base64(rpad(v.note, 4, 'A'))",
    "part by number": "split_part(v.note, '0', v.cost)",
    "several rows": "(SELECT p.region FROM person p WHERE p.id = v.person_id)",
    "an element in a lambda": "transform(ARRAY[v.cost], i -> 100 / (i + 1))",
    "a constant in a lambda": "transform(ARRAY[100], i -> i / (v.cost + 1))",
    "pieces in a lambda": "any_match(split(v.note, ','), i -> CAST(i AS integer) > 0)",
    "array of texts": "CAST(split(v.note, ',') AS array(integer))",
}  # fmt: skip
WAYS: Final = {
    "bare": "{e}",
    "is null": "(({e}) IS NULL)",
    "coalesce": "coalesce(CAST(({e}) IS NOT NULL AS integer), 0)",
    "case": "CASE WHEN v.cost > 50 THEN {e} END",
    "case condition": "CASE WHEN ({e}) IS NULL THEN 1 ELSE 2 END",
    "only where hidden": "if(v.region = 'B1' OR v.cost < 0, {e})",
    "nullif": "nullif(({e}) IS NULL, true)",
    "try": "TRY({e})",
    "in a row": "ROW(v.person_id, {e})",
    "text": "concat('x', CAST(({e}) IS NULL AS varchar))",
}
PLACES: Final = {
    "select": "SELECT {x} FROM visit v",
    "where": "SELECT v.person_id FROM visit v WHERE {b}",
    "where, after the rule's own condition": "SELECT v.person_id FROM visit v WHERE v.cost BETWEEN 0 AND 900 AND {b}",
    "where, or": "SELECT v.person_id FROM visit v WHERE v.person_id = 1 OR NOT {b}",
    "on": "SELECT v.person_id, q.n FROM visit v JOIN place q ON q.code = v.region AND {b}",
    "on alone": "SELECT v.person_id, q.n FROM visit v JOIN place q ON {b}",
    "on of a left join": "SELECT q.code, v.person_id FROM place q LEFT JOIN visit v ON q.code = v.region AND {b}",
    "on of a left join, outer side": "SELECT v.person_id, q.n FROM visit v LEFT JOIN place q ON q.code = v.region AND {b}",
    "on of a full join": "SELECT v.person_id, q.n FROM visit v FULL JOIN place q ON q.code = v.region AND {b}",
    "above a left join": "SELECT q.code, {x} FROM place q LEFT JOIN visit v ON q.code = v.region",
    "above a full join": "SELECT q.code, {x} FROM place q FULL JOIN visit v ON q.code = v.region",
    "above a self join": "SELECT {x} FROM visit v JOIN visit w ON v.person_id = w.person_id",
    "having": "SELECT count(*) FROM visit v GROUP BY v.cost, v.note, v.day, v.weight, v.region, v.person_id HAVING {b}",
    "having, aggregated": "SELECT v.region FROM visit v GROUP BY v.region HAVING count({x}) >= 0",
    "group by": "SELECT count(*) FROM visit v GROUP BY {b}",
    "order by": "SELECT v.person_id FROM visit v ORDER BY {b}, 1",
    "order by and limit": "SELECT v.person_id FROM visit v ORDER BY {b}, 1 LIMIT 100",
    "aggregate": "SELECT count({x}) FROM visit v",
    "aggregate, grouped": "SELECT v.region, count({x}) FROM visit v GROUP BY v.region",
    "distinct aggregate": "SELECT count(DISTINCT {b}) FROM visit v",
    "filter": "SELECT count(*) FILTER (WHERE {b}) FROM visit v",
    "order of an aggregate": "SELECT cardinality(array_agg(v.person_id ORDER BY {b})) FROM visit v",
    "grouping sets": "SELECT v.region, count({x}) FROM visit v GROUP BY GROUPING SETS ((v.region), ())",
    "window": "SELECT count({x}) OVER () FROM visit v",
    "window, partition": "SELECT count(*) OVER (PARTITION BY {b}) FROM visit v",
    "window, order": "SELECT rank() OVER (ORDER BY {b}) FROM visit v",
    "above a window": "SELECT {x}, count(*) OVER () FROM visit v",
    "derived": "SELECT {x} FROM (SELECT * FROM visit) v",
    "in a derived table": "SELECT d.x IS NULL FROM (SELECT {x} AS x FROM visit v) d",
    "condition on a derived value": "SELECT d.person_id FROM (SELECT v.person_id, {b} AS b FROM visit v) d WHERE d.b OR d.person_id < 3",
    "distinct": "SELECT {x} FROM (SELECT DISTINCT * FROM visit) v",
    "above a limit": "SELECT {x} FROM (SELECT * FROM visit ORDER BY person_id, cost LIMIT 100) v",
    "above a sample": "SELECT {x} FROM visit v TABLESAMPLE BERNOULLI (100)",
    "with": "WITH v AS (SELECT * FROM visit) SELECT {x} FROM v",
    "with, twice": "WITH t AS (SELECT * FROM visit) SELECT {x} FROM t v JOIN t w ON v.person_id = w.person_id",
    "with, inside": "WITH t AS (SELECT v.person_id, {b} AS b FROM visit v) SELECT count(*) FROM t WHERE b",
    "with, inside and twice": "WITH t AS (SELECT v.person_id, {b} AS b FROM visit v) SELECT a.b FROM t a LEFT JOIN t c ON a.person_id = c.person_id",
    "union all": "SELECT {x} FROM (SELECT * FROM visit UNION ALL SELECT * FROM visit WHERE cost > 5) v",
    "union": "SELECT {x} FROM (SELECT * FROM visit UNION SELECT * FROM visit) v",
    "side of a union": "SELECT v.person_id FROM visit v WHERE {b} UNION ALL SELECT q.n FROM place q",
    "except": "SELECT {x} FROM (SELECT * FROM visit EXCEPT SELECT * FROM visit WHERE cost = 7) v",
    "intersect": "SELECT {x} FROM (SELECT * FROM visit INTERSECT SELECT * FROM visit) v",
    "lateral": "SELECT q.code, t.x IS NULL FROM place q CROSS JOIN LATERAL (SELECT {x} AS x FROM visit v WHERE v.region = q.code) t",
    "lateral, outer value": "SELECT t.x IS NULL FROM visit v CROSS JOIN LATERAL (SELECT {x} AS x FROM place q WHERE q.code = v.region) t",
    "lateral without from": "SELECT t.x IS NULL FROM visit v CROSS JOIN LATERAL (SELECT {x} AS x) t",
    "unnest": "SELECT t.x IS NULL FROM visit v CROSS JOIN UNNEST(ARRAY[{x}]) AS t(x)",
    "above unnest": "SELECT {x}, t.y FROM visit v CROSS JOIN UNNEST(ARRAY[1, 2]) AS t(y)",
    "exists": "SELECT q.code FROM place q WHERE EXISTS (SELECT 1 FROM visit v WHERE {b})",
    "exists, correlated": "SELECT q.code FROM place q WHERE EXISTS (SELECT 1 FROM visit v WHERE v.region = q.code AND {b})",
    "not exists": "SELECT q.code FROM place q WHERE NOT EXISTS (SELECT 1 FROM visit v WHERE v.region = q.code AND {b})",
    "exists, outer value": "SELECT v.person_id FROM visit v WHERE EXISTS (SELECT 1 FROM place q WHERE q.code = v.region AND {b})",
    "scalar subquery": "SELECT (SELECT count({x}) FROM visit v) FROM place q",
    "scalar subquery, correlated": "SELECT (SELECT count({x}) FROM visit v WHERE v.region = q.code) FROM place q",
    "scalar subquery, outer value": "SELECT (SELECT count(*) FROM place q WHERE q.code = v.region AND {b}) FROM visit v",
    "in a query": "SELECT q.code FROM place q WHERE q.n IN (SELECT v.person_id FROM visit v WHERE {b})",
    "not in a query": "SELECT q.code FROM place q WHERE q.n NOT IN (SELECT v.cost FROM visit v WHERE {b})",
    "any": "SELECT q.code FROM place q WHERE q.n < ANY (SELECT v.cost FROM visit v WHERE {b})",
    "all": "SELECT q.code FROM place q WHERE q.n <= ALL (SELECT v.cost FROM visit v WHERE {b})",
    "values": "VALUES ((SELECT count({x}) FROM visit v))",
    "beside another relation": "SELECT q.code FROM place q CROSS JOIN (SELECT count({x}) AS c FROM visit v) d",
}  # fmt: skip

"""Faults of another relation's values, which only a hidden row lets be reached: no column of the hidden relation stands in them."""
FOREIGN: Final = {
    "division": "10 / q.n",
    "modulus": "10 % q.n",
    "text": "CAST(q.title AS integer)",
    "array access": "ARRAY[1, 2][q.n]",
    "behind coalesce": "coalesce(10 / q.n, 0)",
    "behind is null": "((10 / q.n) IS NULL)",
    "behind case": "CASE WHEN q.n < 9 THEN 10 / q.n ELSE 0 END",
    "of a subquery": "10 / (SELECT min(z.n) FROM place z)",
    "a sum too large": "(SELECT sum(9223372036854775807) FROM place z)",
    "in a lambda": "transform(ARRAY[q.n], i -> 10 / i)",
}
FOREIGN_PLACES: Final = {
    "select": "SELECT {x} FROM visit v JOIN place q ON v.cost < 0",
    "select, cross": "SELECT {x} FROM visit v CROSS JOIN place q WHERE v.region = 'B1'",
    "left join": "SELECT v.cost, {x} FROM visit v LEFT JOIN place q ON true WHERE v.cost < 0",
    "where": "SELECT 1 FROM visit v, place q WHERE v.cost < 0 AND ({x}) IS NOT NULL",
    "on": "SELECT 1 FROM visit v JOIN place q ON v.cost < 0 AND ({x}) IS NOT NULL",
    "order by": "SELECT v.cost FROM visit v JOIN place q ON v.cost < 0 ORDER BY ({x}) IS NULL",
    "lateral": "SELECT t.x IS NULL FROM visit v CROSS JOIN LATERAL (SELECT {x} AS x FROM place q) t WHERE v.cost < 0",
    "correlated": "SELECT (SELECT count({x}) FROM place q WHERE q.n >= v.cost - v.cost) FROM visit v WHERE v.cost < 0",
    "exists": "SELECT 1 FROM visit v WHERE v.cost < 0 AND EXISTS (SELECT 1 FROM place q WHERE ({x}) IS NOT NULL)",
    "behind exists": "SELECT {x} FROM place q WHERE EXISTS (SELECT 1 FROM visit v WHERE v.cost < 0)",
    "behind in": "SELECT {x} FROM place q WHERE 'B1' IN (SELECT v.region FROM visit v)",
    "behind any": "SELECT {x} FROM place q WHERE 0 > ANY (SELECT v.cost FROM visit v)",
    "behind a scalar subquery": "SELECT {x} FROM place q WHERE (SELECT count(*) FROM visit v WHERE v.cost < 0) > 0",
    "derived": "SELECT d.x IS NULL FROM (SELECT {x} AS x FROM place q) d CROSS JOIN (SELECT * FROM visit v WHERE v.cost < 0) e",
    "with": "WITH e AS (SELECT * FROM visit v WHERE v.cost < 0) SELECT {x} FROM e CROSS JOIN place q",
    "with, twice": "WITH e AS (SELECT * FROM visit) SELECT {x} FROM e a JOIN e b ON a.cost = b.cost AND b.cost < 0 CROSS JOIN place q",
    "intersect": "SELECT ({x}) IS NULL FROM place q INTERSECT SELECT v.cost < 0 FROM visit v WHERE v.cost < 0",
    "except": "SELECT v.cost < 0 FROM visit v WHERE v.cost < 0 EXCEPT SELECT ({x}) IS NULL FROM place q",
    "unnest": "SELECT {x} FROM visit v CROSS JOIN UNNEST(split(v.note, ',')) AS t(y) JOIN place q ON v.cost < 0",
    "aggregate": "SELECT count({x}) FROM visit v JOIN place q ON v.cost < 0",
    "window": "SELECT count({x}) OVER () FROM visit v JOIN place q ON v.cost < 0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Oracle:
    """One statement of the cross product."""

    place: str
    way: str
    fault: str
    sql: str

    @property
    def name(self) -> str:
        return f"{self.fault} / {self.way} / {self.place}"


def product() -> Iterator[Oracle]:
    """Everything with everything."""
    for place, text in PLACES.items():
        for way, wrapped in WAYS.items():
            for fault, expression in FAULTS.items():
                value = wrapped.format(e=expression)
                yield Oracle(place, way, fault, text.format(x=value, b=f"(({value}) IS NOT NULL)"))
    for place, text in FOREIGN_PLACES.items():
        for fault, value in FOREIGN.items():
            yield Oracle(f"foreign, {place}", "bare", fault, text.format(x=value))


def sample(part: int = 0, parts: int = 23) -> list[Oracle]:
    """Every `parts`-th statement, beginning with `part`, strided so that each place meets each fault and each way in turn."""
    return [one for number, one in enumerate(product()) if number % parts == part]
