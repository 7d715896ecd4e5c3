"""Every column with personal data: whose it is, how long it is kept, how it is erased, and who gets to read it.

The one list that deleting, exporting and forgetting go by. A test fails on a column of text that stands in no list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    NAME = "name"
    PHONE = "phone"
    DOOR = "door"
    WORDS = "words"  # what somebody wrote or said, or was written to
    PICTURE = "picture"  # a photo or a voice: the id of its file
    PLACE = "place"  # where somebody lives or is
    LIFE = "life"  # what somebody can do, asks for or takes part in
    CHAT = "chat"
    LANGUAGE = "language"
    WHO = "who"  # an id of ours, which names nobody once the person's own row is empty
    SECRET = "secret"  # a code or the hash of one


class Whose(StrEnum):
    """How one column of a row leads to a person; storage/erasing.py says it in SQL."""

    PERSON = "person"  # the column holds their id
    TALKER = "talker"  # their id, in a line of a conversation
    CHAT = "chat"  # the address of a chat of theirs
    SESSION = "session"  # the web session of such a chat
    ACCOUNT = "account"  # person:<id>
    ORDER = "order"  # an order they reported for themselves
    WISH = "wish"  # a wish of theirs
    STAFF = "staff"  # their key in the office's own list
    ASK = "ask"  # a question to them, or of theirs, in the talent bank
    NOBODY = "nobody"  # found by no person; it goes by the clock


class Kept(StrEnum):
    """How long, at most; the days are the neighbourhood's policy: [retention]."""

    HERE = "here"  # as long as the person is here
    CONTACT = "contact"  # 90 days after closing
    PICTURES = "pictures"  # 180 days after closing
    CHAT = "chat"  # 180 days in the web chat
    WEEK = "week"  # 7 days; until it is said, where that comes later
    MATTER = "matter"  # until the question, the talk or the link is over
    YEAR = "year"  # of not being used
    SERVED = "served"  # 92 days, for the caps and the report of rings
    OFFICE = "office"  # as long as the office has it on its own list
    RECORD = "record"  # for good: what was done stays on record, without a name


class Erased(StrEnum):
    """What becomes of it when the person asks for deletion."""

    ROW = "row"  # the row goes
    NULL = "null"
    EMPTY = "empty"
    NONE = "none"  # an empty list
    MASKED = "masked"  # phones, doors and names are hidden in it
    STAYS = "stays"  # an id alone, or what the law or the office's own list keeps
    PASSES = "passes"  # gone within days by itself


@dataclass(frozen=True, slots=True)
class Column:
    """by: the column of the same table through which the person is found. told: part of what they get to read."""

    table: str
    name: str
    what: What
    by: str
    whose: Whose
    kept: Kept
    erased: Erased
    told: bool


def _read(table: str) -> tuple[Column, ...]:
    found = []
    for line in table.strip().splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        where, what, by, kept, erased, told = line.split()
        name, column = where.split(".")
        by, _, whose = by.partition("=")
        found.append(
            Column(
                name, column, What(what), by, Whose(whose), Kept(kept), Erased(erased), {"yes": True, "-": False}[told]
            )
        )
    return tuple(found)


