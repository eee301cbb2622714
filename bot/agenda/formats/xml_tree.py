"""XML from strangers as a small tree whose elements know their line."""

from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from bot.agenda.formats import AgendaFile
from bot.core.refusal import Fault, Faults


@dataclass(slots=True)
class Element:
    """One element. `text` is the character data directly in it; `notes` its processing instructions by target.

    `line` and `column` count from 1 and are where its start tag begins.
    """

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def all(self, tag: str) -> list["Element"]:
        """The children of that tag."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> "Element | None":
        """The first child of that tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def said(self, tag: str) -> str:
        """The text of the first child of that tag, without blanks around it; '' when there is none."""
        child = self.first(tag)
        return child.text.strip() if child else ""


class _Builder(ContentHandler):
    """Builds the tree while the parser runs."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self.locator: Locator | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []

    @property
    def place(self) -> tuple[int, int]:
        """Line and column where the parser is, from 1."""
        if self.locator is None:
            return 1, 1
        return self.locator.getLineNumber() or 1, (self.locator.getColumnNumber() or 0) + 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 -- the protocol's name, as those below
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        element = Element(name, dict(attrs.items()), *self.place)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802
        self._open.pop().text = "".join(self._texts.pop())

    def characters(self, content: str) -> None:
        self._texts[-1].append(content)

    def processingInstruction(self, target: str, data: str) -> None:  # noqa: N802
        if self._open:
            self._open[-1].notes[target] = data


def parse_xml(file: AgendaFile) -> Element:
    """The root element. Raises Faults with line and column: not well-formed, an encoding that cannot be read, or a DTD.

    A schedule needs no DTD, and entities are how an XML file attacks its reader; so every DTD is refused.
    """
    builder = _Builder()
    parser = defusedxml.sax.make_parser()
    parser.setContentHandler(builder)
    parser.forbid_dtd = True
    try:
        parser.parse(BytesIO(file.data))
    except DefusedXmlException as hostile:
        raise Faults([Fault(file.name, "agenda-xml-hostile", *builder.place)]) from hostile
    except SAXParseException as broken:
        line, column = broken.getLineNumber() or 1, (broken.getColumnNumber() or 0) + 1
        reason: dict[str, object] = {"reason": broken.getMessage()}
        raise Faults([Fault(file.name, "agenda-xml-broken", line, column, values=reason)]) from broken
    except (LookupError, ValueError) as unreadable:
        reason = {"reason": str(unreadable)}
        raise Faults([Fault(file.name, "agenda-xml-broken", *builder.place, values=reason)]) from unreadable
    if builder.root is None:
        raise Faults([Fault(file.name, "agenda-xml-broken", 1, 1, values={"reason": "no element found"})])
    return builder.root
