"""Declares the embedded e-invoice in the PDF's metadata: the Factur-X extension schema and its four properties.

typst attaches the XML but cannot write these; everything else of the file stays as it is, so it stays PDF/A-3a and
PDF/UA-1.
"""

import io

NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
PROPERTIES = {
    "DocumentFileName": ("factur-x.xml", "The name of the embedded XML document"),
    "DocumentType": ("INVOICE", "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER"),
    "Version": ("1.0", "The actual version of the standard applying to the embedded XML document"),
    "ConformanceLevel": ("EN 16931", "The conformance level of the embedded XML document"),
}
_SCHEMAS = "<pdfaExtension:schemas><rdf:Bag>"
_END = "</rdf:RDF>"


def declare(pdf_bytes: bytes) -> bytes:
    """The same PDF with the Factur-X metadata added."""
    import pikepdf  # here for weight: only a process that makes PDFs should carry it

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_bytes)) as document:
        xmp = document.Root.Metadata.read_bytes().decode()
        document.Root.Metadata.write(_with_properties(xmp).encode())
        document.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve, fix_metadata_version=False
        )
    return out.getvalue()


def _with_properties(xmp: str) -> str:
    if xmp.count(_SCHEMAS) != 1 or xmp.count(_END) != 1:
        raise ValueError("The PDF's metadata is not as typst writes it.")
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, (value, _) in PROPERTIES.items())
    description = f'<rdf:Description rdf:about="" xmlns:fx="{NAMESPACE}">{values}</rdf:Description>'
    return xmp.replace(_SCHEMAS, _SCHEMAS + _schema()).replace(_END, description + _END)


def _schema() -> str:
    properties = "".join(_property(name, meaning) for name, (_, meaning) in PROPERTIES.items())
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _property(name: str, meaning: str) -> str:
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
    )
