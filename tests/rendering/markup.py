"""Pieces of HTML as trees of elements."""

import xml.etree.ElementTree as ET


def parsed(html):
    """The elements of a piece of HTML, which is well-formed XML too."""
    return ET.fromstring(f"<div>{html}</div>")  # noqa: S314 (the package's own output)


def tags(html):
    """The names of its elements."""
    return {element.tag.split("}")[-1] for element in parsed(html).iter()}


def text_of(html):
    """What is read between its tags."""
    return "".join(parsed(html).itertext())
