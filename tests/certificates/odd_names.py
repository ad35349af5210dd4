"""Names as long and as odd as they come: Kenya's letters, apostrophes, hyphens, one letter, no space at all."""

import random

from certificates import holder_names

WORDS = (
    "Wanjirũ Mũthoni Wambũi Nyambura Gathonĩ Mwanaisha Halima Auma Chepkemoi Naserian Kĩmani Mwangi Baraka Ochieng' "
    "Gathonĩ-Mũthĩnja Ng'ang'a Njũgũna Wang'ombe Mũrũngarũ Kariũki Otieno Kiplagat Abdi-Shariff ole-Kaparo wa-Thiong'o"
).split()
FIXED = (
    "O",
    "Ĩ",
    "Ũ Ĩ",
    "X Æ",
    "W" * 48,
    "ĩ" * 24,
    "ũ" * 50,
    "i" * 48,
    "Mwanasiti-" * 10,
    "Wanjirũ Gathonĩ-Mũthĩnja Wanjirũ Gathonĩ-Mũthĩnja",
    "Nyambura wa Kariũki " * 5,
    "MOHAMED ABDULLAHI HASSAN",
    "amina hassan",
    "O'Brien D’Souza",
    "Ng’ang’a Wang’ombe Ng'ang'a Wang'ombe Ng'ang'",
    "José Ñandú Åse Łukasz Nguyễn Thị Ngọc",
    "Anne-Marie-Claire-Louise-Élodie Wanjirũ-Kĩmani",
    "Wanjiru\u0303 Gathoni\u0303",  # the same letters in two characters each
    "Juma Jr. III",
    "A B C D E F G H I J K L M N O P Q R S T U V W X",
)


def draw(count: int, seed: int = 5) -> list[str]:
    """Return so many different names, cleaned as a certificate bears them; the same ones for the same seed."""
    chance = random.Random(seed)
    names = [holder_names.clean(name) for name in FIXED]
    while len(names) < count:
        name = holder_names.clean(_odd(chance))
        if name not in names:
            names.append(name)
    return names


def _odd(chance):
    name = chance.choice(" ,  -").join(chance.choice(WORDS) for _word in range(chance.randint(1, 6)))
    return chance.choice([str, str, str.upper, str.lower, str.swapcase])(name.replace(",", ""))[:100]