# One line a column, and one more for each other way in which it may be somebody's.
PERSONAL = _read("""
    # column                      what      whose               kept      erased  told
    persons.id                    who       id=person           record    stays   -
    persons.name                  name      id=person           here      empty   yes
    persons.language              language  id=person           here      null    yes
    persons.chat                  chat      id=person           here      null    yes
    persons.home                  place     id=person           here      null    yes
    chats.id                      chat      person=person       here      row     yes
    chats.person                  who       person=person       here      row     -
    chats.place                   place     person=person       here      row     yes
    chats.menu                    words     person=person       here      row     -
    roles.person                  who       person=person       record    stays   -
    roles.ended_by                who       ended_by=person     record    stays   -
    invites.invited_by            who       invited_by=person   record    stays   -
    invites.used_by               who       used_by=person      record    stays   -
    inbox.sender                  chat      sender=chat         week      empty   yes
    inbox.raw                     words     sender=chat         week      empty   yes
    outbox.chat                   chat      chat=chat           week      row     -
    outbox.body                   words     chat=chat           week      row     -
    outbox.tell                   chat      tell=chat           week      null    -
    outbox.once                   who       chat=chat           week      row     -
    cards.chat                    chat      chat=chat           pictures  row     -
    to_show.chat                  chat      chat=chat           week      row     -
    talks.chat                    chat      chat=chat           matter    row     -
    talks.person                  who       chat=chat           matter    row     -
    talks.given                   words     chat=chat           matter    row     -
    talks.state                   words     chat=chat           matter    row     yes
    talks.shown                   words     chat=chat           matter    row     -
    talks.parked                  words     chat=chat           matter    row     -
    web_sessions.id               chat      id=session          year      row     yes
    web_sessions.secret_hash      secret    id=session          year      row     -
    web_log.address               chat      address=chat        chat      row     -
    web_log.body                  words     address=chat        chat      row     -
    web_media.address             chat      address=chat        pictures  row     -
    web_media.media               picture   address=chat        pictures  row     -
    media.id                      picture   owner=chat          pictures  row     -
    media.owner                   chat      owner=chat          pictures  row     -

    # What was reported, and by whom. Words of a report are kept with phones and doors hidden.
    authors.person                who       person=person       record    stays   -
    orders.what                   words     id=order            record    masked  yes
    orders.assignee               who       assignee=person     record    stays   -
    orders.wanted_by              who       wanted_by=person    record    stays   -
    order_photos.media            picture   order_id=order      pictures  row     yes
    order_events.person           who       person=person       record    stays   -
    order_events.sets             who       person=person       record    stays   -
    order_events.words            words     person=talker       contact   empty   yes
    order_events.words            words     person=person       contact   masked  yes
    order_events.words            words     order_id=order      contact   masked  yes
    order_contacts.name           name      order_id=order      contact   row     yes
    order_contacts.phone          phone     order_id=order      contact   row     yes
    order_contacts.door           door      order_id=order      contact   row     yes
    follows.person                who       person=person       here      row     -
    own_words.person              who       person=person       contact   row     -
    own_words.said                words     person=person       contact   row     yes
    views.viewer                  who       viewer=person       record    stays   -
    views.person                  who       person=person       here      null    -
    views.reason                  words     person=person       here      masked  yes
    views.code                    secret    viewer=person       record    stays   -
    viewer_codes.code             secret    person=person       record    stays   -
    viewer_codes.person           who       person=person       record    stays   -

    # Who works here: the office's own list is the office's, and stays when somebody leaves the chat.
    roster.key                    who       person=person       office    stays   yes
    roster.name                   name      person=person       office    stays   yes
    roster.phone                  phone     person=person       office    stays   yes
    roster.badge                  secret    person=person       office    stays   yes
    roster.person                 who       person=person       here      null    -
    posts.key                     who       key=staff           office    stays   -
    posts.invited_by              who       invited_by=person   office    stays   -
    grid_keepers.worker           who       worker=staff        office    stays   -
    grid_keepers.stand_in         who       stand_in=staff      office    stays   -
    duties.key                    who       key=staff           office    stays   -
    invites.roster                who       roster=staff        office    stays   -
    invites.name                  name      used_by=person      matter    empty   yes

    # What they agreed to, and asked of their data.
    consents.person               who       person=person       record    stays   -
    export_links.person           who       person=person       matter    row     -
    erasures.person               who       person=person       matter    row     -
    doomed_media.media            picture   media=nobody        week      passes  -

    place_codes.made_by           who       made_by=person      record    stays   -
    place_codes.revoked_by        who       revoked_by=person   record    stays   -

    # Groups: who called out there, until it is over.
    group_chats.bound_by          who       bound_by=person     record    stays   -
    group_codes.made_by           who       made_by=person      matter    stays   -
    group_drafts.person           who       person=person       matter    row     -
    group_drafts.said             words     person=person       matter    row     yes
    group_drafts.photos           picture   person=person       matter    row     yes
    group_drafts.voice            picture   person=person       matter    row     yes

    # One person in several chats.
    link_codes.person             who       person=person       matter    row     -
    link_codes.chat               chat      person=person       matter    row     -
    links.person                  who       person=person       matter    row     -
    links.was                     who       person=person       matter    row     -
    links.typed_in                chat      person=person       matter    row     -
    links.made_in                 chat      person=person       matter    row     -
    links.moved                   who       person=person       matter    row     -
    links.was                     who       was=person          matter    row     -
    tries.who                     who       who=person          matter    row     -

    call_backs.sealed             secret    order_id=nobody     contact   passes  -

    # What waits to be said.
    notes.person                  who       person=person       week      row     -
    notes.body                    words     person=person       week      row     -
    waiting.person                who       person=person       here      row     -
    night_words.person            who       person=person       week      row     -
    night_words.said              words     person=person       week      row     yes
    wanted_reports.person         who       person=person       week      row     -
    leaves.person                 who       person=person       record    stays   -
    leaves.stand_in               who       stand_in=person     record    stays   -

    # Activities.
    activities.organiser          who       organiser=person    record    stays   -
    activity_sign_ups.person      who       person=person       record    stays   -
    activity_announcements.person who       person=person       here      row     -
    activity_peace.person         who       person=person       here      row     -

    # Hours and points: the ledger only grows, and names nobody once the person's own row is empty.
    ledger.source                 who       source=account      record    stays   yes
    ledger.target                 who       target=account      record    stays   yes
    ledger.done_by                who       done_by=person      record    stays   -
    ledger.approved_by            who       approved_by=person  record    stays   -
    accounts.account              who       account=account     record    stays   yes
    helped.helper                 who       helper=person       record    stays   -
    helped.served                 who       served=person       served    null    -
    corrections.person            who       person=person       record    stays   -
    corrections.reason            words     person=person       record    masked  yes
    corrections.answer            words     person=person       record    masked  yes
    corrections.proposed_by       who       proposed_by=person  record    stays   -
    corrections.decided_by        who       decided_by=person   record    stays   -
    certificates.person           who       person=person       here      row     -
    certificates.code             secret    person=person       here      row     yes
    partners.entered_by           who       entered_by=person   record    stays   -
    services.written_by           who       written_by=person   record    stays   -
    services.decided_by           who       decided_by=person   record    stays   -
    goods.created_by              who       created_by=person   record    stays   -
    redemptions.person            who       person=person       record    stays   -
    redemptions.code              secret    person=person       record    stays   -
    redemptions.opened_by         who       opened_by=person    record    stays   -
    redemptions.ended_by          who       ended_by=person     record    stays   -
    pick_up_tries.keeper          who       keeper=person       here      row     -

    # Volunteers and talents.
    volunteers.person             who       person=person       here      row     -
    volunteers.home               place     person=person       here      row     yes
    volunteers.community          place     person=person       here      row     yes
    volunteers.skills             life      person=person       here      row     yes
    wish_offers.person            who       person=person       served    row     -
    talents.person                who       person=person       here      row     -
    talents.skill                 life      person=person       here      row     yes
    talents.place                 place     person=person       here      row     yes
    nominations.nominated_by      who       nominated_by=person matter    row     -
    talent_asks.talent            who       talent=person       matter    row     -
    talent_asks.asker             who       asker=person        matter    row     -
    talent_asks.words             words     talent=person       matter    row     yes
    talent_asks.words             words     asker=person        matter    row     yes
    talent_words.writer           who       writer=person       matter    row     -
    talent_words.words            words     writer=person       matter    row     yes
    talent_words.words            words     ask=ask             matter    row     yes

    # Micro-wishes.
    wishes.what                   words     id=wish             record    masked  yes
    wishes.shown                  words     id=wish             record    masked  yes
    wishes.claimer                who       claimer=person      record    stays   -
    wishers.poster                who       poster=person       record    stays   -
    wishers.person                who       person=person       record    stays   -
    wishers.home                  place     person=person       contact   null    yes
    wishers.name                  name      person=person       contact   empty   yes
    wishers.contact               phone     person=person       contact   empty   yes
    wishers.code                  secret    person=person       contact   null    -
    wish_hands.person             who       person=person       record    stays   -
    wish_events.person            who       person=person       record    stays   -
    wish_events.words             words     person=talker       contact   empty   yes
    wish_events.words             words     person=person       contact   masked  yes
    wish_events.words             words     wish_id=wish        contact   masked  -
    wish_media.media              picture   wish_id=wish        pictures  row     yes
    wish_thanks.words             words     wish_id=wish        record    empty   yes
    wish_thanks.photos            picture   wish_id=wish        pictures  none    yes
    wish_thanks.voice             picture   wish_id=wish        pictures  null    yes
    wish_thanks.claimer           who       claimer=person      record    stays   -
    wish_night_words.writer       who       writer=person       week      row     -
    wish_night_words.reader       who       reader=person       week      row     -
    wish_night_words.said         words     writer=person       week      row     yes
    wish_night_words.said         words     reader=person       week      row     yes
""")


