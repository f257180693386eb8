"""The words that numbers stand beside: whom they count, and in what money.

All patterns are bounded, so that reading takes time in the length of the sentence.
"""

from __future__ import annotations

import re

from .numerals import TENS, UNITS

WORD = "|".join((*TENS, *sorted(UNITS, key=len, reverse=True)))
SCALE = r"(?:hundred|thousand|million|billion|trillion)"
CARDINAL = (
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?: {SCALE})?"
    rf"|half a {SCALE}|quarter of a {SCALE}"
    rf"|an? (?:dozen|score|hundred|thousand|million)\b(?! of\b)"
    rf"|a (?:couple|pair) of"
    rf"|(?:{WORD})(?:[ -](?:{WORD}|{SCALE}|dozen|and)){{0,8}})"
)
# What comes right after a number that does not count people.
OTHER = re.compile(
    r"[ -]?(?:%|per ?cent|percent|years?\b|year-old|yrs?\b|days?\b|weeks?\b|months?\b|hours?\b"
    r"|minutes?\b|seconds?\b"
    r"|decades?\b|centur|am\b|pm\b|a\.m|p\.m|km\b|kilomet|miles?\b|met(?:re|er)s?\b|feet\b|tonnes?\b"
    r"|tons?\b|kg\b"
    r"|degrees?\b|dollars?\b|euros?\b|pounds?\b|local time|UTC|GMT|votes?\b|seats?\b|countries\b"
    r"|states\b|nations\b"
    r"|times\b|cities\b|towns?\b|villages?\b|provinces?\b|homes\b|houses\b|buildings?\b|vehicles?\b"
    r"|cars?\b|buses\b"
    r"|planes?\b|aircraft\b|jets?\b|ships?\b|boats?\b|tanks?\b|missiles?\b|rockets?\b|bombs?\b"
    r"|grenades?\b|drones?\b"
    r"|shells?\b|points?\b|attacks?\b|strikes\b|raids?\b|airstrikes\b|flights?\b|charges?\b|counts?\b"
    r"|acres\b|hectares\b"
    r"|(?:st|nd|rd|th)\b|mm\b|caliber|calibre|-?point\b|rounds?\b|shots?\b|schools?\b|shops?\b"
    r"|stores?\b|-?hour|-?day\b"
    r"|-?month|-?week|-?member\b|articles?\b|paragraph|weapons?\b|rifles?\b|guns?\b|firearms\b"
    r"|elephants?\b|districts?\b"
    r"|lawsuits?\b|barricades\b|tractors?\b|explosions?\b|universities\b|(?:deep |gunshot "
    r"|stab )?wounds\b|tests?\b|trucks?\b"
    r"|lorries\b|islands?\b|regions?\b|ribs\b|blocks\b|flags?\b|farms?\b|camps?\b|checkpoints?\b"
    r"|embassies\b|stations?\b"
    r"|offices?\b|companies\b|firms?\b|contracts?\b|laws?\b|bullets?\b|parties\b|coalition parties\b"
    r"|-?mile|-?foot|-?ton"
    r"|of the (?:\w+ )?(?:charges|counts)|for \w+|"
    r"January|February|March\b|April|May\b|June|July|August|September|October|November"
    r"|December)",
    re.IGNORECASE,
)
BEFORE_OTHER = re.compile(
    r"(?:aged?|\bage of|January|February|March|April|May|June|July|August|September|October|November"
    r"|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.|article|section|chapter"
    r"|resolution"
    r"|number|no\.|flight|route|channel|group of|\bG|(?:girl|boy|man|woman|child) of"
    r"|[$\u20ac\u00a3\u00a5#/]|\d[.:,] ?|\bone of|,\s)\s?$",
    re.IGNORECASE,
)
COUNT = re.compile(
    rf"(?<![\w.,:/$\u20ac\u00a3\u00a5-])({CARDINAL})(?![\w:/]|[.,]\d"
    rf"|-(?!year-old)\w)",
    re.IGNORECASE,
)
ONE = re.compile(
    r"\b(?:an?|the|his|her|another|one)\s+(?:[\w\u00c0-\u024f'\u2019-]+\s+){0,4}?"
    r"(?:man|woman|boy|girl|child|baby|teenager|youth|soldier|policeman|policewoman"
    r"|officer|civilian|protester"
    r"|protestor|demonstrator|journalist|reporter|student|farmer|worker|driver|guard"
    r"|fighter|militant|rebel"
    r"|gunman|suspect|person|passer-by|bystander|bus driver|teacher|priest|activist"
    r"|leader|lawyer|doctor"
    r"|nurse|passenger|pedestrian|villager|shepherd|fisherman|sergeant|captain|colonel"
    r"|general|mayor|judge"
    r"|marine|sailor|pilot|aide|bodyguard|taxi driver|shopkeeper|trader|baker|mother"
    r"|father|son|daughter"
    r"|brother|sister|widow|editor|photographer|cameraman|attacker|bomber|assailant"
    r"|prisoner|inmate|hostage"
    r"|politician|candidate|councillor|senator|diplomat|ambassador|citizen|national"
    r"|resident|tourist"
    r"|conscript|recruit|pensioner|toddler|bishop|monk|nun|imam|cleric|refugee"
    r"|migrant)\b(?!['\u2019]s)",
    re.IGNORECASE,
)

