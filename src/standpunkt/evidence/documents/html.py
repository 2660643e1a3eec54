"""HTML: text blocks in reading order with the path of their element; no script runs, nothing is fetched."""

import re
from typing import Any

from standpunkt.evidence.documents.layer import Place, TextLayer

DROPPED = ("script", "style", "iframe", "noscript", "template", "object", "embed", "svg", "form", "button")
CHROME = ("nav", "footer", "aside", "header")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)
BLOCKS = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "pre", "dd", "dt"}
)
BLOCKS_AND_CAPTIONS = BLOCKS | {"figcaption"}
CONTAINERS = frozenset({"div", "section", "article", "main", "body"})
MIN_ARTICLE = 200
VERSION = "1"


def html_layer(source: str) -> TextLayer:
    """The text of a page: title, then its blocks, one a line.

    Args:
        source: The HTML.

    Returns:
        A layer with one place a block.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 (extra `documents`)

    tree = LexborHTMLParser(source)
    title_node = tree.css_first("h1") or tree.css_first("title")
    title = _squeezed(title_node.text()) if title_node else None
    dropped = _drop(tree)
    root = _main_part(tree)
    blocks = _blocks(root) if root else []
    if title and all(text != title for text, _ in blocks[:3]):
        blocks.insert(0, (title, "title"))
    pieces, places, at = [], [], 0
    for text, path in blocks:
        places.append(Place(at, at + len(text), element=path))
        pieces.append(text)
        at += len(text) + 1
    notices = (f"{dropped} parts without readable text were left out",) if dropped else ()
    return TextLayer(
        "\n".join(pieces),
        "selectolax",
        VERSION,
        "text/html",
        places=tuple(places),
        notices=notices,
        title=title,
    )


def _drop(tree: Any) -> int:  # noqa: ANN401 (parser)
    count = 0
    for tag in DROPPED:
        for node in tree.css(tag):
            node.decompose()
            count += 1
    for node in tree.css("[style], [hidden], [aria-hidden]"):
        attributes = node.attributes
        is_hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
        if is_hidden or HIDDEN.search(attributes.get("style") or ""):
            node.decompose()
            count += 1
    return count


def _main_part(tree: Any) -> Any:  # noqa: ANN401 (parser)
    for name in ("article", "main", "[role=main]"):
        found = max(tree.css(name), key=lambda node: len(node.text()), default=None)
        if found is not None and len(found.text()) >= MIN_ARTICLE:
            return found
    for tag in CHROME:
        for node in tree.css(tag):
            node.decompose()
    return tree.body


def _blocks(root: Any) -> list[tuple[str, str]]:  # noqa: ANN401 (parser)
    found: list[tuple[str, str]] = []
    counts: dict[str, int] = {}
    for node in root.traverse():
        if node.tag not in BLOCKS_AND_CAPTIONS and not _is_bare_container(node):
            continue
        if any(inner.tag in BLOCKS_AND_CAPTIONS for inner in node.traverse() if inner != node):
            continue
        text = _squeezed(node.text(separator=""))
        if text:
            counts[node.tag] = counts.get(node.tag, 0) + 1
            found.append((text, f"{node.tag}[{counts[node.tag]}]"))
    return found


def _is_bare_container(node: Any) -> bool:  # noqa: ANN401 (parser)
    """A container with text of its own and no block or container inside."""
    if node.tag not in CONTAINERS:
        return False
    return not any(
        inner.tag in BLOCKS_AND_CAPTIONS or inner.tag in CONTAINERS
        for inner in node.traverse()
        if inner != node
    )


def _squeezed(text: str) -> str:
    return " ".join(text.split())
