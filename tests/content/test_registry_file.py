"""Registers as offices publish them: whatever the delimiter, the encoding and the names of the columns."""

from pathlib import Path

import pytest

from bot.domain.registries import Entry
from bot.errors import WaypostError
from bot.library.assets import find_root
from bot.library.registries import load_registry_words
from bot.library.registry_file import encoding_of, read_register

WORDS = load_registry_words(find_root(Path(__file__).parents[2]))


def read(tmp_path: Path, data: str | bytes, encoding: str | None = None) -> list[Entry]:
    file = tmp_path / "register.csv"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_register(file, WORDS, encoding or encoding_of(file)))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_and_any_order_of_columns_will_do(tmp_path: Path, delimiter: str) -> None:
    lines = [["No.", "City", "AGENCY NAME", "License No.", "Status"], ["1", "Manila", "Al Noor", "RL-1", "Valid"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert read(tmp_path, text) == [Entry("Al Noor", licence="RL-1", status="Valid", city="Manila")]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("ชื่อบริษัท;จังหวัด", "บริษัท สยาม จำกัด"),
        ("公司名称,状态", "深圳市华科有限公司"),
        ("Tên công ty,Địa chỉ", "Công ty Ánh Dương"),
        ("اسم الشركة,المدينة", "مكتب النور"),
        ("कम्पनीको नाम,ठेगाना", "गल्फ मैनपावर"),
        ("নাম,ঠিকানা", "নূর ওভারসীজ"),
        ("NAMA PERUSAHAAN,KOTA", "PT Sinar"),
        ("Razón Social,RUC", "Sol S.A.C."),
    ],
)
def test_columns_are_known_in_the_languages_of_offices(tmp_path: Path, header: str, name: str) -> None:
    assert [entry.name for entry in read(tmp_path, f"{header}\n{name}\n")] == [name]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_part_of_the_first_column(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, "name,city\nNür,Köln\n".encode(encoding)) == [Entry("Nür", city="Köln")]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("gb18030", "深圳市华科人力资源有限公司招聘中心"),
        ("cp1251", "Восток Сервис, агентство занятости"),
        ("tis-620", "บริษัทจัดหางานสยามรุ่งเรืองจำกัด"),
        ("cp1252", "Agência São João Colocações"),
    ],
)
def test_files_from_before_unicode_are_read_when_their_encoding_is_told(tmp_path: Path, encoding: str, name: str) -> None:
    data = ("name\n" + f'"{name}"\n' * 50).encode(encoding)
    assert {entry.name for entry in read(tmp_path, data, encoding)} == {name}


@pytest.mark.parametrize(
    ("encoding", "name"), [("gb18030", "深圳市华科人力资源有限公司招聘中心"), ("cp1251", "Агентство занятости Восток")]
)
def test_and_mostly_without_that(tmp_path: Path, encoding: str, name: str) -> None:
    data = ("name;city\n" + f"{name};-\n" * 200).encode(encoding)
    assert {entry.name for entry in read(tmp_path, data)} == {name}


def test_a_letter_of_an_old_encoding_far_down_is_found_too(tmp_path: Path) -> None:
    names = [f"Agency {n} of the plain letters" for n in range(20_000)] + ["Agência São João, Colocações e Viagens"] * 40
    data = "\n".join(["name", *(f'"{name}"' for name in names)]).encode("cp1252")
    assert read(tmp_path, data)[-1].name == names[-1]


def test_quotation_marks_hold_delimiters_and_line_breaks(tmp_path: Path) -> None:
    entries = read(tmp_path, 'name,city\n"Noor, Sons\n& Co","Lahore"\n"The ""Best"" One",\n')
    assert [entry.name for entry in entries] == ["Noor, Sons & Co", 'The "Best" One']


def test_blank_lines_short_lines_and_unknown_columns_do_no_harm(tmp_path: Path) -> None:
    text = "\n\nremarks,name,city\n,\n,Al Noor\n\nx,Star,Manila,\n"
    assert read(tmp_path, text) == [Entry("Al Noor"), Entry("Star", city="Manila")]


def test_what_cannot_be_shown_is_taken_out_of_names(tmp_path: Path) -> None:
    entries = read(tmp_path, "name\n\u202eAl\u200b Noor\x00\x07\n=cmd|'/C calc'!A0\n'; DROP TABLE registry;--\n")
    assert [entry.name for entry in entries] == ["Al Noor", "=cmd|'/C calc'!A0", "'; DROP TABLE registry;--"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\n\n \n", "The file is empty"),
        (b"a,b\n1,2\n", "No column in the first line is known to hold names: “a”, “b”"),
        (b"name,city\nAl Noor,Lahore\n,Manila\n", "Line 3 has no name"),
        (b"name,city\n---,Manila\n", "Line 2 has no name"),
        (b"name,city\nAl Noor,Sons,Lahore\n", "Line 2 has more columns"),
        (b'name,city\nAl Noor,x\n"Star,y\nz,z\n', "Line 4 cannot be read"),
        (b"name\n" + b"x" * 400 + b"\n", "The name in line 2 is longer than 300"),
        (b"name\n" + b"x" * 200_000 + b"\n", "Line 2 cannot be read"),
        (b"PK\x03\x04rest", "is a spreadsheet"),
    ],
)
def test_a_bad_line_is_named_in_a_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    with pytest.raises(WaypostError, match=sentence):
        read(tmp_path, data)


def test_a_wrong_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(WaypostError, match="Line 3 is not text in utf-8"):
        read(tmp_path, b"name\nfine\n\xff\xfe\n", "utf-8")
    with pytest.raises(WaypostError, match="not the name of an encoding"):
        read(tmp_path, b"name\n", "klingon")
    with pytest.raises(WaypostError, match="cannot be read"):
        encoding_of(tmp_path / "missing.csv")
