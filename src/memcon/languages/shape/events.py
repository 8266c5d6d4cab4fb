"""`events.toml`: words that tell an event's kind, status and variant."""

from memcon.languages.shape.base import Table, Words


class StatusWords(Table):
    """What tells that a contact did not simply occur."""

    requested: Words = ()
    refused: Words = ()
    cancelled: Words = ()


class Plan(Table):
    """A plan: `before` and, up to three words on, a deed; `noun` and, up to four on, `after`; or one of `future`."""

    before: Words = ()
    """will, plans to, is to."""
    contact: Words = ()
    """Deeds of contact as they stand after these: meet, visit; of disputes the words of `dispute` serve."""
    noun: Words = ()
    """Words for a contact: meeting, visit."""
    after: Words = ()
    """After such a word: is planned, will, dijadwalkan."""
    future: Words = ()
    """Words that tell all of it by themselves: سيلتقي, *rencontrera*; or a deed and a day to come."""
    acts: Words = ()
    """The same of an act of dispute: *вышлет*, *expulsará*."""
    loose: Words = ()
    """Words that go with a plan and do not tell it by themselves: upcoming, accepted the invitation."""


class Happened(Table):
    """What tells that a contact or an act took place; the absence of other words tells nothing."""

    contact: Words = ()
    """Deeds of contact in a form that says that they are done: met, встретились, *a rencontré*."""
    acts: Words = ()
    """Acts of dispute in such a form: accused, обвинил."""
    marks: Words = ()
    """Before a deed, what makes it done: telah, đã, have."""
    after: Words = ()
    """Behind a word for a contact: took place, состоялась, berlangsung."""
    during: Words = ()
    """What is told from within a contact: during the meeting, dalam pertemuan itu."""
    bare: Words = ()
    """Deeds and acts of a language whose verbs have no tense: done where a day that has passed stands with them."""


class Negation(Table):
    """What says of a contact that there was none."""

    verbs: Words = ()
    """Right before a deed: did not, tidak, не."""
    nouns: Words = ()
    """Before a word for a contact: no, tidak ada, никаких."""
    after: Words = ()
    """Behind such a word: did not take place."""
    clause: Words = ()
    """What negates all of its sentence behind it: at no point."""


class Denial(Table):
    """What says that somebody denies a report."""

    deny: Words = ()
    """Denied, membantah."""
    reports: Words = ()
    """What is denied, up to three words behind: reports, rumours, that."""
    false: Words = ()
    """Behind the reports: are false, tidak benar."""


class Condition(Table):
    """What says that something is only supposed."""

    words: Words = ()
    """At the beginning of a clause: if, jika, если."""
    would: Words = ()
    """Before what would follow: would, akan menjadi."""


class Cancel(Table):
    """A contact called off: a word before a deed of contact, or after a word for one."""

    words: Words = ()


class ContactWords(Table):
    """Words of contact as such: where a label is unsure, a sentence that has one is asked about."""

    call: Words = ()
    meeting: Words = ()


class Medium(Table):
    """What tells the medium."""

    call: Words = ()
    """Used of nothing but calls."""
    meeting: Words = ()
    """Used of nothing but meetings in person."""
    either: Words = ()
    """Used of both: talks, discussed."""


class CallWords(Table):
    """Channels of a call, the more telling first."""

    video: Words = ()
    phone: Words = ()


class MeetingWords(Table):
    """Forms of a meeting, the more telling first."""

    mediation: Words = ()
    multilateral: Words = ()
    third_country: Words = ()
    visit: Words = ()
    talks: Words = ()


class DisputeWords(Table):
    """Acts of dispute, the more telling first: of several in a sentence the first is the act."""

    summon: Words = ()
    """An ambassador is summoned."""
    expel: Words = ()
    cut_ties: Words = ()
    sanction: Words = ()
    bar: Words = ()
    """Somebody is denied entry, or something is banned."""
    suspend: Words = ()
    violate_border: Words = ()
    show_force: Words = ()
    """Drills, tests of missiles, deployment."""
    seize: Words = ()
    """Seizing ships, arresting people."""
    obstruct: Words = ()
    attack: Words = ()
    threaten: Words = ()
    warn: Words = ()
    protest: Words = ()
    demand: Words = ()
    reject: Words = ()
    accuse: Words = ()
    criticise: Words = ()


