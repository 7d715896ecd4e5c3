"""Partners, their menus, and activities, as tables: talks, deeds, buttons and commands."""

from collections.abc import Mapping

from handlers import (
    activities,
    activity_change,
    activity_organise,
    menu_approval,
    menu_keeping,
    menu_ordering,
    menu_services,
    menu_writing,
    partner_keeping,
    partners,
)
from handlers.table_kinds import Button, Command, Deed, Script

SCRIPTS: Mapping[str, Script] = {
    "activity": activity_organise.what_and_when,
    "activity_move": activity_change.which_time,
    "activity_off": activity_change.why_off,
    "partner": partners.which_partner,
    "keeper_out": partner_keeping.sure_out,
    "service": menu_writing.which_service,
    "service_no": menu_approval.why_not,
    "menu_where": menu_services.which_compound,
    "order_service": menu_ordering.what_and_where,
}

DEEDS: Mapping[type, Deed] = {
    activity_organise.Organise: activity_organise.organise,
    activity_change.Move: activity_change.move,
    activity_change.CallOff: activity_change.call_off,
    partners.Enter: partners.enter,
    partner_keeping.TakeAway: partner_keeping.take_away,
    menu_writing.Write: menu_writing.write,
    menu_approval.RefuseService: menu_approval.refuse,
    menu_services.Home: menu_services.lives_in,
    menu_ordering.OrderService: menu_ordering.order_service,
}

BUTTONS: Mapping[str, Button] = {
    "act": activities.tap,
    "partners": partners.listed,
    "partner": partners.show,
    "newpartner": partners.add_one,
    "pinvite": partner_keeping.invite,
    "ppause": partners.pause,
    "pout": partner_keeping.keeps_no_longer,
    "svcmine": menu_keeping.show,
    "svcs": menu_keeping.menu_of,
    "svcnew": menu_keeping.new,
    "svcedit": menu_keeping.edit,
    "svcpause": menu_keeping.pause,
    "svcon": menu_keeping.go_on,
    "svcgone": menu_keeping.take_off,
    "svcall": menu_approval.menu_of,
    "svclook": menu_approval.show,
    "svcok": menu_approval.approve,
    "svcno": menu_approval.ask_why,
    "menu": menu_services.page,
    "svc": menu_services.show,
    "svcorder": menu_ordering.ask_order,
}

COMMANDS: Mapping[str, Command] = {
    "activities": activities.near,
    "partners": partners.listed,
    "mymenu": menu_keeping.mine,
    "menu": menu_services.menu,
}
