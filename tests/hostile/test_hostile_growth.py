"""Whatever reads words of others runs ten times as many lines for ten times as many characters, and hardly more.

Lines are counted, never seconds, so that this holds on any machine; what C does in one line is in
`benchmarks/bench_growth.py`, and patterns are read in `test_hostile_patterns.py`. See docs/adr/0009.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from helpers.growing import WORKS, grown, units
from helpers.growing_lists import LISTS, SHAPES
from helpers.public import functions
from helpers.steps import steps

pytestmark = pytest.mark.hostile
UNITS = tuple(units())
FEW, MANY = 2_000, 20_000
SHARE = 28
"""One unit of so many is tried with each work, another with the next: all are, and the test stays short."""
BOUND = 10**1.15
CONSTANT = 2_000
"""Lines that tables take when they are first read."""
LINES = 4_000_000
"""Lines of a work with 200,000 characters that this test waits for; the growth of a longer one is held below."""


@pytest.mark.parametrize("name", WORKS)
def test_ten_times_the_text_is_ten_times_the_steps(name: str) -> None:
    """From 2,000 to 20,000 characters of each unit; the one with most steps from there to 200,000 as well."""
    work, first = WORKS[name], list(WORKS).index(name) % SHARE
    work("a b.")
    grew, most, longest = {}, 0, UNITS[first]
    for called, unit in UNITS[first::SHARE]:
        grew[called], ran = growth(work, functools.partial(grown, unit), FEW)
        most, longest = max((most, longest), (ran, (called, unit)))
    assert {called: grew[called] for called in grew if grew[called] > BOUND} == {}
    if most * 10 < LINES:  # with one unit more: what has been read once may be remembered
        assert growth(work, functools.partial(grown, longest[1]), MANY + len(longest[1]))[0] <= BOUND, longest[0]


def test_a_quote_that_cuts_a_word_without_an_end_is_looked_for_in_steps_of_its_text() -> None:
    """Each of its places lies within one word, which is not read from end to end for each."""
    work = WORKS["text.ground.ground, at many places"]
    grew = {unit: growth(work, functools.partial(grown, unit), FEW)[0] for unit in ("0x", "aB", "a1")}
    assert {unit: grew[unit] for unit in grew if grew[unit] > BOUND} == {}


RECORDS = 20
"""Of a list; ten times as many make the long one."""
LIST_BOUND = 10**1.3
"""Lists are so short that pairs within small blocks, which have bounds, are not yet little beside the rest."""
CROWDED: Final = {
    "events.matching.match.match": {"one sentence"},  # 20,000 pairs of the same words, then those of the same span
    "compare.diff.diff": {"one sentence"},
    "compare.diff.three_way_merge.three_way_merge": {"one sentence"},
    "events.merge.merged": {"one article", "one sentence"},
    "events.merge.merge": {"one article", "one sentence"},  # pairs within an article, with a bound
}


@pytest.mark.parametrize("name", LISTS)
def test_ten_times_the_records_are_ten_times_the_steps(name: str) -> None:
    ready, work = LISTS[name]
    work(ready(SHAPES["one event"](3)))
    grew = {
        shape: growth(work, functools.partial(made, make, ready), RECORDS)[0]
        for shape, make in SHAPES.items()
        if shape not in CROWDED.get(name, ())
    }
    assert {shape: grew[shape] for shape in grew if grew[shape] > LIST_BOUND} == {}


def made(make: Callable[[int], Any], ready: Callable[[Any], Any], size: int) -> Any:
    """Return a list of a shape, made ready for a work."""
    return ready(make(size))


def growth(work: Callable[[Any], object], text: Callable[[int], Any], size: int) -> tuple[float, int]:
    """Return how many times as many steps ten times the text takes, and how many steps that are."""
    shorter, longer = text(size), text(10 * size)
    few = steps(lambda: work(shorter), 40_000_000)
    most = int(BOUND * (few + CONSTANT)) + 1
    many = steps(lambda: work(longer), 2 * most)
    return many / (few + CONSTANT), many


ROOMS = ("records", "languages", "text", "resolve", "articles", "evidence", "events", "compare")
OURS: Final = "its words are ours: a tag, a kind, the name of a class or a field"
DOOR: Final = "it opens files; what reads them is tried"
RECORD: Final = "one record, whose words have been read and bounded"
ESTABLISHED: Final = "tried by establish, which alone makes its passage"
NOT_GROWN: Final[Mapping[str, tuple[str, ...]]] = {
    OURS: (
        "languages.chain", "languages.coverage.coverage", "languages.coverage.meaning", "languages.everywhere",
        "languages.facts_of", "languages.lexicon.fragment", "languages.numbers_of", "languages.pattern_everywhere",
        "languages.plain_letters", "languages.read_for_names", "languages.rows_of", "languages.script_of",
        "languages.shared_words", "languages.tags", "languages.words_of", "languages.zone_offsets",
        "records.fields.editable", "records.fields.known", "records.kinds.family", "records.kinds.is_contact",
        "records.run_files.coder_file", "records.run_files.file_of", "records.run_files.is_own",
        "records.run_files.is_run", "records.vocabulary.record", "events.codes.code_table",
        "resolve.codes.iso_numeric", "resolve.codes.lasting", "resolve.codes.number_of",
        "resolve.countries.cities.city", "compare.diff.filters.ignored", "compare.diff.filters.wanted",
    ),
    DOOR: (
        "articles.budget.within", "articles.formats.tables.workbook.open_workbook",
        "articles.items.id_of", "articles.items.is_input", "articles.items.items_of",
        "articles.read.read_articles", "articles.remote.check_local", "articles.remote.is_url",
        "articles.reread.check_files", "articles.reread.read_again", "articles.reread.reread",
        "articles.reread.fields_told", "articles.reread.files_of", "articles.reread.where_read",
        "articles.sources.passed_over",
        "articles.sources.check_apart", "articles.sources.check_inputs", "articles.sources.count_articles",
        "articles.sources.find_sources",
        "compare.agreement.source.read_coded",
        "compare.estimate.source.begun", "compare.estimate.source.check_sample", "compare.estimate.source.read_machine",
        "compare.estimate.source.read_readings", "compare.estimate.source.read_sample",
        "compare.estimate.source.whole_articles", "compare.estimate.source.write_sample",
        "compare.diff.source.read_leniently", "compare.diff.source.read_sides", "compare.diff.source.read_told",
        "compare.evaluate.explain.source.read_known", "compare.evaluate.explain.source.run_folders",
        "compare.evaluate.source.check_gold", "compare.evaluate.source.read_predictions",
        "compare.evaluate.source.read_texts", "compare.evaluate.source.read_whole",
        "compare.verify.exports.hold_export", "compare.verify.verify",
        "records.jsonl.open_file", "records.jsonl.parse_record", "records.jsonl.read_lines",
        "records.jsonl.record_lines",
    ),
    RECORD: (
        "compare.estimate.to_json.as_json", "compare.estimate.to_note.estimate_note",
        "compare.evaluate.gold.whole_line",
        "compare.agreement.items.shared", "compare.evaluate.gate.failing", "events.amend.drafts.edited_fields",
        "events.amend.drafts.value", "events.amend.find.say_value", "events.amend.values.tell",
        "events.bounds.bounds_of", "events.matching.assign.weighed", "events.matching.unknown.others",
        "events.matching.unknown.with_unknown", "events.matching.wording.nature",
        "events.matching.wording.people", "events.matching.wording.where", "events.merge.events.event_order",
        "events.merge.events.label", "events.merge.within.why_apart", "evidence.confidence.is_possible",
        "evidence.recalibration.before", "evidence.recalibration.with_fit", "evidence.report_day.possible",
        "evidence.doubts.detail_of", "evidence.doubts.untold", "evidence.report_day.date_from",
        "evidence.date_again.is_given",
        "records.decision.targets", "records.run_files.coder_slug", "records.run_files.is_coder_file",
        "records.event.proof_of", "records.event.proofs_of", "records.kinds.variant_of",
        "records.mention.spans_of",
    ),
    ESTABLISHED: (
        "evidence.acts.meets_another", "evidence.affiliation.country_around",
        "evidence.affiliation.leader_named", "evidence.names.people_in", "evidence.rules.follow",
        "evidence.sides.event_has_two_sides", "evidence.sides.members_of_an_organisation_meet",
        "evidence.sides.organisation_meets_by_itself", "evidence.sides.somebody_could_meet",
        "evidence.trusted.parties_are_not_of_one_state",
    ),
}  # fmt: skip
"""Public functions that are not tried, by the reason."""


def test_every_public_function_is_tried_or_says_why_not() -> None:
    """A function of a room is public once another room calls it: a new one is tried, or stands here."""
    public = {*functions(ROOMS)}
    tried = {name.split(",")[0] for name in WORKS} | {*LISTS}
    excused = {name for names in NOT_GROWN.values() for name in names}
    assert sorted(public - tried - excused) == []
    assert sorted(excused - public) == []
    assert not excused & tried