KILLED = re.compile(
    r"\b(?:kill(?:ed|ing|s)?|killings?|dead|deaths?|died|dies|die|dying|murder(?:ed|ing|s)?|slain"
    r"|slay(?:s|ing)?"
    r"|massacred?|massacring|executed|executing|executions?|assassinat\w+|beheaded|beheading|lynched"
    r"|lives|bodies|corpses?"
    r"|fatalities|death toll|toll|shot dead|to death|perished|burned alive|burnt alive|lost|gunned down"
    r"|hanged|slaughtered"
    r"|mown down|mowed down|hacked|butchered)\b",
    re.IGNORECASE,
)
INJURED = re.compile(
    r"\b(?:injur(?:ed|ing|es|e)|wound(?:ed|ing|s)?|hurt|maimed|blinded|hospitali[sz]ed|bruised|maiming"
    r"|with bruises"
    r")\b",
    re.IGNORECASE,
)
ARRESTED = re.compile(
    r"\b(?:arrest(?:ed|s|ing)?|detain(?:ed|s|ing)?|detentions?|custody|round(?:ed|ing|s)? up|held"
    r"|jail(?:ed)?|locked up"
    r"|took in|taken in|picked up|seized|behind bars|imprisoned|in detention|captured|nabbed"
    r"|hauled)\b",
    re.IGNORECASE,
)
GATHER = re.compile(
    r"\b(?:protest\w*|march\w*|demonstrat\w*|rall(?:y|ied|ies|ying)|gather\w*|crowds?|strike|striking"
    r"|strikers|people|workers"
    r"|students|took to the streets|supporters|hunger strik\w*|stayed away|walked out|sit-in|blocked"
    r"|join(?:ed)?)\b",
    re.IGNORECASE,
)
NO_EVENT = re.compile(
    r"\b(?:missing|rescued|released|freed|evacuated|displaced|fled|survived"
    r"|homeless)\b",
    re.IGNORECASE,
)

CURRENCY = {
    "$": "USD",
    "us$": "USD",
    "u.s.$": "USD",
    "usd": "USD",
    "\u20ac": "EUR",
    "eur": "EUR",
    "\u00a3": "GBP",
    "gbp": "GBP",
    "\u00a5": "JPY",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "nz$": "NZD",
    "hk$": "HKD",
    "r$": "BRL",
    "\u20b9": "INR",
    "\u20bd": "RUB",
    "\u20aa": "ILS",
    "chf": "CHF",
    "\u20a6": "NGN",
}
CURRENCY_WORDS = {
    "dollar": "USD",
    "us dollar": "USD",
    "u.s. dollar": "USD",
    "american dollar": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "pound sterling": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "rouble": "RUB",
    "ruble": "RUB",
    "rupee": "INR",
    "rand": "ZAR",
    "naira": "NGN",
    "shekel": "ILS",
    "franc": "CHF",
    "swiss franc": "CHF",
    "krona": "SEK",
    "swedish krona": "SEK",
    "danish krone": "DKK",
    "norwegian krone": "NOK",
    "australian dollar": "AUD",
    "canadian dollar": "CAD",
    "hong kong dollar": "HKD",
    "new zealand dollar": "NZD",
    "won": "KRW",
    "baht": "THB",
    "hryvnia": "UAH",
    "zloty": "PLN",
    "forint": "HUF",
    "real": "BRL",
    "reais": "BRL",
    "dirham": "AED",
    "riyal": "SAR",
    "deutschmark": "DEM",
    "mark": "DEM",
    "lira": "TRY",
    "ringgit": "MYR",
    "kenyan shilling": "KES",
}
AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
MONEY_SIGN = re.compile(
    rf"(?<![\w$])(US\$|U\.S\.\$|A\$|AU\$|C\$|CA\$|NZ\$|HK\$|R\$|USD|EUR|GBP|CHF"
    rf"|[$\u20ac\u00a3\u00a5\u20b9\u20bd\u20aa\u20a6]) ?"
    rf"({AMOUNT})(?:[ -]?(thousand|million|billion|trillion|k|mn|m|bn|b|tn)\b)?",
    re.IGNORECASE,
)
MONEY_WORD = re.compile(
    rf"\b({CARDINAL}) (?:of )?((?:us|u\.s\.|american|australian|canadian|hong kong|new zealand|swiss"
    rf"|swedish|danish|norwegian"
    rf"|kenyan) )?(dollars?|euros?|pounds?(?: sterling)?|yen|yuan|roubles?|rubles?|rupees?|rand|naira"
    rf"|shekels?|francs?"
    rf"|krona|krone|kroner|won|baht|hryvnias?|zlotys?|forints?|reais|dirhams?|riyals?|deutschmarks?"
    rf"|marks|lira|ringgit"
    rf"|shillings?)\b",
    re.IGNORECASE,
)
MONEY_TYPES = frozenset(
    {"AGREE", "AID", "SANCTION", "REQUEST", "COERCE", "RETREAT", "COOPERATE", "CONCEDE", "SUPPORT"}
)
CLAUSE = re.compile(r"[;:.!?](?=\s|$)|,? (?:while|but|whereas|although|though) ", re.IGNORECASE)
