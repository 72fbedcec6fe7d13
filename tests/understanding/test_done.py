"""What somebody did already is understood in every language, and what is only feared or asked about is not taken for it."""

import pytest

from bot.app import Mind
from bot.domain.cues import Done
from bot.domain.inbound import Text

# One sentence for each of: paid, sent papers, signed, travels soon.
SAID = {
    "en": (
        "I have already paid",
        "I already sent my passport photo",
        "I signed the contract",
        "I fly tomorrow",
    ),
    "es": (
        "Ya pagué",
        "Ya mandé la foto de mi pasaporte",
        "Ya firmé el contrato",
        "Viajo mañana",
    ),
    "pt-BR": (
        "Já paguei",
        "Já mandei a foto do meu passaporte",
        "Já assinei o contrato",
        "Viajo amanhã",
    ),
    "fr": (
        "J'ai déjà payé",
        "J'ai déjà envoyé la photo de mon passeport",
        "J'ai signé le contrat",
        "Je pars demain",
    ),
    "ar": (
        "لقد دفعت المال بالفعل",
        "أرسلت لهم صورة جواز سفري",
        "وقعت على العقد",
        "سأسافر غدا",
    ),
    "ru": (
        "Я уже заплатил",
        "Я уже отправила фото паспорта",
        "Я подписал договор",
        "Я лечу завтра",
    ),
    "zh-Hans": (
        "我已经付钱了",
        "我已经把护照照片发给他们了",
        "我签了合同",
        "我明天就飞",
    ),
    "zh-Hant": (
        "我已經付錢了",
        "我已經把護照照片傳給他們了",
        "我簽了合約",
        "我明天就飛",
    ),
    "th": (
        "ฉันจ่ายเงินไปแล้ว",
        "ส่งรูปพาสปอร์ตให้เขาไปแล้ว",
        "เซ็นสัญญาแล้ว",
        "พรุ่งนี้จะบินแล้ว",
    ),
    "my": (
        "ပိုက်ဆံ ပေးပြီးပြီ",
        "ပတ်စပို့ဓာတ်ပုံ ပို့ပြီးပြီ",
        "စာချုပ် လက်မှတ်ထိုးပြီးပြီ",
        "မနက်ဖြန် လေယာဉ်စီးမယ်",
    ),
    "km": (
        "ខ្ញុំបានបង់លុយហើយ",
        "ខ្ញុំបានផ្ញើរូបលិខិតឆ្លងដែនហើយ",
        "ខ្ញុំបានចុះហត្ថលេខាហើយ",
        "ស្អែកខ្ញុំហោះហើយ",
    ),
    "lo": (
        "ຂ້ອຍຈ່າຍເງິນໄປແລ້ວ",
        "ສົ່ງຮູບພາສປອດໄປແລ້ວ",
        "ເຊັນສັນຍາແລ້ວ",
        "ມື້ອື່ນຂ້ອຍຈະບິນ",
    ),
    "vi": (
        "Em đã đóng tiền rồi",
        "Em đã gửi ảnh hộ chiếu cho họ rồi",
        "Em đã ký hợp đồng",
        "Mai em bay",
    ),
    "id": (
        "Saya sudah bayar",
        "Saya sudah kirim foto paspor",
        "Saya sudah tanda tangan kontrak",
        "Saya berangkat besok",
    ),
    "ms": (
        "Saya dah bayar",
        "Saya dah hantar gambar pasport",
        "Saya sudah tandatangan kontrak",
        "Saya terbang esok",
    ),
    "fil": (
        "Nagbayad na ako",
        "Naipasa ko na ang picture ng passport ko",
        "Pumirma na ako",
        "Lilipad na ako bukas",
    ),
    "hi": (
        "मैंने पैसे दे दिए हैं",
        "मैंने पासपोर्ट की फोटो भेज दी है",
        "मैंने कॉन्ट्रैक्ट पर साइन कर दिया",
        "कल मेरी फ्लाइट है",
    ),
    "ur": (
        "میں نے پیسے دے دیے ہیں",
        "میں نے پاسپورٹ کی تصویر بھیج دی ہے",
        "میں نے معاہدے پر دستخط کر دیے",
        "کل میری فلائٹ ہے",
    ),
    "bn": (
        "আমি টাকা দিয়ে দিয়েছি",
        "আমি পাসপোর্টের ছবি পাঠিয়ে দিয়েছি",
        "আমি চুক্তিতে সই করেছি",
        "কাল আমার ফ্লাইট",
    ),
    "ne": (
        "मैले पैसा तिरिसकेँ",
        "मैले पासपोर्टको फोटो पठाइसकेँ",
        "मैले करारमा सही गरिसकेँ",
        "भोलि मेरो फ्लाइट छ",
    ),
    "ta": (
        "நான் பணம் கட்டிவிட்டேன்",
        "பாஸ்போர்ட் போட்டோ அனுப்பிவிட்டேன்",
        "நான் கையெழுத்து போட்டுவிட்டேன்",
        "நாளை எனக்கு விமானம்",
    ),
    "si": (
        "මම සල්ලි ගෙව්වා",
        "මම පාස්පෝට් එකේ ෆොටෝ එක යැව්වා",
        "මම ගිවිසුම අත්සන් කළා",
        "හෙට මගේ ෆ්ලයිට් එක",
    ),
    "sw": (
        "Nimeshalipa",
        "Nimetuma picha ya pasipoti",
        "Nimesaini mkataba",
        "Nasafiri kesho",
    ),
    "am": (
        "ገንዘብ ከፍያለሁ",
        "የፓስፖርቴን ፎቶ ልኬያለሁ",
        "ውሉን ፈርሜያለሁ",
        "ነገ እበራለሁ",
    ),
    "ha": (
        "Na riga na biya kuɗi",
        "Na tura musu hoton fasfo na",
        "Na sa hannu",
        "Gobe zan tashi",
    ),
}

