"""Names as people really have them: surnames by frequency, given names by sex and decade, a few rare forms."""

# ruff: noqa: SIM905 - lists of short words read better as one string

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.demo.columns import Flags, Numbers, Random, choose, join, pick

# The hundred commonest surnames of the ministry's yearly report, with their shares in per mille, and compound ones.
_COMMON = """
王 72.5 李 71.9 张 68.3 刘 53.8 陈 45.3 杨 30.8 黄 22.3 赵 20.6 吴 20.5 周 20.2 徐 14.5 孙 13.8 马 12.9 朱 12.6 胡 11.6 郭 11.3 何 10.8
高 10.2 林 10.0 罗 8.6 郑 8.4 梁 8.1 谢 7.4 宋 7.0 唐 6.7 许 6.6 邓 6.2 冯 6.1 韩 6.1 曹 6.0 曾 5.6 彭 5.5 萧 5.4 蔡 5.2 潘 5.1 田 5.0
董 4.9 袁 4.9 于 4.8 余 4.7 叶 4.7 蒋 4.6 杜 4.6 苏 4.4 魏 4.4 程 4.3 吕 4.2 丁 4.1 沈 4.1 任 4.0 姚 4.0 卢 3.9 傅 3.8 钟 3.8 姜 3.7
崔 3.6 谭 3.6 廖 3.5 范 3.5 汪 3.4 陆 3.4 金 3.3 石 3.2 戴 3.2 贾 3.1 韦 3.0 夏 3.0 邱 2.9 方 2.9 侯 2.8 邹 2.7 熊 2.7 孟 2.6 秦 2.6
白 2.6 江 2.5 阎 2.4 薛 2.4 尹 2.3 段 2.3 雷 2.2 黎 2.1 史 2.1 龙 2.0 陶 2.0 贺 1.9 顾 1.9 毛 1.9 郝 1.8 龚 1.8 邵 1.8 万 1.7 钱 1.7
严 1.6 覃 1.6 武 1.5 戚 1.5 莫 1.4 孔 1.4 向 1.3 汤 1.3 欧阳 1.1 诸葛 0.2 司马 0.2 上官 0.3 皇甫 0.2 令狐 0.1 尉迟 0.1 夏侯 0.1
""".split()
SURNAMES = tuple(_COMMON[::2])
SURNAME_WEIGHTS = tuple(float(share) for share in _COMMON[1::2])

# First and second characters of given names: men and women, born before 1970, before 2000, since.
_MEN = (
    ("建 国 志 文 永 德 家 世 福 金 春 少", "国 华 明 民 军 平 强 林 生 良 根 祥"),
    ("志 建 晓 海 俊 文 伟 宏 立 学 少 永", "伟 强 军 勇 杰 涛 斌 峰 辉 鹏 磊 超"),
    ("子 浩 宇 梓 俊 一 嘉 昊 泽 奕 铭 睿", "轩 宇 涵 辰 泽 博 然 睿 阳 航 诚 霖"),
)
_WOMEN = (
    ("秀 桂 玉 凤 淑 美 素 兰 月 春 爱 翠", "英 兰 珍 芳 梅 华 琴 香 珠 娣 仙 莲"),
    ("晓 丽 海 雪 红 艳 小 慧 春 文 美 玉", "芳 娟 敏 静 燕 艳 霞 丽 萍 婷 玲 娜"),
    ("梓 欣 雨 诗 思 子 一 可 语 佳 若 芷", "涵 怡 萱 琪 妍 瑶 彤 悦 桐 汐 宁 诺"),
)
_MINORITY = ("阿依古丽·买买提", "买买提·艾力", "迪丽娜尔·吐尔逊", "次仁·卓玛", "扎西·顿珠", "巴特尔·苏和")
_RARE = ("𣲘", "𬍛", "㛃", "𨱏", "喆", "堃", "垚", "翀")
"""Characters that need four bytes, or that old systems cannot write."""


def surnames(random: Random, size: int) -> Numbers:
    """Indexes into SURNAMES."""
    return choose(random, len(SURNAMES), size, SURNAME_WEIGHTS)


def full_names(random: Random, surname: Numbers, male: Flags, born: Numbers) -> pa.Array:
    """Surname and given name; `born` is the year."""
    size = len(surname)
    era = np.digitize(born, (1970, 2000))
    first = _characters(random, male, era, 0)
    second = _characters(random, male, era, 1)
    single = pa.array((random.random(size) < 0.16) & (era == 1))
    given = pc.if_else(single, second, join(first, second))
    rare = pa.array(random.random(size) < 0.002)
    given = pc.if_else(rare, pick(random, _RARE, size), given)
    whole = join(pa.array(SURNAMES).take(pa.array(surname)), given)
    return pc.if_else(pa.array(random.random(size) < 0.003), pick(random, _MINORITY, size), whole)


def _characters(random: Random, male: Flags, era: Numbers, place: int) -> pa.Array:
    table = [sets[place].split() for people in (_WOMEN, _MEN) for sets in people]
    flat = [character for row in table for character in row]
    width = len(table[0])
    # Fashion: the first characters of a list are given more often than the last.
    drawn = (width * random.random(len(male)) ** 1.4).astype(np.int64)
    return pa.array(flat).take(pa.array((male * 3 + era) * width + drawn))


def company_names(random: Random, kind: Numbers, county: pa.Array) -> pa.Array:
    """Names of companies (kind 1), sole traders (2) and cooperatives (3)."""
    size = len(kind)
    brand = join(
        pick(random, "宏 鑫 瑞 恒 嘉 顺 正 源 诚 泰 盛 华 博 众 永 天".split(), size),
        pick(random, "达 丰 源 泰 通 和 利 康 兴 盛 远 信 成 辉 隆 美".split(), size),
    )
    industry = pick(
        random, "科技 贸易 建设 物流 机械 纺织 餐饮管理 信息技术 农业开发 电子商务 新材料 环保".split(), size
    )
    shop = pick(random, "百货商行 小吃店 五金店 理发店 便利店 服装店 水果店 汽修部 药店 烟酒店".split(), size)
    crop = pick(random, "茶叶 杨梅 柑橘 水稻 蔬菜 食用菌 生猪 水产".split(), size)
    company = join("临江市", brand, industry, "有限公司")
    trader = join(county, brand, shop)
    cooperative = join(county, brand, crop, "专业合作社")
    kinds = pa.array(kind)
    return pc.if_else(pc.equal(kinds, 1), company, pc.if_else(pc.equal(kinds, 2), trader, cooperative))