class Demand(Table):
    """Words of demand that look like those of contact: *call on somebody to*."""

    words: Words = ()


class Continues(Table):
    """How a sentence begins that goes on about what the one before it told."""

    contact: Words = ()
    two: Words = ()
    """It begins with those two who were told of before."""
    dispute: Words = ()


class People(Table):
    """People who act for no state, beside a name."""

    unofficial: Words = ()
    """Scholar, founder, newspaper."""
    opinion: Words = ()
    """What somebody thinks should or may be done: should, harus."""


class Members(Table):
    """The members of an organisation, who meet one another."""

    many: Words = ()
    """Before them: all, para."""
    before: Words = ()
    """Before the organisation: *ministers of* ASEAN, menteri luar negeri."""
    after: Words = ()
    """After it: ASEAN *foreign ministers*."""
    plural: Words = ()
    """Of `before`, what tells several without another word: ministers of, anggota."""
    one: Words = ()
    """What tells that it is one of them only: deputy, a, former."""


class Sanctions(Table):
    """Sanctions imposed, or asked for."""

    impose: Words = ()
    noun: Words = ()
    """Sanctions, embargo, pressure."""
    urge: Words = ()
    """To ask another to impose them."""
    on: Words = ()
    """Before the state that they are for, where `words.prepositions.against` does not have it: on."""


class Meets(Table):
    """Who goes to whom, and who comes along."""

    verbs: Words = ()
    """Before one who is met or visited: met, menemui."""
    visit: Words = ()
    """Words of going to another state."""
    came_along: Words = ()
    """Words of those who came along: accompanied by, didampingi."""
    virtual: Words = ()
    """Words that a contact was held by video: no meeting in person, whatever it is called."""


class Voice(Table):
    """Which side of a verb its actor stands on."""

    passive: Words = ()
    """Marks before a verb whose subject suffers the act: was, bị, 被."""
    passive_verbs: Words = ()
    """Verbs of dispute that are passive by themselves: dituduh."""
    receives: Words = ()
    """Verbs whose subject is acted against where an act of dispute is their object: *received* a protest."""
    from_whom: Words = ()
    """Behind such an act, before who acts: a protest *from* Kenya."""
    object_before: Words = ()
    """Marks before an object that stands before its verb: 对, 向, 把."""
    about: Words = ()
    """Words before a clause about what another does, or somebody may do: *phản đối việc*, *dọa*. A deed in it is none
    of the sentence's."""


class Sport(Table):
    """Games between teams that are named for states, which are no acts of theirs."""

    wins: Words = ()
    """Of one who wins, loses or draws: beat, mengalahkan, besiegte. Beside a score or a round they tell of a game."""
    rounds: Words = ()
    """Rounds, parts and players of games, in nothing but sport: semi-final, *adu penalti*, goalkeeper."""


class EventsFile(Table):
    """`events.toml`: words that tell an event's kind, status and variant."""

    status: StatusWords = StatusWords()
    plan: Plan = Plan()
    happened: Happened = Happened()
    negation: Negation = Negation()
    denial: Denial = Denial()
    condition: Condition = Condition()
    cancel: Cancel = Cancel()
    contact: ContactWords = ContactWords()
    medium: Medium = Medium()
    call: CallWords = CallWords()
    meeting: MeetingWords = MeetingWords()
    dispute: DisputeWords = DisputeWords()
    demand: Demand = Demand()
    continues: Continues = Continues()
    people: People = People()
    members: Members = Members()
    sanctions: Sanctions = Sanctions()
    meets: Meets = Meets()
    voice: Voice = Voice()
    sport: Sport = Sport()
