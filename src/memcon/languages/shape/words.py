"""`words.toml`: the small words of grammar, and those in and about names."""

from memcon.languages.shape.base import Phrases, Table, Words


class Prepositions(Table):
    """Words before a noun, or particles, by what they say of it."""

    at: Words = ()
    """Where something is: in, at."""
    near: Words = ()
    """Near which it is."""
    to: Words = ()
    """Whither somebody goes."""
    from_: Words = ()
    """Whence somebody comes."""
    toward: Words = ()
    """One who is spoken to, or is given something: *said to*, kepada."""
    against: Words = ()
    """One at whom an act is aimed: against, terhadap, против."""
    with_: Words = ()
    """One with whom somebody meets or speaks."""
    by: Words = ()
    """Who acts, in a passive."""
    for_: Words = ()
    """For whom, or where an office acts: ambassador *for*."""
    of: Words = ()
    """Whose: President *of* Kenya."""
    between: Words = ()
    """Before two that something is between, which need not meet."""


class Conjunctions(Table):
    """Words that join."""

    and_: Words = ()
    """Between the members of a list."""
    that: Words = ()
    """Before what is told: said *that*."""
    so_that: Words = ()
    """Before what is demanded: agar, supaya."""


class Pronouns(Table):
    """Words for whom was named before."""

    he: Words = ()
    """One person, as subject."""
    they: Words = ()
    """Several."""


class Time(Table):
    """Words about dates that no date is made of."""

    since: Words = ()
    """Before a date from which on something holds."""
    until: Words = ()
    """Before a date up to or before which something holds."""
    edges: Words = ()
    """What may stand between these and the date: early, the, tanggal."""
    rank: Words = ()
    """What makes *since* a mere measure: the first, the largest *since* 2014."""
    after: Words = ()
    """How a clause begins that tells what an act answers: after, in response to."""
    ahead: Words = ()
    """After a date that lies ahead: nanti, mendatang."""
    aside: Words = ()
    """Where a report turns to something else: earlier, separately."""
    done: Words = ()
    """Marks of what has been done: telah, has."""


class Both(Table):
    """Two that were named before."""

    both: Words = ()
    """Both, the two."""
    people: Words = ()
    """After it, people: leaders, ministers."""
    sides: Words = ()
    """After it, states: countries, sides. People need not be listed again."""


class Names(Table):
    """Words in and about names of people."""

    articles: Words = ()
    """Articles that may stand before a name or a state."""
    particles: Phrases = ()
    """Small words within names: bin, van, de."""
    joining: Phrases = ()
    """Of these, what joins the parts of a name in running text as well, where *of* and *the* part two names."""
    abbreviations: Phrases = ()
    """Ranks and forms of address that take a stop and stand within a run of names: Gen, Lt; without the stop."""
    then: Words = ()
    """What may stand between a country and the name of its official: saat itu, then, elect."""
    links: Words = ()
    """Words in lower case within an office in title case: of, for, the."""
    adverbs: Words = ()
    """What may stand between a name and its verb: juga, also."""
    leading: Words = ()
    """Capitalised words before a name that are none of it: Президент."""
    no_person: Words = ()
    """Capitalised words that make of their run no person: Agreement, Bank."""
    no_party: Words = ()
    """How words begin that name no party: Crisis, KTT, Visit; and regions."""
    no_party_end: Words = ()
    """How such words end: Summit, Sea."""
    american: Words = ()
    """Offices that the United States alone have by this name, and do not name themselves with."""
    patronymic: Words = ()
    """Second names that are no family name: Викторович."""


class WordsFile(Table):
    """`words.toml`: the small words of grammar."""

    prepositions: Prepositions = Prepositions()
    conjunctions: Conjunctions = Conjunctions()
    pronouns: Pronouns = Pronouns()
    time: Time = Time()
    both: Both = Both()
    names: Names = Names()
