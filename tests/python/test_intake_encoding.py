"""Which encoding a file has (methods/scheme.md 2.1): every rule, its order, and what is refused."""

import codecs

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ringtrial.errors import UsageError
from ringtrial.intake.encoding import decode
from ringtrial.intake.table import Refused

CHINESE = "实验室代码,测定结果,单位\r\nCC001,0.52,%\r\nCC002,未检出,%\r\n"
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff<")


def refusal(data, encoding=None):
    with pytest.raises(Refused) as caught:
        decode(data, "round.csv", encoding)
    return caught.value.finding


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(mark, codec, name):
    assert decode(mark + CHINESE.encode(codec), "round.csv") == (CHINESE, name, [])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-8", "gb18030"])
def test_the_encodings_that_need_no_mark(codec):
    assert decode(CHINESE.encode(codec), "round.csv") == (CHINESE, codec, [])


def test_ascii_is_utf_8():
    assert decode(b"lab,Fe\nA,1\n", "round.csv")[1] == "utf-8"


def test_gb18030_with_four_byte_characters_among_everyday_ones():
    text = "实验室,结果\r\n镕基检测㐀𠀀,1.5\r\n北京海关技术中心,1.6\r\n"
    assert len("𠀀".encode("gb18030")) == 4
    assert decode(text.encode("gb18030"), "round.csv")[:2] == (text, "gb18030")


def test_gb18030_needs_seven_tenths_in_gb2312():
    seven, six = "检检检检检检检㐀㐀㐀", "检检检检检检㐀㐀㐀㐀"
    assert decode(seven.encode("gb18030"), "round.csv")[1] == "gb18030"
    assert refusal(six.encode("gb18030")).code == "encoding_unknown"


def test_a_short_latin_1_file_is_not_taken_for_chinese():
    text, codec, findings = decode("lab,Hg (µg/kg)\nMüller,1±0.2\n".encode("cp1252"), "round.csv")
    assert (text, codec) == ("lab,Hg (µg/kg)\nMüller,1±0.2\n", "cp1252")
    assert [(f.code, f.severity, f.file) for f in findings] == [("encoding_guessed", "warning", "round.csv")]


@pytest.mark.parametrize("sign", ["€", "÷", "©", "…"])
def test_windows_1252_only_with_letters_and_the_signs_of_measurement(sign):
    data = f"lab,Hg µg\nA ü,1\nB {sign} x,2\n".encode("cp1252")
    assert refusal(data).code == "encoding_unknown"


def test_the_first_line_that_nothing_explains_is_named():
    finding = refusal("铁,1\n矿,2\n".encode("gb18030") + b"\xff\xff,3\n" + b"\xff,4\n")
    assert (finding.code, finding.severity, finding.row) == ("encoding_unknown", "error", 3)
    assert "line 3" in finding.text and "第 3 行" in finding.text_zh


@pytest.mark.parametrize(
    "order", [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "cp1252"), ("cp1252", "utf-8")]
)
@pytest.mark.parametrize("ascii_lines", [0, 3])
def test_a_file_of_two_encodings_is_refused_at_the_line_where_they_meet(order, ascii_lines):
    texts = {"utf-8": "实验室,µg/kg\n", "gb18030": "检测,铁矿石\n", "cp1252": "Müller,µg/kg\n"}
    data = b"a,b\n" * ascii_lines + b"".join(texts[codec].encode(codec) for codec in order)
    finding = refusal(data)
    assert (finding.code, finding.row) == ("encoding_unknown", ascii_lines + 2)
    assert "mixes encodings" in finding.text


def test_one_utf_8_line_among_many_of_gb18030_that_could_be_read_as_gb18030_too():
    odd = "测定单位µg".encode()
    odd.decode("gb18030")  # valid, and wrong
    data = "实验室代码,测定结果\n".encode("gb18030") * 50 + odd + b",x\n"
    assert (refusal(data).code, refusal(data).row) == ("encoding_unknown", 51)


