"""Writes Hindi, Nepali, Bengali, Urdu and Arabic in Latin letters, roughly as people do in chats.

Rules only: enough that the encoder meets "mujhe bachao" beside its Devanagari form. Vowels that the script leaves
out cannot be known; Urdu and Arabic therefore come without most of them.
"""

import unicodedata


def spelt(pairs: str) -> dict[str, str]:
    """A table from "क-k ख-kh": each letter and what it becomes, perhaps nothing."""
    return {pair[0]: pair[2:] for pair in pairs.split()}


# One table for Devanagari; Bengali has the same letters 0x80 code points further on.
CONSONANTS = spelt(
    "क-k ख-kh ग-g घ-gh ङ-n च-ch छ-chh ज-j झ-jh ञ-n ट-t ठ-th ड-d ढ-dh ण-n त-t थ-th द-d ध-dh न-n "
    "प-p फ-ph ब-b भ-bh म-m य-y र-r ल-l व-v श-sh ष-sh स-s ह-h ळ-l"
)
VOWELS = spelt("अ-a आ-a इ-i ई-i उ-u ऊ-u ऋ-ri ए-e ऐ-ai ओ-o औ-au")
SIGNS = spelt("ा-a ि-i ी-i ु-u ू-u ृ-ri े-e ै-ai ो-o ौ-au")
NASAL = spelt("ं-n ँ-n ः-h")
BENGALI = {"v": "b", "y": "j"}  # sounds that Bengali has instead
HALANT = "\u094d"
URDU = spelt(
    "ا-a آ-a أ-a إ-i ب-b پ-p ت-t ٹ-t ث-s ج-j چ-ch ح-h خ-kh د-d ڈ-d ذ-z ر-r ڑ-r ز-z ژ-zh س-s ش-sh ص-s ض-z ط-t ظ-z ع-a "
    "غ-gh ف-f ق-q ک-k ك-k گ-g ل-l م-m ن-n ں-n و-o ہ-h ه-h ھ-h ة-a ء- ئ- ؤ-o ى-a ی-i ي-i ے-e"
)
ARABIC = URDU | spelt("ح-7 ذ-z ض-d ع-3 و-w")  # as in Arabic chats


def romanised(text: str, language: str) -> str:
    """The text in Latin letters, or "" for a language that this file knows nothing of."""
    if language in ("hi", "ne"):
        return " ".join(indic(word, language) for word in text.split())
    if language == "bn":
        shifted = "".join(chr(ord(c) - 0x80) if "\u0980" <= c <= "\u09df" else c for c in text)
        return " ".join(indic(word, "bn") for word in shifted.split())
    if language in ("ur", "ar"):
        letters = ARABIC if language == "ar" else URDU
        return "".join(letters.get(char, char) for char in text if not unicodedata.combining(char))
    return ""


def indic(word: str, language: str) -> str:
    """One word: every consonant carries an "a" unless a sign follows; not at the end, nor between two syllables."""
    parts: list[list[str]] = []  # consonant and its vowel; "*" is the unwritten one
    for char in unicodedata.normalize("NFD", word).replace("\u093c", ""):
        if char in CONSONANTS:
            latin = CONSONANTS[char]
            parts.append([BENGALI.get(latin, latin) if language == "bn" else latin, "*"])
        elif char in SIGNS and parts:
            parts[-1][1] = SIGNS[char]
        elif char == HALANT and parts:
            parts[-1][1] = ""
        elif char in NASAL and parts:
            parts.append([NASAL[char], ""])
        else:
            parts.append(["", VOWELS.get(char, char)])
    unwritten = "o" if language == "bn" else "a"
    out = []
    for place, (consonant, vowel) in enumerate(parts):
        if vowel == "*":
            last = place == len(parts) - 1
            syllable_after = not last and parts[place + 1][1] not in ("*", "") and parts[place + 1][0]
            drops = (last and len(parts) > 1 and language != "ne") or (
                language == "hi" and place > 0 and syllable_after and parts[place - 1][1] != ""
            )
            vowel = "" if drops else unwritten
        out.append(consonant + vowel)
    return "".join(out)
