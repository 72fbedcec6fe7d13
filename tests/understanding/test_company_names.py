"""When two names are one, when they only look alike, and when they are neither."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import load_companies
from bot.library.assets import find_root
from bot.understanding.company_names import is_same, is_similar, keys_of, licence_key

NAMES = load_companies(find_root(Path(__file__).parents[2])).names


def alike(written: str, registered: str) -> str:
    one, other = NAMES.of(written), NAMES.of(registered)
    if is_same(one, other):
        return "same"
    return "similar" if is_similar(one, other) else "neither"


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("Al-Noor Manpower", "AL NOOR MANPOWER (PVT.) LTD."),
        ("alnoor manpower", "Al Noor Manpower"),
        ("Sinar Jaya Abadi", "PT. SINAR JAYA ABADI"),
        ("PT Sinar Jaya Abadi", "Sinar Jaya Abadi, PT"),
        ("Công ty TNHH Ánh Dương Việt", "CONG TY TNHH ANH DUONG VIET"),
        ("Agencia Sol y Mar S.A.C.", "AGENCIA SOL Y MAR SAC"),
        ("บริษัท สยามรุ่งเรือง จำกัด", "สยามรุ่งเรือง จำกัด (มหาชน)"),
        ("深圳市华科人力资源有限公司", "深圳市华科人力资源"),
        ("ООО «Восток Сервис Плюс»", "Восток Сервис Плюс, ООО"),
        ("مكتب النور الجديد للاستقدام", "النور الجديد"),
        ("गल्फ स्टार म्यानपावर प्रा. लि.", "गल्फ स्टार म्यानपावर"),
        ("ＳＵＮＲＩＳＥ　Ｆｕｔｕｒｅ", "Sunrise Future Co., Ltd"),
    ],
)
def test_case_accents_spaces_and_legal_forms_do_not_part_a_name(written: str, registered: str) -> None:
    assert alike(written, registered) == "same"
    assert keys_of(NAMES.of(written))[0] == keys_of(NAMES.of(registered))[0]


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("Al Nour Manpower", "Al Noor Manpower Pvt Ltd"),
        ("Goldern Star Manpower", "Golden Star Manpower"),
        ("Golden Star Travels", "Golden Star Manpower"),
        ("Vostok Servis", "ООО Восток Сервис"),
        ("深圳市華科有限公司", "深圳市华科有限公司"),
        ("深圳市花可有限公司", "深圳市华科有限公司"),
        ("Sunrisse Future Ltd", "Sunrise Future Ltd"),
        ("Brightway LLC", "Brightway Pvt Ltd"),
    ],
)
def test_a_name_that_is_nearly_one_is_only_similar_and_is_found(written: str, registered: str) -> None:
    assert alike(written, registered) == "similar"
    assert set(keys_of(NAMES.of(written))) & set(keys_of(NAMES.of(registered)))


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("Sunrise Overseas", "Sunset Overseas"),
        ("New Hope Manpower", "New Home Manpower"),
        ("Star 24 Manpower", "Star 42 Manpower"),
        ("Dubai Manpower Services", "Gulf Manpower Services"),
        ("Al Noor Manpower", "Al Hadi Manpower"),
        ("深圳市华科有限公司", "深圳市鼎新有限公司"),
        ("บริษัท สยามรุ่งเรือง จำกัด", "บริษัท ไทยเจริญ จำกัด"),
        ("", "Al Noor Manpower"),
        ("Ltd", "Ltd"),
        ("PT", "PT"),
    ],
)
def test_different_names_are_neither(written: str, registered: str) -> None:
    assert alike(written, registered) == "neither"


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("Global", "Global Co., Ltd"),
        ("Global Ltd", "Global Ltd"),
        ("Manpower Services", "Manpower Services"),
        ("overseas agency", "Overseas Agency Inc"),
        ("Sunrise", "Sunrise Ltd"),
        ("New Job", "New Job Agency"),
        ("科技有限公司", "科技有限公司"),
        ("人力资源", "人力资源有限公司"),
    ],
)
def test_common_words_alone_never_match(written: str, registered: str) -> None:
    assert alike(written, registered) == "neither"


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_keys_fit_into_a_database(text: str) -> None:
    name = NAMES.of(text)
    assert all(-(2**63) <= key < 2**63 for key in keys_of(name))
    assert alike(text, text) in ("same", "neither")


@pytest.mark.parametrize(
    ("one", "other"), [("RL-1234", "rl 1234"), ("DMW-123-LB-05122024-R", "DMW 123 LB 05122024 R"), ("١٢٣٤٥٦", "123456")]
)
def test_a_licence_number_is_the_same_however_it_is_spaced(one: str, other: str) -> None:
    assert licence_key(one) == licence_key(other) is not None


def test_what_has_no_digits_is_no_licence_number() -> None:
    assert [licence_key(text) for text in ("", "pending", "-", "1")] == [None] * 4
