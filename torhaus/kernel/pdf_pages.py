"""Appends pages to a tagged PDF/A without touching the pages it has; their content streams stay byte for byte.

The structure trees are joined, so that the whole stays accessible (PDF/UA) and keeps the metadata, and with it the claim
of PDF/A-3a, of the first file.
"""

import datetime
import io
import re
from typing import Any


def append_pages(
    first: bytes, *, second: bytes, attachment_name: str, attachment_note: str, dated: datetime.datetime
) -> bytes:
    """`first` with the pages of `second` behind it, and `first` itself attached byte for byte. Deterministic."""
    import pikepdf  # here for weight: only a process that makes PDFs should carry it

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(first)) as document, pikepdf.open(io.BytesIO(second)) as extra:
        _shift_keys(extra, by=_next_key(document))
        document.pages.extend(extra.pages)
        _join_trees(document, document.copy_foreign(extra.Root.StructTreeRoot))
        _attach(document, first, name=attachment_name, note=attachment_note, dated=dated)
        _count_pages(document)
        document.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve, fix_metadata_version=False
        )
    return out.getvalue()


def _entries(tree: Any) -> list[tuple[Any, Any]]:
    """Key and value of every leaf of a number or name tree, in order."""
    leaves = tree.get("/Nums") or tree.get("/Names") or []
    found = [(leaves[place], leaves[place + 1]) for place in range(0, len(leaves), 2)]
    for kid in tree.get("/Kids") or []:
        found += _entries(kid)
    return found


def _next_key(document: Any) -> int:
    keys = [int(key) for key, _ in _entries(document.Root.StructTreeRoot.ParentTree)]
    return max(keys, default=-1) + 1


def _shift_keys(document: Any, *, by: int) -> None:
    """Renumbers the parent tree and everything that points into it."""
    import pikepdf  # see append_pages

    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            for name in ("/StructParents", "/StructParent"):
                if name in thing:
                    thing[name] = int(thing[name]) + by
    tree = document.Root.StructTreeRoot.ParentTree
    shifted = [part for key, value in _entries(tree) for part in (int(key) + by, value)]
    document.Root.StructTreeRoot.ParentTree = document.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(shifted)))


def _join_trees(document: Any, added: Any) -> None:
    """The second tree's elements become children of the first one's Document element."""
    import pikepdf  # see append_pages

    root = document.Root.StructTreeRoot
    body, more = _document_element(root), _document_element(added)
    for child in list(more.K):
        child.P = body
        body.K.append(child)
    parents = [part for entry in _entries(root.ParentTree) + _entries(added.ParentTree) for part in entry]
    root.ParentTree = document.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(parents)))
    root.ParentTreeNextKey = _next_key(document)
    for name in ("/RoleMap", "/ClassMap"):
        if name in added:
            root[name] = pikepdf.Dictionary({**dict(added[name]), **dict(root.get(name, {}))})
    if "/IDTree" in added:
        entries = sorted(
            _entries(root.get("/IDTree", pikepdf.Dictionary())) + _entries(added.IDTree), key=lambda e: bytes(e[0])
        )
        root.IDTree = document.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array([p for e in entries for p in e])))


def _document_element(tree: Any) -> Any:
    """The one element under the root, with its children as a list."""
    import pikepdf  # see append_pages

    top = tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K
    if not isinstance(top.K, pikepdf.Array):
        top.K = pikepdf.Array([top.K])
    return top


def _count_pages(document: Any) -> None:
    xmp = document.Root.Metadata.read_bytes().decode()
    pages = f"<xmpTPg:NPages>{len(document.pages)}</xmpTPg:NPages>"
    document.Root.Metadata.write(re.sub("<xmpTPg:NPages>[0-9]+</xmpTPg:NPages>", pages, xmp).encode())


def _attach(document: Any, content: bytes, *, name: str, note: str, dated: datetime.datetime) -> None:
    import pikepdf  # see append_pages

    moment = f"D:{dated.astimezone(datetime.UTC):%Y%m%d%H%M%S}Z"
    spec = pikepdf.AttachedFileSpec(
        document,
        content,
        filename=name,
        description=note,
        mime_type="application/pdf",
        creation_date=moment,
        mod_date=moment,
    )
    spec.obj.AFRelationship = pikepdf.Name.Source
    document.attachments[name] = spec
    document.Root.AF = pikepdf.Array([*(document.Root.get("/AF") or []), spec.obj])
