"""GraphML: countries are nodes, rows are edges, other columns their attributes; for tables of source and target.

The graph is directed as soon as one row is: readers take no mixture, so an edge without direction then stands in its
row's order, and its attribute `directed` says so. A graph of contacts alone is undirected.
"""

from collections.abc import Mapping
from typing import IO, Any, Final
from xml.sax.saxutils import escape, quoteattr

from memcon.errors import UsageError
from memcon.outputs.tables.column import Cell, Column, Type
from memcon.outputs.writers.sheet import Sheet, flat, lines_of, one_line

suffix: Final = ".graphml"
text: Final = False
options: Final[Mapping[str, str]] = {}
_TYPES: Final[Mapping[Type, str]] = {
    "text": "string", "texts": "string", "integers": "string", "day": "string", "integer": "long", "number": "double",
    "boolean": "boolean",
}  # fmt: skip
_HEAD: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_ENDS: Final = ("source", "target")


def write(file: IO[bytes], sheet: Sheet, _: Mapping[str, str]) -> None:
    """Write the graph; nodes stand before their first edge.

    Raises:
        UsageError: the table has no source and target.
    """
    ends = {column.name for column in sheet.columns if column.required}
    if not {*_ENDS, "directed"} <= ends:
        raise UsageError(f"{sheet.table.name!r} is no table of edges: GraphML is for --as edges, or dyads")
    file.write((_HEAD + "".join(map(_key, sheet.columns))).encode())
    place = file.tell()
    file.write(_graph(directed=False))
    file.write(f"  <desc>{escape(lines_of(sheet.about))}</desc>\n".encode())
    edges = _Edges(sheet.columns)
    for batch in sheet.batches():
        turned = zip(sheet.columns, zip(*batch, strict=True), strict=True)
        rows = zip(*(flat(column, values) for column, values in turned), strict=True)
        file.write("".join(map(edges.edge, rows)).encode())
    file.write(b" </graph>\n</graphml>\n")
    if edges.directed:
        file.seek(place)
        file.write(_graph(directed=True))
        file.seek(0, 2)


def _key(column: Column[Any]) -> str:
    if column.name in _ENDS:
        return ""
    name = quoteattr(column.name)
    meaning = f"<desc>{escape(column.meaning)}</desc>"
    return f' <key id={name} for="edge" attr.name={name} attr.type="{_TYPES[column.type]}">{meaning}</key>\n'


def _graph(*, directed: bool) -> bytes:
    """Return the tag of the graph, as long for the one as for the other: it is known last, and stands first."""
    tag = f' <graph edgedefault="{"directed" if directed else "undirected"}"'
    return f"{tag:<40}>\n".encode()


class _Edges:
    """Makes elements of rows, and keeps which nodes there are."""

    def __init__(self, columns: tuple[Column[Any], ...]) -> None:
        names = [column.name for column in columns]
        self._source, self._target, self._at = (names.index(name) for name in (*_ENDS, "directed"))
        self._data = [(at, quoteattr(name)) for at, name in enumerate(names) if name not in _ENDS]
        self._nodes: set[str] = set()
        self._number = 0
        self.directed = False

    def edge(self, row: tuple[Cell, ...]) -> str:
        """Return an edge, and before it those of its nodes that are new."""
        ends = (str(row[self._source]), str(row[self._target]))
        new = [node for node in dict.fromkeys(ends) if node not in self._nodes]
        self._nodes.update(new)
        self._number += 1
        self.directed = self.directed or bool(row[self._at])
        data = "".join(
            f"<data key={name}>{_text(row[at])}</data>" for at, name in self._data if row[at] not in {None, ""}
        )
        source, target = map(quoteattr, ends)
        return "".join(f"  <node id={quoteattr(node)}/>\n" for node in new) + (
            f'  <edge id="e{self._number}" source={source} target={target}>{data}</edge>\n'
        )


def _text(value: Cell) -> str:
    return escape(one_line(str(value).lower() if isinstance(value, bool) else str(value)))
