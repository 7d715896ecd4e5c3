"""Who may do what, as a table: action, role, and how the person stands to the matter.

o own, s assigned, a in their area, x anything else. What is not listed is denied.
"""

from collections.abc import Mapping
from enum import StrEnum

from domain.person import Role


class Relation(StrEnum):
    OWN = "o"
    ASSIGNED = "s"
    AREA = "a"
    ELSE = "x"


class Standing(StrEnum):
    """What somebody already is in a matter, and must not be for certain actions."""

    OWNER = "owner"  # author or beneficiary
    PROXY = "proxy"  # wrote it for somebody else
    HOUSEHOLD = "household"  # lives with the author
    PARTY = "party"  # owes the work: the person who has it, or anybody of the team while nobody has
    SUBJECT = "subject"  # is complained about, alone or as one of the team
    PROPOSER = "proposer"  # asked for, requested or invited
    BENEFICIARY = "beneficiary"  # gets the points or the role


Rights = Mapping[Role, frozenset[Relation]]


def _to(*entries: str) -> Rights:
    """ "R:o G:sa" read as data."""
    pairs = (entry.split(":") for line in entries for entry in line.split())
    return {Role(role): frozenset(map(Relation, letters)) for role, letters in pairs}


EVERYBODY: Rights = {role: frozenset(Relation) for role in Role}
THEMSELVES: Rights = {role: frozenset({Relation.OWN}) for role in Role if role not in (Role.ANONYMOUS, Role.SYSTEM)}
NOBODY: Rights = {}

