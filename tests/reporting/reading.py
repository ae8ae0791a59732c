"""A page as somebody reads it: what stands under which heading, with the standard library alone."""

from collections import Counter
from html.parser import HTMLParser

_HEADINGS = {"h2", "h3"}
_LEVELS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_VOID = {"meta", "br", "col"}


class Page(HTMLParser):
    """The text under each heading that has an id, the tags there are, and those left open."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.under: dict[str, str] = {}
        self.rows: dict[str, list[str]] = {}
        self.unclosed: list[str] = []
        self.headings: list[str] = []
        self._heading = ""
        self._whole = self._within = self._spaced = False
        """Whether what comes next belongs to the word before: a span keeps a word on one line."""
        self.html = data.decode()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self._whole = named.get("class") == "o"
        self._within = self._whole
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in named.items()]
        if tag in _LEVELS:
            self.headings.append(tag)
        if tag in _HEADINGS:
            self._heading = named.get("id", self._heading)
        if tag == "tr":
            self.rows.setdefault(self._heading, []).append("")
        if tag not in _VOID:
            self.unclosed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.unclosed.pop() == tag
        self._whole, self._within = self._within, False

    def handle_data(self, data: str) -> None:
        apart = "" if self._whole and not data[:1].isspace() and not self._spaced else " "
        self._spaced = data[-1:].isspace()
        said = f"{apart}{' '.join(data.split())}" if data.strip() else ""
        self.under[self._heading] = self.under.get(self._heading, "") + said
        if "tr" in self.unclosed:
            self.rows[self._heading][-1] += said

    def values(self, tag: str, name: str) -> list[str]:
        """Each value an attribute has at such tags."""
        return [value for at, named, value in self.attributes if (at, named) == (tag, name)]

    def row(self, heading: str, *words: str) -> str:
        """The one row of a table under a heading in which all these words stand."""
        (found,) = (row for row in self.rows[heading] if all(word in row for word in words))
        return found


HOSTILE = "\"'><script>alert(1)</script>\u202e\x1b"
