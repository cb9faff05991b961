"""The proof that a draft given back is the draft: what was added is taken out again, and all else is compared."""

import io
import zipfile
from copy import deepcopy

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LISTINGS = ("[Content_Types].xml", *(f"word/_rels/{part}.xml.rels" for part in ("document", "comments", "footnotes")))
CHANGEABLE = ("word/document.xml", "word/comments.xml", "word/footnotes.xml", *LISTINGS)


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def ids(content, part, tag):
    return {one.get(f"{W}id") for one in etree.fromstring(members(content)[part]).iter(f"{W}{tag}")} if part in members(content) else set()


def strip_annotations(annotated, original):
    """The body of the annotated file without the comments and footnotes that the original does not have."""
    root = etree.fromstring(members(annotated)["word/document.xml"])
    comments = ids(annotated, "word/comments.xml", "comment") - ids(original, "word/comments.xml", "comment")
    notes = ids(annotated, "word/footnotes.xml", "footnote") - ids(original, "word/footnotes.xml", "footnote")
    for tag in ("commentRangeStart", "commentRangeEnd"):
        for one in list(root.iter(f"{W}{tag}")):
            if one.get(f"{W}id") in comments:
                take_out(one)
    for one in list(root.iter(f"{W}commentReference")):
        if one.get(f"{W}id") in comments:
            take_out(one.getparent())
    for one in list(root.iter(f"{W}footnoteReference")):
        if one.get(f"{W}id") in notes:
            run = one.getparent()
            before = run.getprevious()
            if before is not None and "".join(before.itertext()) == ", " and before.find(f"{W}rPr/{W}vertAlign") is not None:
                take_out(before)
            take_out(run)
    return root


def take_out(element):
    parent, tail = element.getparent(), element.tail
    if tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        element.tail = None
    parent.remove(element)


def joined(root):
    """The same body with runs of one format that follow each other made one, and texts too: what parting a run undoes."""
    root = deepcopy(root)
    for run in list(root.iter(f"{W}r")):
        following = run.getnext()
        while following is not None and following.tag == run.tag and not (run.tail or following.tail) and looks(following) == looks(run):
            run.extend([one for one in following if one.tag != f"{W}rPr"])
            take_out(following)
            following = run.getnext()
        words = [one for one in run if one.tag == f"{W}t"]
        for text in words:
            before = text.getprevious()
            if before is not None and before.tag == text.tag:
                before.text = (before.text or "") + (text.text or "")
                run.remove(text)
        for text in run.iter(f"{W}t"):
            text.attrib.pop(SPACE, None)
    return root


def looks(run):
    """A run's attributes and formats; a copied tracked change of its format has an id of its own."""
    formats = deepcopy(run.find(f"{W}rPr"))
    for one in formats.iter(f"{W}rPrChange") if formats is not None else ():
        one.attrib.pop(f"{W}id", None)
    return dict(run.attrib), canonical(formats) if formats is not None else b""


def canonical(root):
    return etree.tostring(root, method="c14n", with_comments=True)


def untouched(annotated, original):
    """Assert that a file given back is the original but for what was added, and return the names of the parts that are new."""
    before, after = members(original), members(annotated)
    assert [name for name in after if name in before] == list(before)
    assert [name for name in before if name not in CHANGEABLE and before[name] != after[name]] == []
    assert canonical(joined(strip_annotations(annotated, original))) == canonical(joined(etree.fromstring(before["word/document.xml"])))
    for part, tag in (("word/comments.xml", "comment"), ("word/footnotes.xml", "footnote")):
        if part in before:
            root, old = etree.fromstring(after[part]), ids(original, part, tag)
            for one in list(root):
                if one.get(f"{W}id") not in old:
                    take_out(one)
            assert canonical(root) == canonical(etree.fromstring(before[part]))
    for part in [one for one in LISTINGS if one in before]:
        old = [canonical(one) for one in etree.fromstring(before[part])]
        assert [canonical(one) for one in etree.fromstring(after[part])][: len(old)] == old
    return sorted(name for name in after if name not in before and name not in LISTINGS)
