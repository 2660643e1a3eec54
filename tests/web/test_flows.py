"""The picture of moves says what its table says."""

import re

from tests.web import synthetic

PAGE = f"/en/s/{synthetic.STUDY}/transitions"


def test_ribbons_add_up_to_the_bars_and_to_the_table(client):
    text = client.get(PAGE).text
    picture = re.findall(r'<svg class="flows".*?</svg>', text, re.DOTALL)[0]
    ribbons = [int(count) for count in re.findall(r"<title>States: (\d+), from", picture)]
    bars = [int(count) for count in re.findall(r"<text x=[^>]*>[^<]* (\d+)</text>", picture)]
    assert ribbons
    assert sum(bars) == 2 * sum(ribbons)
    total = int(re.findall(r"of (\d+) states keep", picture)[0])
    assert total == sum(ribbons)


def test_the_picture_has_words_and_a_table_beside_it(client):
    for lang, words in (("en", "keep their class"), ("de", "behalten ihre Klasse")):
        text = client.get(PAGE.replace("/en/", f"/{lang}/")).text
        (label,) = re.findall(r'<svg class="flows" role="img" aria-label="([^"]*)"', text)
        assert words in label
        assert 'class="fit"' in text
