"""`memcon languages`: what memcon knows of each language, and where it is silent."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from memcon.languages.coverage import Coverage


def languages(
    tag: Annotated[
        str | None, typer.Argument(metavar="[TAG]", help="One language, as id or en-US.", show_default=False)
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print what there is to know, as JSON.")] = False,
) -> None:
    """Print what memcon knows of each language: words for its rules, tables, dates, examples.

    A language is a folder of words. A rule that has no words in a language says nothing in it: of one language, all
    such silent classes are listed with what they mean. In a draft the examples need not hold yet.

    Examples:

      memcon languages

      memcon languages vi
    """
    import dataclasses
    import json

    from memcon.errors import UsageError
    from memcon.languages import language, tags
    from memcon.languages.coverage import coverage

    asked = language(tag).tag if tag else ""
    if tag and asked not in tags():
        raise UsageError(f"there is no folder for the language {tag!r}; there are {', '.join(tags())}")
    found = [coverage(one) for one in ([asked] if asked else tags())]
    if as_json:
        values = [dataclasses.asdict(one) for one in found]
        print(json.dumps(values[0] if asked else values, ensure_ascii=False, indent=1))
    elif asked:
        _print_one(found[0])
    else:
        _print_all(found)


def _print_all(found: "list[Coverage]") -> None:
    """Print a line a language: classes that have words, of each file, and the rest in numbers."""
    files = list(found[0].filled)
    print(f"{'language':<15}" + "".join(f"{f'{file}/{found[0].filled[file][1]}':>13}" for file in files), end="")
    print(f"{'states':>8}{'titles':>8}  {'dates':<11}{'examples':>8}  reads")
    for one in found:
        print(f"{one.tag} {one.name:<12}" + "".join(f"{one.filled[file][0]:>13}" for file in files), end="")
        print(f"{one.rows['countries']:>8}{one.rows['titles']:>8}  {one.dates:<11}{one.examples:>8}", end="")
        print(f"  {' '.join(one.reads)}{' draft' * one.draft}".rstrip())


def _print_one(one: "Coverage") -> None:
    """Print what a language has, and its silent classes with their meaning."""
    import textwrap

    from memcon.languages.coverage import meaning

    reads = f", reads {', '.join(one.reads)} too" if one.reads else ""
    print(f"{one.tag}  {one.name}, script {one.script}{reads}{', a draft' * one.draft}")
    print("words   " + "  ".join(f"{file} {full} of {each}" for file, (full, each) in one.filled.items()))
    print("tables  " + "  ".join(f"{table} {number}" for table, number in one.rows.items()))
    print(f"dates   {one.dates}\nexamples {one.examples}")
    print("\nsilent:" if one.silent else "\nno class is silent")
    for name in one.silent:
        print(f"  {name:<32} {textwrap.shorten(meaning(name), 84, placeholder=' …')}")