RIGHTS: Mapping[str, Rights] = {
    "order.create": _to("R:o V:o G:o C:o P:o O:o SYS:a"),
    "order.create_on_behalf": _to("G:a C:a SYS:a"),
    "order.view_public": EVERYBODY,
    "order.view_deidentified": _to("R:o V:os G:osa C:osa S:osa Y:osa D:os P:os O:oa M:os SYS:osa"),
    "order.view_detail": _to("R:o V:os G:osa C:osa S:os Y:os D:os P:os O:o M:os SYS:osa"),
    "order.view_complainant_identity": _to("R:o V:o G:os C:oa S:os"),
    "order.reveal_contact": _to("R:o V:s G:s C:a S:s D:s P:s M:s"),
    "order.view_photo": _to("R:o V:s G:sa C:a S:s Y:s D:s P:s M:s"),
    "order.comment": _to("R:o V:os G:osa C:osa S:s Y:s D:s P:s O:a M:s"),
    "order.cancel": _to("R:o V:o G:o P:o O:o C:a SYS:a"),
    "order.classify": _to("G:a C:a S:s SYS:a"),
    "order.merge_duplicates": _to("C:a"),
    "order.dispatch": _to("C:a S:s G:a SYS:a"),
    "order.accept": _to("V:sa G:sa P:s D:s S:s Y:s C:s M:s"),
    "order.decline": _to("V:s G:s P:s D:s S:s Y:s C:s M:s SYS:a"),
    "order.progress": _to("V:s G:s P:s D:s S:s Y:s C:s M:s"),
    "order.resolve": _to("V:s G:s P:s D:s S:s Y:s C:s M:s"),
    "order.extend_request": _to("V:s G:s P:s D:s S:s M:s"),
    "order.extend_approve": _to("C:a S:s"),
    "order.urge": _to("R:o V:o G:o C:o P:o O:o"),
    "order.pause": _to("V:s G:s P:s D:s S:s Y:s C:s M:s SYS:a"),
    "order.hand_over": _to("C:a SYS:a"),
    "order.sign_off": _to("O:a"),
    "order.follow_up": _to("SYS:a"),
    "order.pass_on": _to("G:o C:o"),
    "order.follow": THEMSELVES,
    "order.find": _to("V:s G:sa C:sa S:sa Y:sa D:s P:s O:a"),
    "order.call_back": _to("G:a C:a S:a"),
    "order.confirm": _to("R:o V:o G:o C:o P:o O:o"),
    "order.rate": _to("R:o V:o G:o C:o P:o O:o"),
    "order.reopen": _to("R:o V:o G:o P:o O:o C:a SYS:a"),
    "order.escalate": _to("G:sa C:a S:s R:o V:o SYS:a"),
    "order.whistle": _to("C:a S:s"),
    "order.report_in": _to("D:s P:s S:s"),
    "order.joint_add_party": _to("C:a S:s"),
    "order.close_unconfirmed": _to("C:a SYS:a"),
    "order.hard_delete": NOBODY,
    "media.original": NOBODY,
    "partner.pause": _to("C:a"),
    "service.edit": _to("M:s"),
    "service.approve": _to("C:a S:a"),
    "wish.post": _to("R:o V:o"),
    "wish.post_on_behalf": _to("G:a C:a"),
    "wish.approve": _to("C:a S:a"),
    "wish.claim": _to("V:a P:a D:a M:a"),
    "wish.confirm_done": _to("R:o V:o G:o C:o SYS:a"),
    "wish.view_public": EVERYBODY,
    "wish.view_detail": _to("R:o V:os G:o C:oa S:oa D:s P:s M:s SYS:a"),
    "wish.comment": _to("R:o V:os G:o C:oa D:s P:s M:s"),
    "wish.agree": _to("R:o V:os G:o C:o D:s P:s M:s"),
    "wish.fulfil": _to("V:s D:s P:s M:s"),
    "wish.release": _to("C:a S:a SYS:a"),
    "wish.withdraw": _to("R:o V:o G:o C:oa"),
    "wish.lapse": _to("SYS:a"),
    "points.view_own": THEMSELVES,
    "points.rank_masked": _to("R:a V:a G:a C:a S:a Y:a"),
    "points.grant": _to("SYS:a"),
    "points.adjust_propose": _to("C:a"),
    "points.adjust_approve": _to("S:a"),
    "points.corrections_view": EVERYBODY,
    "points.rings_view": _to("C:a S:a"),
    "points.verify": _to("G:osax C:osax S:osax Y:osax"),
    "points.redeem": _to("R:o V:o"),
    "points.hand_over": _to("M:s"),
    "points.give_back": _to("R:o V:o M:s C:a SYS:a"),
    "goods.edit": _to("M:s C:a"),
    "goods.books": _to("M:s C:a"),
    "talent.edit_own": _to("R:o V:o"),
    "talent.search": _to("G:a C:a SYS:a"),
    "talent.nominate": THEMSELVES,
    "talent.write": THEMSELVES,
    "topic.propose": _to("R:a V:a O:a G:a C:a"),
    "topic.moderate": _to("C:a O:a"),
    "topic.vote": _to("R:a V:a"),
    "topic.tally_view": _to("R:a V:a G:a C:a S:a Y:a P:a O:a"),
    "topic.ballot_view": NOBODY,
    "topic.publish_minutes": _to("C:a O:a"),
    "property.score_view": EVERYBODY,
    "property.score_edit": NOBODY,
    "property.appeal": _to("P:o"),
    "property.appeal_decide": _to("S:a"),
    "property.list_publish": _to("S:a"),
    "activity.organise": _to("G:a C:a S:a P:a M:a"),
    "activity.manage": _to("G:o C:oa S:oa P:o M:o"),
    "activity.attendance": _to("G:o C:o S:o P:o M:o"),
    "activity.vouch": _to("C:a S:a Y:a"),
    "activity.join": THEMSELVES,
    "notice.send": _to("G:a C:a S:a Y:a P:a"),
    "notice.receipts": _to("G:o C:o S:o Y:o P:o"),
    "group.post_personal_data": NOBODY,
    "group.bind": _to("C:a"),
    "care.file_view": _to("R:o G:s C:a"),
    "care.file_edit": _to("G:s C:a"),
    "care.visit_log": _to("G:s V:s C:a"),
    "care.file_export": NOBODY,
    "patrol.log": _to("G:o"),
    "patrol.track_view": _to("G:o C:a"),
    "stats.view": _to("N:a R:a V:a G:a C:a S:a Y:a D:a P:a O:a"),
    "export.deidentified": _to("C:a S:a Y:a"),
    "export.identified_request": _to("C:a"),
    "export.identified_approve": _to("S:a"),
    "audit.who_saw_my_data": THEMSELVES,
    "audit.view_area": _to("S:a Y:a"),
    "audit.view_technical": _to("A:osax"),
    "self.export": THEMSELVES,
    "self.correct": THEMSELVES,
    "self.delete": THEMSELVES,
    "self.withdraw_consent": THEMSELVES,
    "role.invite_grid_or_volunteer": _to("C:a"),
    "role.invite_property_or_owners": _to("C:a"),
    "role.invite_partner": _to("C:a"),
    "role.invite_community": _to("S:a"),
    "role.invite_street_or_department": _to("Y:a"),
    "role.invite_city": _to("A:osax"),
    "role.confirm_property_or_owners": _to("S:a"),
    "role.revoke": _to("C:a S:a Y:a A:osax"),
    "role.resign": THEMSELVES,
    "role.stand_in": _to("C:a"),
    "role.verify": EVERYBODY,
    "chat.link": THEMSELVES,
    "role.self_elevate": NOBODY,
    "user.block": _to("C:a"),
    "qr.create": _to("C:a"),
    "qr.revoke": _to("C:a"),
    "config.change": _to("A:osax"),
    "sla.change": _to("S:a A:osax"),
    "backup.run": _to("A:osax SYS:osax"),
    "backup.restore": _to("A:osax"),
    "secret.rotate": _to("A:osax"),
    "break_glass.read_content": _to("A:osax"),
}