def test_a_file_cut_off_within_a_character_is_not_decoded_by_another_encoding():
    assert refusal(CHINESE.encode("utf-8")[: CHINESE.encode("utf-8").rindex("出".encode()) + 2]).row == 3


@pytest.mark.parametrize("data", [b"\xff\xfea\0b", b"\xfe\xff\0a\0", b"\xff\xfea\0\n\0\0\xd8b\0"])
def test_utf_16_of_odd_length_or_with_half_a_pair_is_refused(data):
    finding = refusal(data)
    assert (finding.code, finding.row) == ("encoding_unknown", data.count(b"\n") + 1)
    assert "utf-16" in finding.text


def test_bytes_that_a_mark_contradicts():
    finding = refusal(codecs.BOM_UTF8 + b"lab,Fe\r\nA\xb5,1\r\n")
    assert (finding.code, finding.row) == ("encoding_unknown", 2)


def test_the_encoding_asked_for_wins():
    assert decode("卤,1".encode("gb18030"), "x", "gb2312")[:2] == ("卤,1", "gb18030")  # the larger set
    assert decode("Цинк,1".encode("cp1251"), "x", "windows-1251")[:2] == ("Цинк,1", "cp1251")
    assert decode("\ufeffa,1".encode(), "x", "utf-8")[0] == "a,1"
    assert (refusal(b"a\n\xff", "utf-8").code, refusal(b"a\n\xff", "utf-8").row) == ("encoding_unknown", 2)
    assert refusal(b"\\ud800", "unicode_escape").code == "encoding_unknown"


@pytest.mark.parametrize("name", ["utf-88", "zip", "rot13", "undefined", "a\0b", "实验"])
def test_an_encoding_that_is_none(name):
    with pytest.raises(UsageError, match="encoding: "):
        decode(b"a,b", "x", name)


@pytest.mark.parametrize("start", ["<!DOCTYPE html>", " \n<html>", "<Table>", "\ufeff<?xml version='1.0'?>"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_web_pages_and_xml_are_no_tables(start, codec):
    finding = refusal((start + "<tr><td>lab,Fe</td></tr>").encode(codec))
    assert (finding.code, finding.severity) == ("not_a_table", "error")
    assert "web page" in finding.text and "网页" in finding.text_zh


def test_a_less_than_sign_is_no_web_page():
    assert decode(b"<0.05,A\n<htm,B\n", "x")[1] == "utf-8"


@pytest.mark.parametrize(
    "data",
    [
        b"\0",
        b"lab,Fe\nA,\0001\n",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        b"\1\2a,b",
        "a\0,b".encode("utf-16"),
    ],
)
def test_binary_content_is_no_table(data):
    assert (refusal(data).code, "binary" in refusal(data).text) == ("not_a_table", True)


def test_control_characters_up_to_one_in_a_hundred():
    assert decode(b"a,b\n" * 25 + b"\x1a" + b"\t\r\n\f" * 9, "x")[1] == "utf-8"
    assert refusal(b"a,b\n" * 25 + b"\x1a\x1a").code == "not_a_table"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@given(text=st.text(CHARACTERS))
def test_what_is_written_is_read_again(codec, text):
    assume(text)
    if codec == "gb18030":  # without Chinese around it, it may be read as UTF-8
        text = "实验室代码测定结果\n" * (1 + len(text)) + text
        assume(_odd_lines_of(text) == [])
    assert decode(text.encode(codec), "x")[0] == text


def _odd_lines_of(text):
    """Lines whose GB18030 bytes happen to be UTF-8 as well: refused, and read with the encoding given."""
    odd = []
    for line in text.encode("gb18030").splitlines():
        try:
            odd += [line] if not line.isascii() and line.decode() else []
        except UnicodeDecodeError:
            continue
    return odd


@settings(max_examples=300)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_text_or_a_finding(data):
    try:
        text, codec, _ = decode(data, "x")
    except Refused as refused:
        assert refused.finding.severity == "error"
    else:
        assert text.encode("utf-8") is not None
        assert data.decode(codec).lstrip("\ufeff") == text
