"""Names that the open data use for states, as ISO3 codes; groups and armed movements give None."""

import re

from babel import Locale
from babel.core import get_global

OWN = {
    "Bosnia-Herzegovina": "BIH", "Bosnia Herzegovina": "BIH", "Brunei Darussalam": "BRN", "Brunei": "BRN",
    "Cabo Verde": "CPV", "Central African Rep.": "CAF", "China, P.R.: Mainland": "CHN", "Congo": "COG",
    "Congo, Rep. of": "COG", "Congo, Dem. Rep. of the": "COD", "DR Congo": "COD", "Cote d'Ivoire": "CIV",
    "Côte d'Ivoire": "CIV", "Czech Rep.": "CZE", "Dominican Rep.": "DOM", "Egypt, Arab Rep. of": "EGY",
    "Eritrea, The State of": "ERI", "Ethiopia, The Federal Dem. Rep. of": "ETH", "Holy See": "VAT",
    "Korea, Dem. People's Rep. of": "PRK", "Korea, Rep. of": "KOR", "Kyrgyz Rep.": "KGZ",
    "Lao People's Dem. Rep.": "LAO", "Micronesia, Federated States of": "FSM", "Micronesia": "FSM",
    "Myanmar": "MMR", "Slovak Rep.": "SVK", "Syrian Arab Rep.": "SYR", "Palestine": "PSE",
    "São Tomé and Príncipe, Dem. Rep. of": "STP", "Taiwan Province of China": "TWN", "Turkiye": "TUR",
    "Türkiye, Rep of": "TUR", "UAE": "ARE", "Viet Nam": "VNM", "Russian Federation": "RUS", "Turkey": "TUR",
    "Venezuela, Rep. Bolivariana de": "VEN", "eSwatini": "SWZ", "Trinidad and Tobago": "TTO",
    "St. Kitts and Nevis": "KNA", "St. Lucia": "LCA", "St. Vincent and the Grenadines": "VCT",
    "Antigua and Barbuda": "ATG", "Bosnia and Herzegovina": "BIH", "United States of America": "USA",
    "Kosovo, Rep. of": "XKX", "Kosovo": "XKX", "West Bank and Gaza": "PSE",
    "Timor-Leste, Dem. Rep. of": "TLS", "Czech Republic": "CZE", "France": "FRA", "Serbia": "SRB",
}  # fmt: skip
TAIL = re.compile(
    r", (The|Islamic Rep\. of|Rep\. of the|Rep\. of|Republic of|Kingdom of|Kingdom|Union of the"
    r"|United Rep\. of)$"
)


def _cldr() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    three = {codes[0]: code for code, codes in aliases.items() if len(code) == 3 and code.isalpha()}
    names = Locale("en").territories
    return {names[two]: three for two, three in three.items() if two in names}


CLDR = _cldr()


def iso3(name: str) -> str | None:
    """The code of a state, or None for a name that is no state's.

    Args:
        name: As the publisher spells it.

    Returns:
        ISO3, or None.
    """
    clean = " ".join(name.split())
    short = TAIL.sub("", clean)
    return OWN.get(clean) or CLDR.get(clean) or OWN.get(short) or CLDR.get(short)
