"""Honest adverts are urgent too; the sign is that somebody is pressed to decide or to fly."""

import pytest

from bot.app import Mind
from bot.domain.inbound import Text

# By language: headings of honest adverts, then pressure on the reader.
SAID = {
    "en": (
        "Urgently hiring! Urgent requirement: electricians for Qatar. Hiring urgently.",
        "Only 2 seats left, decide today, flight tomorrow",
    ),
    "es": (
        "Urge contratar electricistas. Contratación urgente.",
        "Solo quedan 2 cupos, decide hoy",
    ),
    "pt-BR": (
        "Vaga urgente: contratamos eletricistas com urgência",
        "Últimas vagas, decida hoje, viaja amanhã",
    ),
    "fr": (
        "Recrutement urgent: électriciens. Urgent, recherchons",
        "Plus que 2 places, décidez aujourd'hui",
    ),
    "ar": (
        "مطلوب فورا كهربائيين. مطلوب عاجل للعمل",
        "باقي مقعدين فقط، قرر اليوم",
    ),
    "ru": (
        "Срочно требуются электрики. Срочный набор",
        "Осталось 2 места, вылет завтра",
    ),
    "zh-Hans": (
        "急聘电工，急招，高薪急招",
        "名额有限，今天必须决定，明天飞",
    ),
    "zh-Hant": (
        "急徵電工，急聘，急需人手",
        "名額有限，今天要決定",
    ),
    "th": (
        "รับสมัครด่วน ช่างไฟฟ้า ด่วนมาก",
        "ต้องตัดสินใจวันนี้ เหลือ2ที่",
    ),
    "my": (
        "အမြန်လူလိုသည် လျှပ်စစ်ဆရာ အရေးပေါ်အလိုရှိသည်",
        "ဒီနေ့ပဲ ဆုံးဖြတ်ပါ",
    ),
    "km": (
        "ត្រូវការបុគ្គលិកបន្ទាន់ ជាងភ្លើង",
        "សម្រេចចិត្តថ្ងៃនេះ",
    ),
    "lo": (
        "ຮັບດ່ວນ ຊ່າງໄຟຟ້າ ດ່ວນໆ",
        "ຕັດສິນໃຈມື້ນີ້",
    ),
    "vi": (
        "Tuyển gấp thợ điện, cần gấp lái xe",
        "chỉ còn 2 slot, phải quyết định ngay hôm nay",
    ),
    "id": (
        "Dibutuhkan segera tukang listrik. Butuh cepat. Urgent hiring",
        "slot tinggal 2, berangkat besok",
    ),
    "ms": (
        "Diperlukan segera juruelektrik. Urgent hiring",
        "slot tinggal 2, fly esok",
    ),
    "fil": (
        "Urgent hiring! Kailangan agad ng electrician",
        "2 slots na lang, magdesisyon ka na ngayon",
    ),
    "hi": (
        "तत्काल भर्ती इलेक्ट्रीशियन। अर्जेंट भर्ती",
        "सिर्फ 2 सीट बची हैं, कल फ्लाइट है",
    ),
    "ur": (
        "فوری ضرورت ہے الیکٹریشن۔ urgent bharti",
        "صرف دو سیٹیں باقی ہیں، کل فلائٹ ہے",
    ),
    "bn": (
        "জরুরি ভিত্তিতে লোক নিয়োগ ইলেকট্রিশিয়ান",
        "সিট সীমিত, আজকের মধ্যে পাসপোর্ট পাঠান",
    ),
    "ne": (
        "तुरुन्तै आवश्यकता इलेक्ट्रिसियन। अर्जेन्ट आवश्यकता",
        "सीमित कोटा, भोलि नै उड्ने",
    ),
    "ta": (
        "அவசரமா ஆட்கள் தேவை எலக்ட்ரீஷியன். உடனடி தேவை",
        "கடைசி சீட், நாளைக்கே ஃப்ளைட்",
    ),
    "si": (
        "හදිසියේ අවශ්‍යයි විදුලි කාර්මිකයන්. හදිසි බඳවා ගැනීම්",
        "අදම තීරණය කරන්න",
    ),
    "sw": (
        "Wanahitajika haraka mafundi umeme. Tunaajiri haraka",
        "nafasi chache zimebaki, unasafiri kesho",
    ),
    "am": (
        "በአስቸኳይ ይፈለጋሉ ኤሌክትሪሻን",
        "ዛሬ ካልወሰንክ ቦታው ያልቃል",
    ),
    "ha": (
        "Ana neman ma'aikata cikin gaggawa. Ana bukata da gaggawa",
        "saura gurbi biyu, zaka tafi gobe",
    ),
}


@pytest.mark.parametrize("language", SAID)
async def test_an_urgent_heading_is_no_pressure(language: str, mind: Mind) -> None:
    heard = [await mind.ear.hear(Text(said), language_hint=None) for said in SAID[language]]
    assert ["urgency_pressure" in {sign.id for sign in one.reading.signs} for one in heard] == [False, True]


def test_every_language_is_tried(mind: Mind) -> None:
    assert set(SAID) == set(mind.languages)
