"""What names of columns mean: fields, units, replicates, whose uncertainty (methods/scheme.md, 2.3, 2.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from ringtrial.intake import spelling, units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SYNONYMS: dict[str, tuple[str, str]] = {
    "laboratory": (
        "laboratory lab labcode labid labno laboratorycode laboratoryid code participant participantcode "
        "participantid labnumber",
        "实验室 实验室代码 实验室编号 实验室代号 代码 代号 编号 "
        "参加单位代码 参加者代码 单位代码 参加实验室代码 参加者 参加实验室",
    ),
    "name": (
        "labname laboratoryname organisation organization institute company",
        "实验室名称 单位 单位名称 参加单位 机构 机构名称",
    ),
    "measurand": (
        "measurand analyte parameter element property test testitem determinand characteristic",
        "测量项目 检测项目 项目 参数 被测量 元素 成分 指标 分析项目",
    ),
    "item": (
        "item sample samplecode sampleid sampleno specimen material",
        "样品 样品编号 样品代码 样品号 物品 被测物品",
    ),
    "replicate": ("replicate rep run repeat replicateno", "平行 平行号 重复 次数 平行样 测定次数"),
    "value": (
        "value result reportedresult reportedvalue measurement mean x finalresult",
        "结果 测定结果 检测结果 测量结果 测定值 测量值 报告值 平均值 结果值 数值",
    ),
    "qualifier": ("qualifier sign operator flag", "限定符 符号"),
    "u": ("standarduncertainty stduncertainty uc", "标准不确定度 合成标准不确定度"),
    "U": ("expandeduncertainty uncertainty uexp ulab", "扩展不确定度 不确定度 测量不确定度"),
    "k": ("k coveragefactor kfactor", "包含因子 扩展因子 k值"),
    "unit": ("unit units", "单位 计量单位"),
    "method": (
        "method technique procedure instrument testmethod",
        "方法 检测方法 测定方法 分析方法 仪器",
    ),
    "dof": ("dof degreesoffreedom", "自由度 有效自由度"),
    "round": ("round ptround scheme", "轮次 计划编号 计划"),
    "remark": ("remark remarks comment note", "备注 说明"),
}
FIELDS = tuple(SYNONYMS)
_WORDS = {word: field for field, texts in SYNONYMS.items() for text in texts for word in text.split()}
_FIELD_OF = _WORDS | {"u": "u", "U": "U", "K": "k"}
_WEAK = frozenset(["code", "mean", "平均值"])  # recognised only if no other column is this field
_ITEMS = "bottle bottleno bottlenumber vial ampoule jar 瓶 瓶号 瓶编号 件 编号"  # beside those of the field
_ITEM_WORDS = frozenset(_ITEMS.split())
_LEVEL_WORDS = frozenset(["level", "levelno", "水平", "水平号", "浓度水平"])  # of a study of precision
_TIMES = "time date day days week weeks month months stage when 时间 日期 天 天数 周 月 阶段"
_TIME_WORDS = frozenset(_TIMES.split())
_REFERENCES = (
    "reference truth true expected assigned correct trueanswer referenceanswer "
    "参考 参考值 真值 指定值 标准答案 正确答案 参考答案"
)
_REFERENCE_WORDS = frozenset(_REFERENCES.split())
_COUNTS = {  # columns of tests that detect or do not
    "positive": "positive positives pos detected npositive 阳性 阳性数 检出 检出数",
    "n": "n total tested tests trials portions ntotal 总数 试验数 检测数 份数 次数",
    "level": "level concentration conc spike dose 水平 浓度 添加水平 加标水平 接种量",
}
_COUNT_WORDS = {word: field for field, words in _COUNTS.items() for word in words.split()}
BARE_UNCERTAINTY = frozenset(["uncertainty", "不确定度", "测量不确定度"])
_ROW_NUMBERS = frozenset(["序号", "行号", "no", "nr", "#", "sn", "s/n", "index", "number", "num"])
_ATTRIBUTES = ("u", "U", "k", "method", "unit", "qualifier", "value")
_ELEMENT = re.compile(
    "A[cglmrstu]|B[aeir]?|C[adelmorsu]?|Dy|E[ru]|F[er]?|G[ade]|H[efgo]?|I[nr]?|Kr?|L[aiu]|M[gno]|N[abdeip]?|Os?|"
    "P[abdmortu]?|R[abehnu]|S[bceimnr]?|T[abceilhm]|U|V|W|Xe|Yb?|Z[nr]"
)
NAMED = "named in the scheme"  # stands for the synonym
_LONGEST = 200  # characters; a longer name is a text, with neither unit nor number
_REMOVED = re.compile(r"[\s_\-.*:]")
_OPEN, _CLOSE = "([{（［【", ")]}）］】"
_K = re.compile(r"k\s*=\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
_QUANTITY = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*(.+)")
_REPLICATE = re.compile(
    r"(?P<stem>.*?)(?:[_\-#](?P<a>\d{1,3})|[(（](?P<b>\d{1,3})[)）]"
    r"|(?:\s+rep(?:licate)?\s*|\s*平行样?\s*)(?P<c>\d{1,3}))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<stem>.*?\D)\s*(?P<a>\d{1,3})")  # "结果1": only after a word for results
_LABEL = re.compile(
    r"#?(\d{1,6})|(?:rep|replicate|run|no\.?|平行样?|重复|第)\s*(\d{1,6})\s*次?", re.IGNORECASE
)


class Column:
    """One column of a table and what it is taken for."""

    __slots__ = (
        "field",
        "is_item",
        "k",
        "measurand",
        "name",
        "position",
        "replicate",
        "stem",
        "unit",
        "word",
    )

    def __init__(self, position: int, name: str) -> None:
        self.position = position
        self.name = spelling.trim(name)  # as shown in messages
        self.stem, self.unit, self.k = split_unit(self.name)
        self.word = next((word for word in (_word(self.name), _word(self.stem)) if word in _FIELD_OF), "")
        self.field = _FIELD_OF.get(self.word, "")
        self.is_item = False  # whether it names items where else laboratories stand
        self.replicate = ""
        self.measurand = ""  # of the wide form; "" for the one that has no name of its own

    @property
    def is_row_number(self) -> bool:
        return _word(self.stem) in _ROW_NUMBERS or not self.name


class Wanted(dict[str, str]):
    """Fields that the scheme gives to columns, by plain name; and whose results the table holds.

    In a table of items ("item" as ``key``) the item stands where else the laboratory does; in one of levels
    ("level") a column of levels is one of items, if no other is.
    """

    def __init__(self, columns: Mapping[str, str], key: str = "laboratory") -> None:
        super().__init__({spelling.plain(str(name)): field for field, name in columns.items()})
        self._key = key

    def settle(self, column: Column) -> None:
        """In a table of items a column of items, and no other, stands for laboratories."""
        if self._key == "level" and not column.field and _word(column.stem) in _LEVEL_WORDS:
            column.field = "item"  # without a word of its own it gives way to others (``better``)
        if self._key == "item":
            column.is_item = column.field == "item" or _word(column.stem) in _ITEM_WORDS
            if column.is_item or column.field in ("laboratory", "name"):
                column.field = "laboratory" if column.is_item else ""


def _word(name: str) -> str:
    """The spelling that is looked up: without case, except for a bare u or U."""
    word = _REMOVED.sub("", normalize("NFKC", name))
    return word if word in ("u", "U", "K") else word.lower()


def split_unit(name: str) -> tuple[str, str, str]:
    """A name without the unit and the coverage factor at its end, the unit, the factor."""
    if len(name) > _LONGEST:
        return name, "", ""
    inner, start = _bracket(name)
    if inner:
        parts = re.split(r"\s*[,，;；]\s*", inner)
        factors = [match[1] for match in map(_K.fullmatch, parts) if match]
        unit = ", ".join(part for part in parts if not _K.fullmatch(part))
        k = factors[0] if factors else ""
        if not unit or _is_unit(unit):
            return name[:start].rstrip().rstrip("/，,").rstrip(), unit, k
        return name, "", ""
    for match in re.finditer(r"\s*[/，,]\s*", name):
        stem, unit = name[: match.start()], name[match.end() :]
        if stem and units.known(unit) and unit != "1" and not (unit == "K" and _ELEMENT.fullmatch(stem)):
            return stem, unit, ""
    return name, "", ""


def split_bracket(name: str) -> tuple[str, str]:
    """A name without what stands in its last bracket, before the unit if that is something else."""
    stem, unit, _ = split_unit(name)
    inner, bracket, _ = split_unit(stem) if units.known(unit) else ("", "", "")
    return (inner, bracket) if bracket and not units.known(bracket) else (stem, unit)


def _bracket(name: str) -> tuple[str, int]:
    """What stands in the brackets that end the name, and where they open."""
    if not name or name[-1] not in _CLOSE:
        return "", 0
    depth = 0
    for i in range(len(name) - 1, -1, -1):
        depth += (name[i] in _CLOSE) - (name[i] in _OPEN)
        if depth == 0:
            return (name[i + 1 : -1].strip(), i) if i else ("", 0)
    return "", 0


def _is_unit(text: str) -> bool:
    """In brackets all that has no blank is a unit, but not a number, a quantity (20 ℃) or an element."""
    if units.known(text):
        return units.spelled(text) != "1"
    quantity = _QUANTITY.fullmatch(text)
    if _ELEMENT.fullmatch(text) or (quantity and units.known(quantity[1])):
        return False
    return not re.search(r"\s", text) and not text.isdigit()


def split_replicate(stem: str) -> tuple[str, str]:
    """A name without the replicate number at its end, and the number ("" if there is none)."""
    match = _REPLICATE.fullmatch(stem) if len(stem) <= _LONGEST else None
    if match:
        return match["stem"].rstrip(), match["a"] or match["b"] or match["c"]
    match = _NUMBERED.fullmatch(stem) if len(stem) <= _LONGEST else None
    if match and means_result(match["stem"]):
        return match["stem"].rstrip(), match["a"]
    return stem, ""


def means_result(stem: str) -> bool:
    """Whether a name says only that these are results, or replicates of one."""
    return not stem or _WORDS.get(_word(stem)) in ("value", "replicate")


def replicate_label(text: str) -> str:
    """The number in a cell such as "1", "#2", "rep 3", "平行1", or ""."""
    match = _LABEL.fullmatch(spelling.plain(text))
    return (match[1] or match[2]) if match else ""


def field_word(text: str) -> str:
    """The field that a name means, or ""."""
    return Column(0, text).field


def says_time(name: str) -> bool:
    """Whether a name, without the unit at its end, is a word for when items were measured."""
    return _word(split_unit(spelling.trim(name))[0]) in _TIME_WORDS


def says_reference(name: str) -> bool:
    """Whether a name is a word for the answer that is known to be right."""
    return _word(name) in _REFERENCE_WORDS


def counts_detection(name: str) -> str:
    """ "positive", "n" or "level" where a name, without the bracket at its end, is a word for it; else ""."""
    inner, start = _bracket(spelling.trim(name))
    stem = spelling.trim(name)[:start] if inner else spelling.trim(name)
    return _COUNT_WORDS.get(_word(stem), "")


def split_attribute(stem: str) -> tuple[str, str]:
    """The measurand's name and the field in "Fe U", "U(Fe)", "Fe 不确定度", or two empty texts."""
    if len(stem) > _LONGEST:
        return "", ""
    called = re.fullmatch(r"([Uuk])\s*[(（](.+)[)）]", stem)
    if called:
        return called[2].strip(), called[1]
    for match in re.finditer(r"[\s_]+", stem):
        first, last = stem[: match.start()], stem[match.end() :]
        for name, word in ((first, last), (last, first)):
            if name and _field(word) in _ATTRIBUTES:
                return name, _field(word)
    words = [
        w for w in _WORDS if not w.isascii() and _WORDS[w] in _ATTRIBUTES and stem.endswith(w) and stem != w
    ]
    word = max(words, key=len, default="")
    return (stem[: -len(word)].rstrip(), _WORDS[word]) if word else ("", "")


def _field(word: str) -> str:
    return word if word in ("u", "U", "k") else _WORDS.get(_word(word), "") if word != "K" else ""


def better(columns: Sequence[Column]) -> Column:
    """Of several columns for one field the one with the longest name that is known; of equals the first."""
    strong = [column for column in columns if column.word not in _WEAK] or list(columns)
    return max(strong, key=lambda column: len(column.word))  # one that the scheme names is the only one


def named(columns: object) -> dict[str, str]:
    """Field → name of a column, checked."""
    if not isinstance(columns, dict | None):
        raise TypeError(f"columns: {columns!r}, must be a dict of fields and names of columns, or None")
    for field, name in (columns or {}).items():
        if field not in FIELDS:
            raise ValueError(f"columns: {field!r} is no field, must be one of {', '.join(FIELDS)}")
        if not isinstance(name, (str, int, tuple)):
            raise TypeError(f"columns: {field!r} = {name!r}, must be the name of a column")
    return {field: str(name) for field, name in (columns or {}).items()}