NOT_DONE = {
    "en": (
        "I have not paid yet",
        "Should I pay them?",
        "They want me to sign a contract",
        "They paid my ticket",
    ),
    "es": (
        "Todavía no he pagado",
        "¿Debo pagar?",
    ),
    "th": (
        "ยังไม่ได้จ่ายเงิน",
        "ต้องจ่ายเงินก่อนไหม",
        "เขาจ่ายค่าตั๋วให้",
    ),
    "hi": (
        "मैंने पैसे नहीं दिए",
        "क्या मुझे पैसे देने चाहिए",
    ),
    "zh-Hans": (
        "我还没有付钱",
        "要先付钱吗",
    ),
    "sw": (
        "Sijalipa bado",
        "Je nilipe?",
    ),
    "ar": (
        "لم ادفع بعد",
        "هل ادفع لهم المال",
    ),
    "my": (
        "ပိုက်ဆံ မပေးရသေးဘူး",
        "ပိုက်ဆံ အရင်ပေးရမလား",
    ),
    "am": ("ገንዘብ አልከፈልኩም",),
    "fil": (
        "Hindi pa ako nagbabayad",
        "Magbabayad ba ako",
    ),
    "id": (
        "Saya belum bayar",
        "Apakah harus bayar dulu",
    ),
    "vi": (
        "Em chưa đóng tiền",
        "Có phải đóng tiền trước không",
    ),
    "ru": (
        "Я ещё не заплатил",
        "Мне надо платить?",
    ),
    "fr": ("Je n'ai pas encore payé",),
    "pt-BR": ("Ainda não paguei",),
    "ha": ("Ban biya ba",),
    "bn": ("আমি এখনও টাকা দেইনি",),
    "ne": ("मैले पैसा तिरेको छैन",),
    "km": (
        "ខ្ញុំមិនទាន់បង់លុយទេ",
        "តើត្រូវបង់លុយមុនទេ",
    ),
    "lo": ("ຍັງບໍ່ໄດ້ຈ່າຍເງິນ",),
    "ms": ("Saya belum bayar",),
    "ur": ("میں نے پیسے نہیں دیے",),
    "ta": ("நான் பணம் கட்டவில்லை",),
    "si": ("මම තාම සල්ලි ගෙවලා නෑ",),
    "zh-Hant": ("我還沒付錢",),
}


@pytest.mark.parametrize("language", SAID)
async def test_what_was_done_is_understood(language: str, mind: Mind) -> None:
    heard = [await mind.ear.hear(Text(said), language_hint=None) for said in SAID[language]]
    assert [one.done for one in heard] == [{done} for done in Done]


@pytest.mark.parametrize("language", NOT_DONE)
async def test_what_was_not_done_is_not_taken_for_done(language: str, mind: Mind) -> None:
    heard = [await mind.ear.hear(Text(said), language_hint=None) for said in NOT_DONE[language]]
    assert [one.done for one in heard] == [frozenset()] * len(heard)


async def test_papers_that_were_sent_are_no_money_that_was_asked_for(mind: Mind) -> None:
    heard = await mind.ear.hear(Text("I already sent my passport photo"), language_hint=None)
    assert "upfront_fee" not in {sign.id for sign in heard.reading.signs}


def test_every_served_language_is_tried(mind: Mind) -> None:
    assert SAID.keys() == NOT_DONE.keys() == mind.languages.keys()
