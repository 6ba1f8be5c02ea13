"""`docs/compatibility.md`: what of Trino's SQL is taken, what is refused and why, counted on the corpora. `python -m tests.judges.report` writes it.

Counts come from preparing every statement; what it answers is judged by tests/judges/answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gateway.errors import ErrorCode, GatewayError
from gateway.pipeline.functions import table
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Session
from tests.corpus.statements import Entry, corpus
from tests.judges.answers import captured
from tests.judges.answers.gateway import Open, city_catalog, city_statement
from tests.judges.answers.known import KNOWN, ON_TRINO, WIDER, natural
from tests.tpc.relations import SCHEMA
from tests.tpc.relations import catalog as benchmarks
from tests.tpc.texts import Text, all_texts

PAGE: Final = Path(__file__).parents[2] / "docs" / "compatibility.md"
PURPOSES: Final = {
    ErrorCode.NOT_SUPPORTED: "the gateway does not do it, or is not sure of its meaning; on every engine",
    ErrorCode.NOT_SUPPORTED_BY_ENGINE: "the embedded engine (DuckDB) cannot compute it as Trino does",
    ErrorCode.SYNTAX_ERROR: "no statement of Trino, or one that the parser does not know at all",
}

_HEAD: Final = """# Compatibility with Trino's SQL

Written by `python -m tests.judges.report`; a test asserts that it is current. Clients always write Trino's SQL; here is how much of it the gateway takes, and what it says to the rest.

The figures are of the project's own corpus (`tests/corpus/`): statements that cover every clause, every node of the grammar and every function, the SQL that BI tools and analysts
send, and deliberately wrong and refused statements. Every query of it was asked of a genuine Trino 476 too (`tests/judges/answers/captured/`), and the gateway's names, types, values,
order and errors are compared with what that said. What is neither the same nor refused stands in the last section, and the judge fails when that list is not exactly true.
The values of single functions have a judge of their own; [functions.md](functions.md) lists them.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What preparing a statement gave: an error's code and message, or neither."""

    entry: Entry
    code: ErrorCode | None = None
    reason: str = ""


def outcomes(entries: Iterable[Entry], engine: str = "duckdb") -> Iterator[Outcome]:
    """Every statement, prepared with nothing hidden."""
    catalog = city_catalog()
    for entry in entries:
        try:
            prepare(replace(city_statement(entry.sql), engine=engine), catalog, Open())
        except GatewayError as error:
            yield Outcome(entry, error.code, error.message)
        else:
            yield Outcome(entry)


def page() -> str:
    """The whole page."""
    found = list(outcomes(corpus()))
    return "".join(
        [_HEAD, _topics(found), _benchmarks(), _codes(found), _reasons(found), _functions(), _known(), _engines(found)]
    )


def _topics(found: list[Outcome]) -> str:
    kept = captured.load()
    lines = [
        "\n## The corpus\n\n",
        "| topic | statements | taken | refused | wrong on Trino too | wrong here only |\n",
        "| --- | --- | --- | --- | --- | --- |\n",
    ]
    total: Counter[str] = Counter()
    for topic in sorted({one.entry.topic for one in found}):
        counts = Counter(_class(one, kept) for one in found if one.entry.topic == topic)
        total += counts
        lines.append(_row(topic.replace("_", " "), counts))
    return "".join([*lines, _row("**all**", total)])


def _row(title: str, counts: Counter[str]) -> str:
    return f"| {title} | {counts.total()} | {counts['taken']} | {counts['refused']} | {counts['both']} | {counts['here']} |\n"


def _class(one: Outcome, kept: captured.Captured) -> str:
    if one.code is None:
        return "taken"
    if one.code in (ErrorCode.NOT_SUPPORTED, ErrorCode.NOT_SUPPORTED_BY_ENGINE):
        return "refused"
    _, answer = kept.get((one.entry.topic, one.entry.title), ("", None))
    return "here" if answer is not None and answer.error is None else "both"


def _benchmarks() -> str:
    """The two suites as Trino's developers run them: which texts of them are refused, and with what."""
    lines = [
        "\n## TPC-H and TPC-DS\n\n",
        "The texts that Trino's own tests run, prepared with nothing hidden. What they answer over four policies is judged by `tests/tpc`.\n\n",
        "| suite | texts | taken | refused |\n",
        "| --- | --- | --- | --- |\n",
    ]
    for suite, title in (("tpch", "TPC-H"), ("tpcds", "TPC-DS")):
        texts = [text for text in all_texts() if text.suite == suite]
        codes = [(text.name, _code(text)) for text in texts]
        refused = [f"{name} ({code.name})" for name, code in codes if code is not None]
        lines.append(f"| {title} | {len(texts)} | {len(texts) - len(refused)} | {', '.join(refused) or 'none'} |\n")
    return "".join(lines)


def _code(text: Text) -> ErrorCode | None:
    """Why a text is refused."""
    session = Session(catalog=text.suite, schema=SCHEMA)
    sent = replace(city_statement(text.named(text.suite, SCHEMA)), session=session)
    try:
        prepare(sent, benchmarks(), Open())
    except GatewayError as error:
        return error.code
    return None


