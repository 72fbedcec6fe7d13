"""Where somebody is now, and where somebody comes from, as people of 25 languages say it."""

import pytest

from bot.app import Mind
from bot.domain.inbound import Text

# By language: a place to be in, then a country to come from.
SAID = {
    "en": ("I am in Thailand now", "I am from Myanmar"),
    "es": ("Estoy en Tailandia ahora", "Soy de Perú"),
    "pt-BR": ("Estou na Tailândia agora", "Sou do Brasil"),
    "fr": ("Je suis en Thaïlande maintenant", "Je suis du Cameroun"),
    "ar": ("أنا في تايلاند الآن", "أنا من مصر"),
    "ru": ("Я сейчас в Таиланде", "Я из Киргизии"),
    "zh-Hans": ("我现在在泰国", "我来自中国"),
    "zh-Hant": ("我現在在泰國", "我來自台灣"),
    "th": ("ตอนนี้ฉันอยู่ที่ประเทศไทย", "มาจากประเทศไทย"),
    "my": ("အခု ထိုင်းမှာ ရှိတယ်", "မြန်မာ"),
    "km": ("ឥឡូវនេះខ្ញុំនៅប្រទេសថៃ", "ខ្ញុំមកពីកម្ពុជា"),
    "lo": ("ຕອນນີ້ຂ້ອຍຢູ່ປະເທດໄທ", "ຄົນລາວ"),
    "vi": ("Tôi đang ở Thái Lan", "Tôi đến từ Việt Nam"),
    "id": ("Saya sekarang di Thailand", "Saya dari Indonesia"),
    "ms": ("Saya sekarang di Thailand", "Saya dari Malaysia"),
    "fil": ("Nasa Thailand ako ngayon", "Taga Pilipinas ako"),
    "hi": ("मैं अभी थाईलैंड में हूँ", "मैं भारत से हूँ"),
    "ur": ("میں اس وقت تھائی لینڈ میں ہوں", "میں پاکستان سے ہوں"),
    "bn": ("আমি এখন থাইল্যান্ডে আছি", "আমি বাংলাদেশ থেকে"),
    "ne": ("म अहिले थाइल्यान्डमा छु", "म नेपालबाट हुँ"),
    "ta": ("நான் இப்போது தாய்லாந்தில் இருக்கிறேன்", "நான் இந்தியாவிலிருந்து"),
    "si": ("මම දැන් ඉන්නේ තායිලන්තයේ", "මම ලංකාවෙන්"),
    "sw": ("Niko Thailand sasa", "Natoka Kenya"),
    "am": ("አሁን ታይላንድ ነኝ", "ከኢትዮጵያ ነኝ"),
    "ha": ("Ina Thailand yanzu", "Na fito daga Najeriya"),
}


@pytest.mark.parametrize("language", SAID)
async def test_being_somewhere_and_coming_from_somewhere_are_told_apart(language: str, mind: Mind) -> None:
    there, home = [await mind.ear.hear(Text(said), language_hint=None) for said in SAID[language]]
    assert (there.here, home.here) == (True, False)
    assert there.reading.countries == ("TH",)
    assert len(home.reading.countries) == 1


def test_every_language_is_tried(mind: Mind) -> None:
    assert set(SAID) == set(mind.languages)
