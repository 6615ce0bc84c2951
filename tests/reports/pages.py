"""Reads a page the way a strict reader would: balanced tags, collected links, text and attributes."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr", "base", "area", "col", "embed", "source", "track", "wbr"}
# Attributes that make a browser fetch, run or leave.
REACHES = {
    "src",
    "href",
    "srcset",
    "data",
    "action",
    "formaction",
    "poster",
    "xlink:href",
    "background",
    "ping",
    "cite",
}


@dataclass
class Read:
    """What a page holds: tags in order, (tag, name, value) of attributes, text outside <style>, and faults."""

    tags: list = field(default_factory=list)
    attributes: list = field(default_factory=list)
    ids: list = field(default_factory=list)
    text: list = field(default_factory=list)
    style: str = ""
    faults: list = field(default_factory=list)

    def values(self, *names):
        """Return the values of attributes."""
        return [value for _, name, value in self.attributes if name in names]


class Reader(HTMLParser):
    """Fills a Read; a tag closed out of order is a fault."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.read.tags.append(tag)
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.read.faults.append(f"<{tag}> repeats an attribute at {self.getpos()}")
        for name, value in attrs:
            self.read.attributes.append((tag, name, value))
            if name == "id":
                self.read.ids.append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.read.faults.append(f"</{tag}> at {self.getpos()} while open: {self.open[-3:]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.read.style += data
        else:
            self.read.text.append(data)

    def handle_comment(self, data):
        self.read.faults.append(f"a comment: {data[:40]}")


def read_page(html):
    """Read a page; what is left open at the end is a fault."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader.read.faults += [f"<{tag}> is never closed" for tag in reader.open]
    return reader.read
