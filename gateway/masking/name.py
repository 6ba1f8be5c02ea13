"""`name`: a person's family name stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.catalog.types import Type
from gateway.masking.mask import Mask
from gateway.masking.text import TEXT, is_text, masked, quoted, room, value

COMPOUND_SURNAMES: Final = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 "
    "仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 "
    "段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 "
    "南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 纳兰 完颜 叶赫 耶律 贺兰 钮祜 爱新"
)

SHAPE: Final = r"^[一-鿿㐀-䶿𠀀-𳑏豈-﫿·•・A-Za-zÀ-ɏ .'-]+$"
"""Letters of names only: a number in a name column (swapped columns) is masked in full."""


@dataclass(frozen=True, slots=True)
class NameMask(Mask):
    """张三丰 and 张三 become 张**, 欧阳修 becomes 欧阳**."""

    kind: ClassVar = "name"
    forms: ClassVar = ("name",)
    takes: ClassVar = TEXT
    reveals: ClassVar = (
        "The family name: the first character, or two where a name of three or more characters starts with a compound "
        "surname; of other names the first letter. Not the length."
    )

    @classmethod
    def read(cls, arguments: Sequence[str]) -> NameMask:
        if arguments:
            raise ValueError("`name` takes no arguments")
        return cls()

    @property
    def text(self) -> str:
        return "name"

    def accepts(self, type_: Type) -> bool:
        return is_text(type_)

    def expression(self, type_: Type) -> str:
        text = value(type_)
        well_formed = f"length({text}) >= 2 AND regexp_like({text}, {quoted(SHAPE)})"
        surnames = ", ".join(quoted(surname) for surname in COMPOUND_SURNAMES.split())
        shown = []
        if room(type_, 3) == 3:
            compound = (
                f"length({text}) >= 3 AND substr({text}, 1, 2) IN ({surnames}) AND regexp_like({text}, {quoted(SHAPE)})"
            )
            shown.append((compound, f"substr({text}, 1, 2) || {_stars(type_, 2)}"))
        if room(type_, 2) == 2:
            shown.append((well_formed, f"substr({text}, 1, 1) || {_stars(type_, 1)}"))
        return masked(type_, *shown)


def _stars(type_: Type, kept: int) -> str:
    return quoted("*" * (room(type_, kept + 2) - kept))