def _codes(found: list[Outcome]) -> str:
    counts = Counter(one.code for one in found if one.code is not None)
    lines = [
        "\n## Errors at prepare, by code\n\n",
        "| code | name | statements | means |\n",
        "| --- | --- | --- | --- |\n",
    ]
    for code, count in sorted(counts.items(), key=lambda pair: pair[0].value):
        lines.append(
            f"| {code.value} | `{code.name}` | {count} | {PURPOSES.get(code, 'the statement is wrong: Trino says so, too')} |\n"
        )
    return "".join(lines)


def _reasons(found: list[Outcome]) -> str:
    parts = ["\n## What is refused, and why\n"]
    for code, engine in (
        (ErrorCode.NOT_SUPPORTED, "On every engine"),
        (ErrorCode.NOT_SUPPORTED_BY_ENGINE, "On the embedded engine only"),
    ):
        reasons: dict[str, list[str]] = {}
        for one in found:
            if one.code is code:
                reasons.setdefault(_general(one.reason), []).append(one.entry.title)
        parts.append(f"\n### {engine} ({code.value})\n\n| reason | statements | for example |\n| --- | --- | --- |\n")
        for reason, titles in sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            parts.append(f"| {_cell(reason)} | {len(titles)} | {_cell(titles[0])} |\n")
    return "".join(parts)


def _general(reason: str) -> str:
    """A reason without the types of the case at hand."""
    return re.sub(r"`([^`(]+)\(.*\)` is not available", r"`\1` of these arguments is not available", reason)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _functions() -> str:
    lines = ["\n## Functions and operators\n\n", "Signatures of the function table, by what the embedded engine does with them; on Trino all of them run.\n\n",
             "| topic | signatures | exact | with constants, or for some types | refused |\n", "| --- | --- | --- | --- | --- |\n"]  # fmt: skip
    total: Counter[str] = Counter()
    for topic in table.TOPICS:
        rows = [row for row in topic.ROWS if not row.internal]
        counts = Counter("no" if row.duckdb is None else "some" if callable(row.duckdb) else "yes" for row in rows)
        total += counts
        if rows:
            title = (topic.__doc__ or "").split(":", 1)[-1].strip().split("\n")[0].split(".")[0]
            lines.append(
                f"| {_cell(title[:1].upper() + title[1:])} | {len(rows)} | {counts['yes']} | {counts['some']} | {counts['no']} |\n"
            )
    return "".join([*lines, f"| **all** | {total.total()} | {total['yes']} | {total['some']} | {total['no']} |\n"])


def _known() -> str:
    lines = [
        "\n## Known differences\n\n",
        "Neither the same nor refused, each with the statements of the corpus that show it, and the engines on which it is so. On Trino everything else is as Trino says.\n\n",
        "| difference | engine | shown by |\n",
        "| --- | --- | --- |\n",
    ]
    lines += [_difference(reason, titles, ON_TRINO.issuperset(titles)) for reason, titles in KNOWN.items()]
    lines += [
        "\n### Answered here, refused by Trino\n\n",
        "| what | engine | shown by |\n",
        "| --- | --- | --- |\n",
    ]
    lines += [_difference(what, titles, natural().issuperset(titles)) for what, titles in WIDER.items()]
    return "".join(lines)


def _difference(what: str, titles: tuple[str, ...], both: bool) -> str:
    return f"| {_cell(what)} | {'both' if both else 'embedded'} | {_cell('; '.join(titles))} |\n"


def _engines(embedded: list[Outcome]) -> str:
    """What one engine takes and the other does not, at prepare; what Trino's planner refuses later stands above."""
    pairs = [
        (ours, theirs)
        for ours, theirs in zip(embedded, outcomes((one.entry for one in embedded), "trino"), strict=True)
        if ours.entry.is_query
    ]
    counts = Counter((ours.code is None, theirs.code is None) for ours, theirs in pairs)
    only_trino = Counter(ours.code for ours, theirs in pairs if ours.code is not None and theirs.code is None)
    assert set(only_trino) == {ErrorCode.NOT_SUPPORTED_BY_ENGINE}
    lost = [ours.entry for ours, theirs in pairs if ours.code is None and theirs.code is not None]
    lines = [
        "\n## Between the two engines\n\n",
        "A statement gives the same on both engines, or is refused on one of them; the differences marked `embedded` above are the only others.\n\n",
        "| queries of the corpus | count |\n",
        "| --- | --- |\n",
        f"| taken for both engines | {counts[True, True]} |\n",
        f"| taken for Trino, refused for the embedded engine (GW402, reasons above) | {counts[False, True]} |\n",
        f"| taken for the embedded engine, refused for Trino | {counts[True, False]} |\n",
        f"| refused, or wrong, on both | {counts[False, False]} |\n",
    ]
    return "".join(lines) + "".join(f"\nRefused for Trino only: {entry}.\n" for entry in lost)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
