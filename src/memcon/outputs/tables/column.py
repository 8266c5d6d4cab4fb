"""What a table is: a name, what a row of it is, and typed columns, each with what it means and how it is made.

This is the one place from which files, codebooks and documentation take their columns. Knows no format and no file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

if TYPE_CHECKING:
    from memcon.outputs.tables.reading import Reading

Subject = TypeVar("Subject")
Plain = dict[str, Any]
"""A record as its line of JSON has it: lists and objects, and days as text."""
Type = Literal["text", "texts", "integer", "integers", "number", "boolean", "day"]
"""What stands in the cells of a column, and how a table module gives it to a writer:

`text` str · `texts` a list of str, where None keeps an empty place · `integer` int · `integers` likewise of int ·
`number` float · `boolean` bool · `day` a str as `2024-12-31`. A cell without a value is None, a list without any `[]`.
"""
Cell: TypeAlias = Any
"""What stands in a cell: by the type of its column, as told above."""
Row = tuple[Cell, ...]


@dataclass(frozen=True)  # no slots: Python then refuses to call Column[…], as typed packages do
class Column(Generic[Subject]):
    """A column of a table."""

    name: str
    """At most 32 letters, digits and underscores, beginning with a letter: the narrowest of all formats, Stata's."""
    type: Type
    label: str
    """What it is, in a few words: at most 80 characters, as Stata has them."""
    of: Callable[[Subject], Cell]
    """What stands in its cell."""
    description: str = ""
    """All that a user must know beside the label: what an empty cell means, how it came about, the source of a rule."""
    values: Mapping[str, str] = field(default_factory=dict)
    """The words that it is one of, or a list of, each with what it means; empty where it is no choice among few."""
    required: bool = False
    """No cell of it is empty."""
    free: bool = False
    """It holds words of articles, models or people: what a spreadsheet might take for a formula."""
    heading: str = ""
    """What stands over it where a format takes any words and a data set of the field has others than `name`."""

    @property
    def head(self) -> str:
        """Return what stands over the column: its heading, else its name."""
        return self.heading or self.name

    @property
    def meaning(self) -> str:
        """Return label and description as one sentence after the other."""
        return f"{self.label}; {self.description}" if self.description else self.label


@dataclass(frozen=True)
class Table(Generic[Subject]):
    """A table that can be made of a run."""

    name: str
    """As `--as` names it."""
    row: str
    """What a row is, as `One row an event.`"""
    columns: tuple[Column[Subject], ...]
    key: tuple[str, ...]
    """The columns by which a row is told from every other."""
    subjects: Callable[["Reading", Mapping[str, str]], Iterable[Subject]]
    """Returns what each row is of, in order, a few at a time; options are those of `options`."""
    description: str = ""
    """Conventions of the table as a whole, in paragraphs."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What `--set NAME=VALUE` may say, by name, each with what it does."""

    def rows(self, reading: "Reading", options: Mapping[str, str]) -> Iterator[Row]:
        """Yield a row for each subject: its cells in the order of the columns."""
        makers = [column.of for column in self.columns]
        for subject in self.subjects(reading, options):
            yield tuple([of(subject) for of in makers])

    def describe(self) -> str:
        """Return what a row is, and what each column means, one a line."""
        width = max(len(column.head) for column in self.columns)
        lines = "\n".join(f"{column.head:{width}}  {column.type:8}  {column.meaning}" for column in self.columns)
        return "\n\n".join(part for part in (self.row, self.description, lines) if part)

    def __getitem__(self, name: str) -> Column[Subject]:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


def within(column: Column[Any], of: Callable[[Any], Any]) -> Column[Any]:
    """Return a column of another subject: of what `of` finds in it."""
    inner = column.of
    return Column(
        column.name, column.type, column.label, lambda subject: inner(of(subject)), column.description, column.values,
        column.required, column.free, column.heading,
    )  # fmt: skip
