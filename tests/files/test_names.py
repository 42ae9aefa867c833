"""What becomes of the names that people and attackers give to files."""

import pytest

from torhaus.files.names import clean_name, extension


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Heizung Küche.jpg", "Heizung Küche.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Bilder\\foto.jpg", "foto.jpg"),
        ("foto\x00.jpg", "foto.jpg"),
        ("rechnung\u202egpj.exe", "rechnunggpj.exe"),
        ("a\u200bb\ufeffc.pdf", "abc.pdf"),
        ("zeile\r\nSet-Cookie: x.pdf", "zeileSet-Cookie_ x.pdf"),
        ("Fu\u0308hler.pdf", "Fühler.pdf"),
        ("فاتورة.pdf", "فاتورة.pdf"),
        ("🔧.png", "🔧.png"),
        ("", "Datei"),
        ("...", "Datei"),
        ("/", "Datei"),
    ],
)
def test_name_is_made_harmless(given, kept):
    assert clean_name(given) == kept


def test_long_name_keeps_its_extension():
    name = clean_name("ä" * 300 + ".pdf")
    assert len(name) == 255
    assert name.endswith("ä.pdf")


def test_extension_is_lower_case():
    assert extension("IMG_0001.JPG") == "jpg"
    assert extension("ohne") == ""
