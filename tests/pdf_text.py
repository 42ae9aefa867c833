"""Reads the text of a PDF page back, so that tests can say what a person would see."""

import re

import pikepdf


def page_text(document: pikepdf.Pdf, number: int) -> str:
    """The text of a page without blanks, read through the fonts' ToUnicode maps."""
    page, maps, current, text = document.pages[number], {}, {}, ""
    for name, font in page.Resources.Font.items():
        cmap = font.ToUnicode.read_bytes().decode("latin-1")
        pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", cmap)
        maps[name] = {code.upper(): bytes.fromhex(letters).decode("utf-16-be") for code, letters in pairs}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String)).hex().upper()
            text += "".join(current.get(codes[at : at + 4], "?") for at in range(0, len(codes), 4))
    return re.sub(r"\s", "", text)