# Duties kept apart: who is already this in the matter may not do that, whatever else they are.
APART: Mapping[str, frozenset[Standing]] = {
    "order.view_detail": frozenset({Standing.SUBJECT}),
    "order.view_photo": frozenset({Standing.SUBJECT}),
    "order.view_complainant_identity": frozenset({Standing.SUBJECT}),
    "order.reveal_contact": frozenset({Standing.SUBJECT}),
    "order.cancel": frozenset({Standing.SUBJECT}),
    "order.classify": frozenset({Standing.SUBJECT}),
    "order.merge_duplicates": frozenset({Standing.SUBJECT}),
    "order.dispatch": frozenset({Standing.SUBJECT}),
    "order.accept": frozenset({Standing.OWNER, Standing.SUBJECT}),
    "order.extend_approve": frozenset({Standing.PROPOSER, Standing.PARTY, Standing.SUBJECT}),
    "order.hand_over": frozenset({Standing.SUBJECT}),
    "order.escalate": frozenset({Standing.SUBJECT}),
    "order.joint_add_party": frozenset({Standing.OWNER, Standing.SUBJECT}),
    "order.sign_off": frozenset({Standing.OWNER, Standing.PARTY, Standing.SUBJECT}),
    "order.confirm": frozenset({Standing.PARTY, Standing.PROXY}),
    "order.rate": frozenset({Standing.PARTY, Standing.PROXY}),
    "order.find": frozenset({Standing.SUBJECT}),
    "order.call_back": frozenset({Standing.OWNER, Standing.PARTY, Standing.SUBJECT}),
    "order.pass_on": frozenset({Standing.PARTY}),
    "order.close_unconfirmed": frozenset({Standing.PARTY, Standing.SUBJECT}),
    "service.approve": frozenset({Standing.PROPOSER, Standing.PARTY}),
    "wish.approve": frozenset({Standing.OWNER}),
    "wish.claim": frozenset({Standing.OWNER, Standing.HOUSEHOLD}),
    "wish.confirm_done": frozenset({Standing.PARTY}),
    "wish.release": frozenset({Standing.OWNER}),
    "points.adjust_approve": frozenset({Standing.PROPOSER, Standing.BENEFICIARY}),
    "points.redeem": frozenset({Standing.PARTY}),
    "activity.vouch": frozenset({Standing.PROPOSER}),
    "topic.moderate": frozenset({Standing.OWNER}),
    "property.appeal_decide": frozenset({Standing.OWNER}),
    "export.identified_approve": frozenset({Standing.PROPOSER}),
    "role.invite_grid_or_volunteer": frozenset({Standing.BENEFICIARY}),
    "role.invite_property_or_owners": frozenset({Standing.BENEFICIARY}),
    "role.confirm_property_or_owners": frozenset({Standing.PROPOSER, Standing.BENEFICIARY}),
    "role.stand_in": frozenset({Standing.BENEFICIARY}),
    "role.invite_partner": frozenset({Standing.BENEFICIARY}),
    "role.invite_community": frozenset({Standing.BENEFICIARY}),
    "role.invite_street_or_department": frozenset({Standing.BENEFICIARY}),
    "role.invite_city": frozenset({Standing.PROPOSER, Standing.BENEFICIARY}),
    "backup.restore": frozenset({Standing.PROPOSER}),
    "break_glass.read_content": frozenset({Standing.PROPOSER}),
}

INVITES: Mapping[Role, str] = {
    Role.VOLUNTEER: "role.invite_grid_or_volunteer",
    Role.GRID: "role.invite_grid_or_volunteer",
    Role.PROPERTY: "role.invite_property_or_owners",
    Role.OWNERS: "role.invite_property_or_owners",
    Role.PARTNER: "role.invite_partner",
    Role.COMMUNITY: "role.invite_community",
    Role.STREET: "role.invite_street_or_department",
    Role.DEPARTMENT: "role.invite_street_or_department",
    Role.CITY: "role.invite_city",
}