def _names(table: str) -> frozenset[tuple[str, str]]:
    lines = (line.partition(":") for line in table.strip().splitlines())
    return frozenset((name.strip(), column) for name, _, columns in lines for column in columns.split())


# Looked at, and found to be about matters, places and teams: by themselves they say nothing about a person.
NOT_PERSONAL = _names("""
    migrations: name
    places: path kind name grid lat lon
    versions: name
    roles: id role place team leave
    invites: token_hash role place team
    inbox: channel message_id id album state error role did
    outbox: id about state claimed_by ref error role
    cards: card ref letter
    talks: id script
    orders: id number place grid rung category lane state team closing same_as subject paused_why follow_up
    orders: part_of again_of service
    authors: order_id
    order_photos: order_id kind step
    order_events: id order_id step
    leases: name holder
    web_log: key
    media: kind
    web_media: key
    nags: order_id nag
    notes: id order_id kind needs about
    night_words: event order_id
    night_cards: chat order_id
    leaves: id state
    rounds: name key
    burden: day role
    daily: day place
    activities: id number kind title words place spot state look why
    activity_sign_ups: activity part stand
    activity_announcements: activity
    ledger: id unit why ref seal
    accounts: unit
    helped: ref why number place day
    corrections: id place number unit state
    partners: id name place
    services: id partner title price_class price hours state why rung
    goods: id shop title line photo state
    redemptions: id number shop goods title state
    pick_up_tries: day
    volunteers: state rung
    wish_offers: wish
    talents: id
    nominations: token_hash skill
    talent_asks: id skill state
    talent_words: id ask
    wishes: id number place kind skill state rung reach ending
    wishers: wish_id
    wish_hands: wish_id
    wish_events: id wish_id step
    wish_media: wish_id kind
    wish_thanks: wish_id place
    wish_night_words: event wish_id
    order_contacts: order_id
    own_words: order_id event
    views: id role order_id field
    viewer_codes: period
    keys: name value
    export_links: token_hash
    call_backs: order_id salt
    finding_fts: words party order_id
    finding_waiting: order_id
    group_chats: chat kind topic
    group_codes: code_hash kind place
    group_drafts: id chat ref album topic place danger token state number
    group_said: id chat
    place_codes: code place
    poster_sheets: token_hash place parts
    places: sort
    roles: post
    posts: id role place team rung
    grid_keepers: grid
    link_codes: code_hash
    links: id state
    tries: kind
    teams: id kind name place line
    to_show: order_id
    duties: category sort place team
    follows: order_id
""")

WHAT_TO_DO = (
    "Say in domain/personal.py what they hold: a line in PERSONAL (what it is, through which column the person is "
    "found, how long it is kept, how it is erased, and whether they get to read it), or a word in NOT_PERSONAL. "
    "What PERSONAL says is then erased and exported by itself."
)


def by_column() -> Mapping[tuple[str, str], tuple[Column, ...]]:
    """All that is registered of each (table, column)."""
    found: dict[tuple[str, str], tuple[Column, ...]] = {}
    for column in PERSONAL:
        found[column.table, column.name] = (*found.get((column.table, column.name), ()), column)
    return found
