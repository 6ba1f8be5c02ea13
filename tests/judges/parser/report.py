"""What the judge says of many texts: which the gateway's parser reads, and what became of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from gateway.errors import GatewayError
from gateway.pipeline.dialect import regenerate
from gateway.pipeline.parse import parse
from tests.judges.parser.corpora import Text
from tests.judges.parser.equivalences import needed
from tests.judges.parser.judge import Verdict, judge
from tests.pipeline.parse.statements import statement

_ARRAY: Final = re.compile(r"\(\s*array\s*\)", re.IGNORECASE)


@dataclass(slots=True)
class Report:
    """Counts, and the texts of which more or something else was read than was said."""

    refused: int = 0
    same: int = 0
    equivalent: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """Texts that the gateway's parser read."""
        return self.same + self.equivalent.total() + len(self.findings)

    def __str__(self) -> str:
        ways = "".join(f"\n  {count:6} {names}" for names, count in self.equivalent.most_common())
        heads = f"{self.accepted} read, {self.refused} refused by the gateway; {self.same} the same tree, {len(self.findings)} findings"
        return heads + ways + "".join(f"\n{finding}" for finding in self.findings[:20])


def judged(texts: Iterable[Text]) -> Report:
    """Every text that the gateway's parser reads, against what it would write again."""
    report = Report()
    pairs: list[tuple[Text, str]] = []
    for text in texts:
        try:
            pairs.append((text, regenerate(parse(statement(text.sql)).tree)))
        except GatewayError:
            report.refused += 1
    judgements = list(judge((text.sql, again) for text, again in pairs))
    unshown = [at for at, judgement in enumerate(judgements) if judgement.verdict is Verdict.UNSHOWN]
    quoted = judge((_quoted(pairs[at][0].sql), _quoted(pairs[at][1])) for at in unshown)
    for at, judgement in zip(unshown, quoted, strict=True):
        judgements[at] = judgement
    for (text, again), judgement in zip(pairs, judgements, strict=True):
        match judgement.verdict:
            case Verdict.SAME:
                report.same += 1
            case Verdict.DIFFERS if names := needed(judgement.first, judgement.second):
                report.equivalent[", ".join(names)] += 1
            case verdict:
                shown = f"{verdict.name}\n  {judgement.first[:300]}\n  {judgement.second[:300]}"
                report.findings.append(f"{text.origin}: {text.sql}\n  {again}\n  {shown}")
    return report


def _quoted(sql: str) -> str:
    """Trino's formatter writes an element of a column `array` as an array of one element: with the column in quotes it does not."""
    return _ARRAY.sub('("array")', sql)
