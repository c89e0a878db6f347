#!/usr/bin/env python3
"""Searches invented texts in fifteen languages with the real program, beside a plain oracle.

usage: search.py [--bin DIR] [--terms N] [--seed N]

The oracle knows none of our code: where a script puts spaces between words, a text has a term if it has the word; in
Han, Kana, Hangul, Thai, Lao, Khmer and Burmese if it has the letters in a row. Case, accents and the letters that readers
take for the same are folded with Python's own tables. Exit 1 with a line for each term with a story too many or too few.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata

# A few words of each language, to be put together at random.
WORDS = {
    "en": "ferry harbour café mayor denied closure naïve bridge report council",
    "de": "Straße Bürgermeister Brücke größer Fähre Maß Masse schließt",
    "fr": "œuvre élève élevé côte coté maire ferry pont déjà",
    "es": "año mañana alcalde río puente niña pingüino",
    "ru": "ёлка мой мои край зелёный мост лёд лед мэр",
    "el": "άνθρωπος λόγος όχι γέφυρα δήμαρχος Έλληνες",
    "tr": "ışık işik İstanbul köprü belediye ISPARTA sığ",
    "ar": "أحمد احمد إلى على علي الجسر يؤكد وزير",
    "he": "שלום גשר ראש עיר מעבורת",
    "hi": "हिन्दी हिन्दू काल कील कल समाचार पुल मंत्री",
    "zh": "武器 大统领 政府 否认 港口 器大 关闭 桥梁",
    "ja": "大統領 ワクチン について 橋 市長 ハス バス 否定",
    "ko": "무기 무기를 나무 기둥 정부 다리 시장은 부인",
    "th": "กรุงเทพ สะพาน ทำให้ ปิด นายก เท เท่า มหานคร",
    "km": "ភ្នំពេញ ស្ពាន បិទ រដ្ឋាភិបាល",
}
DENSE = {"zh", "ja", "ko", "th", "km"}
SPACED_DENSE = {"ko"}
SAME = str.maketrans({"ё": "е", "ς": "σ", "ı": "i", "œ": "oe", "æ": "ae", "أ": "ا", "إ": "ا", "آ": "ا"})


def fold(text):
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    out = []
    for letter in text:
        name = unicodedata.name(letter, "")
        if name.startswith(("LATIN", "GREEK")):
            letter = unicodedata.normalize("NFD", letter)[0]
        out.append(letter.translate(SAME))
    return re.sub("[\u0300-\u036f]", "", "".join(out))


def has(text, term, dense):
    text, term = fold(text), fold(term)
    if dense:
        return term in text
    return term in re.split(r"[^\w\u0900-\u0963]+", text)


def story(dice, language):
    words = dice.choices(WORDS[language].split(), k=dice.randint(3, 9))
    between = "" if language in DENSE - SPACED_DENSE else " "
    text = ""
    for word in words:
        text += dice.choice([between, between, between, ", ", " ", "。" if language in DENSE else ". "]) + word
    forms = ["NFC", "NFD", "NFC", "NFC"]
    text = unicodedata.normalize(dice.choice(forms), text.strip(" ,.。"))
    return text.upper() if dice.random() < 0.1 and language not in DENSE | {"tr", "el"} else text


def term(dice, language):
    words = WORDS[language].split()
    word = dice.choice(words)
    if language in DENSE and dice.random() < 0.5:
        run = "".join(dice.choices(words, k=2))
        start = dice.randrange(len(run))
        cut = run[start : start + dice.randint(1, 4)]
        # A mark by itself is no term that anybody types.
        if cut and unicodedata.category(cut[0])[0] == "L":
            return cut
    return dice.choice([word, word, word.lower(), word.upper() if language not in {"tr", "el"} else word])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--bin", type=os.path.abspath, default=".build/debug")
    arguments.add_argument("--terms", type=int, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    dice = random.Random(options.seed)
    program = f"{options.bin}/storyledger"
    faults = 0
    with tempfile.TemporaryDirectory() as scratch:
        ledger = f"{scratch}/ledger"

        def run(*words):
            return subprocess.run([program, *words, "--ledger", ledger], capture_output=True, text=True)

        texts = {}
        with open(f"{scratch}/stories.ndjson", "w", encoding="utf-8") as file:
            for language in WORDS:
                for number in range(12):
                    name = f"{language}-{number}"
                    texts[name] = story(dice, language)
                    document = {
                        "type": "published", "subject": name, "time": "2026-03-02T09:00:00Z",
                        "data": {"headline": "-", "body": texts[name]},
                    }
                    file.write(json.dumps(document, ensure_ascii=False) + "\n")
        run("init")
        taken = run("append", f"{scratch}/stories.ndjson")
        if taken.returncode:
            print(taken.stderr, end="")
            return 1
        for number in range(options.terms):
            language = list(WORDS)[number % len(WORDS)]
            wanted = term(dice, language)
            result = run("stories", "--json", "--search", wanted)
            found = {json.loads(line)["story"] for line in result.stdout.splitlines()}
            expected = {name for name, text in texts.items() if has(text, wanted, language in DENSE)}
            if result.returncode != (0 if expected else 1):
                print(f"{wanted}: exit {result.returncode}, {len(expected)} stories expected")
                faults += 1
            for name in sorted(found ^ expected):
                print(f"{wanted}: {'missing' if name in expected else 'wrong'} {name}: {texts[name]}")
                faults += 1
    print(f"seed {options.seed}: {options.terms} terms in {len(WORDS)} languages, {faults} faults")
    return 1 if faults else 0


sys.exit(main())
