"""The sentence encoder: what means the same lies close, whatever the language, the script or the typing."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from bot.understanding.encoder import Encoder
from bot.understanding.model import IntentModel
from bot.understanding.ngrams import hashed_grams, meaning_keys
from bot.understanding.rankers import MODEL
from bot.understanding.tokens import units

NLU = Path(__file__).resolve().parents[2] / "nlu"

# Written for this test; in none of the sources that the encoder learnt from.
SAME = {
    "en": [
        "The manager keeps all our passports in a drawer.",
        "How much does the bus to the city cost?",
        "My little sister is ill and needs a doctor today.",
        "I cannot sleep because the neighbours are so loud.",
        "They promised me a job in an office.",
        "Please delete everything you know about me.",
        "Where can I find somebody who speaks my language?",
        "We eat rice and fish every evening.",
    ],
    "es": [
        "El gerente guarda todos nuestros pasaportes en un cajón.",
        "¿Cuánto cuesta el autobús a la ciudad?",
        "Mi hermana pequeña está enferma y necesita un médico hoy.",
        "No puedo dormir porque los vecinos hacen mucho ruido.",
        "Me prometieron un trabajo en una oficina.",
        "Por favor, borra todo lo que sabes de mí.",
        "¿Dónde puedo encontrar a alguien que hable mi idioma?",
        "Comemos arroz y pescado todas las noches.",
    ],
    "th": [
        "ผู้จัดการเก็บหนังสือเดินทางของเราทุกคนไว้ในลิ้นชัก",
        "รถบัสไปในเมืองราคาเท่าไหร่",
        "น้องสาวของฉันไม่สบายและต้องพบหมอวันนี้",
        "ฉันนอนไม่หลับเพราะเพื่อนบ้านเสียงดังมาก",
        "พวกเขาสัญญาว่าจะให้ฉันทำงานในสำนักงาน",
        "กรุณาลบทุกอย่างที่คุณรู้เกี่ยวกับฉัน",
        "ฉันจะหาคนที่พูดภาษาของฉันได้ที่ไหน",
        "เรากินข้าวกับปลาทุกเย็น",
    ],
    "hi": [
        "मैनेजर हम सबके पासपोर्ट दराज़ में रखता है।",
        "शहर जाने वाली बस का किराया कितना है?",
        "मेरी छोटी बहन बीमार है और उसे आज डॉक्टर चाहिए।",
        "मैं सो नहीं पाता क्योंकि पड़ोसी बहुत शोर करते हैं।",
        "उन्होंने मुझे ऑफिस में नौकरी देने का वादा किया था।",
        "कृपया मेरे बारे में जो कुछ आप जानते हैं सब मिटा दें।",
        "मेरी भाषा बोलने वाला कोई कहाँ मिलेगा?",
        "हम हर शाम चावल और मछली खाते हैं।",
    ],
    "hi in Latin letters": [
        "manager hum sabke passport daraz mein rakhta hai",
        "shahar jane wali bus ka kiraya kitna hai",
        "meri chhoti bahan bimar hai aur use aaj doctor chahiye",
        "main so nahi pata kyunki padosi bahut shor karte hain",
        "unhone mujhe office mein naukri dene ka vada kiya tha",
        "kripya mere bare mein jo kuch aap jante hain sab mita dein",
        "meri bhasha bolne wala koi kahan milega",
        "hum har sham chawal aur machhli khate hain",
    ],
    "zh-Hans": [
        "经理把我们所有人的护照都放在抽屉里。",
        "去城里的公共汽车要多少钱？",
        "我妹妹病了，今天需要看医生。",
        "邻居太吵了，我睡不着。",
        "他们答应给我一份办公室的工作。",
        "请删除你知道的关于我的一切。",
        "我在哪里可以找到会说我的语言的人？",
        "我们每天晚上吃米饭和鱼。",
    ],
    "id": [
        "Manajer menyimpan semua paspor kami di dalam laci.",
        "Berapa harga bus ke kota?",
        "Adik perempuan saya sakit dan perlu dokter hari ini.",
        "Saya tidak bisa tidur karena tetangga sangat berisik.",
        "Mereka menjanjikan saya pekerjaan di kantor.",
        "Tolong hapus semua yang Anda ketahui tentang saya.",
        "Di mana saya bisa menemukan orang yang berbicara bahasa saya?",
        "Kami makan nasi dan ikan setiap malam.",
    ],
    "sw": [
        "Meneja anaweka pasipoti zetu zote kwenye droo.",
        "Basi la kwenda mjini ni bei gani?",
        "Dada yangu mdogo ni mgonjwa na anahitaji daktari leo.",
        "Siwezi kulala kwa sababu majirani wana kelele sana.",
        "Waliniahidi kazi ofisini.",
        "Tafadhali futa kila kitu unachojua kunihusu.",
        "Nitampata wapi mtu anayezungumza lugha yangu?",
        "Tunakula wali na samaki kila jioni.",
    ],
}

HOSTILE = [
    "",
    " ",
    "\0",
    "\ud800\udfff",
    "🆘" * 4096,
    "a" * 4096,
    "က" * 4096,
    "Z̷̡̢̛" * 800,
    "\u202e\u200b",
    "𒀀𒁀 ꙮ \U0010ffff",
    "()" * 2048,
]


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.load(MODEL)


def vector(model: IntentModel, text: str) -> npt.NDArray[np.float32]:
    cleaned = model.tokenizer.clean(text)
    return model.encoder.vector(meaning_keys(units(cleaned), model.tokenizer.written(text), cleaned.split()))


def vectors(model: IntentModel, texts: list[str]) -> npt.NDArray[np.float32]:
    return np.array([vector(model, text) for text in texts])


@pytest.mark.parametrize("language", sorted(SAME.keys() - {"en"}))
def test_a_translation_lies_nearer_than_anything_else(model: IntentModel, language: str) -> None:
    alike = vectors(model, SAME["en"]) @ vectors(model, SAME[language]).T
    right = np.arange(len(alike))
    found = (alike.argmax(0) == right).sum() + (alike.argmax(1) == right).sum()
    assert found >= 13, f"{found} of {2 * len(alike)}"


def test_languages_without_english_between_them_meet(model: IntentModel) -> None:
    alike = vectors(model, SAME["th"]) @ vectors(model, SAME["id"]).T
    assert (alike.argmax(0) == np.arange(len(alike))).sum() >= 6


def test_a_mistyped_sentence_keeps_its_meaning(model: IntentModel) -> None:
    right, wrong = (
        vector(model, "they took my passport and lock the door"),
        vector(model, "thye tok my pasport and lokc the dor"),
    )
    assert right @ wrong > 0.6
    assert right @ wrong > right @ vector(model, "they sing in my garden and open the shop") + 0.2


def test_what_is_near_differs_from_what_is_far(model: IntentModel) -> None:
    alike = vectors(model, SAME["en"]) @ vectors(model, SAME["es"]).T
    others = alike[~np.eye(len(alike), dtype=bool)]
    assert alike.diagonal().mean() > others.mean() + 0.4


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_gets_a_vector_of_length_one_or_none(model: IntentModel, text: str) -> None:
    length = np.linalg.norm(vector(model, text))
    assert length == pytest.approx(1, abs=1e-5) or length == 0


def test_nothing_known_means_nothing(model: IntentModel) -> None:
    assert not vector(model, "").any()


def test_the_same_text_gets_the_same_vector(model: IntentModel) -> None:
    again = Encoder.load(MODEL / "encoder")
    np.testing.assert_array_equal(vector(model, "help me"), vector(model, "help me"))
    np.testing.assert_array_equal(again.keys, model.encoder.keys)


def test_the_tables_stay_on_disk_and_hold_no_pickle(model: IntentModel) -> None:
    for table in (model.encoder.keys, model.encoder.rows, model.encoder.steps):
        assert isinstance(table.base, np.memmap)
        assert not table.flags.writeable
    assert (np.diff(model.encoder.keys.astype(np.int64)) > 0).all()
    with zipfile.ZipFile(MODEL / "encoder" / "block.npz") as parts:
        for name in parts.namelist():
            assert np.lib.format.read_array(io.BytesIO(parts.read(name)), allow_pickle=False).dtype == np.float32


def test_an_encoder_that_lacks_a_part_is_refused(tmp_path: Path) -> None:
    for name in ("keys", "order", "rows", "steps"):
        np.save(tmp_path / f"{name}.npy", np.zeros(1))
    np.savez(tmp_path / "block.npz", gain=np.ones(4, np.float32))
    with pytest.raises(ValueError, match="lacks"):
        Encoder.load(tmp_path)


def test_a_model_made_with_another_encoder_is_refused(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path, dirs_exist_ok=True)
    np.save(tmp_path / "meaning.npy", np.load(MODEL / "meaning.npy")[1:])
    with pytest.raises(ValueError, match="another encoder"):
        IntentModel.load(tmp_path)


def test_characters_are_counted_within_words_of_any_script() -> None:
    assert len(hashed_grams(["ab"], 3, 5)) == 3  # " ab", "ab ", " ab "
    apart, swapped = hashed_grams(["ab", "cd"], 3, 5), hashed_grams(["cd", "ab"], 3, 5)
    assert sorted(apart.tolist()) == sorted(swapped.tolist())
    assert hashed_grams([], 3, 5).tolist() == []
    assert len(set(hashed_grams(["ខ្ញុំ", "\U0010ffff"], 3, 5).tolist())) == 13


def test_accents_count_beside_the_folded_form(model: IntentModel) -> None:
    assert model.tokenizer.written("Tôi bị nhốt!") == ["tôi", "bị", "nhốt", "!"]
    assert model.tokenizer.written("plain") == []
    assert vector(model, "không") @ vector(model, "khong") < 0.999


def test_rasas_component_runs_the_same_files(model: IntentModel) -> None:
    """As the component imports them: by themselves, without the bot. In Rasa's own Python: `tests/slow`."""
    program = (
        "import json, sys, pathlib; sys.path.append('../bot/understanding')\n"
        "import encoder, ngrams, tokens\n"
        "cut = tokens.Tokenizer.with_word_characters(pathlib.Path('word_characters.txt').read_text('utf-8'))\n"
        "own = encoder.Encoder.load(pathlib.Path('../bot/understanding/model/encoder'))\n"
        "for text in json.load(sys.stdin):\n"
        "    clean = cut.clean(text)\n"
        "    keys = ngrams.meaning_keys(tokens.units(clean), cut.written(text), clean.split())\n"
        "    print(json.dumps(own.vector(keys).tolist()))\n"
    )
    texts = [text for texts in SAME.values() for text in texts[:2]]
    done = subprocess.run([sys.executable, "-c", program], cwd=NLU, input=json.dumps(texts), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    theirs = np.array([json.loads(line) for line in done.stdout.splitlines()])
    np.testing.assert_allclose(vectors(model, texts), theirs, atol=1e-5)
