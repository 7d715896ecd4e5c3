"""Hours, points and the credit supermarket, as tables: talks, deeds, buttons and commands."""

from collections.abc import Mapping

from handlers import (
    books,
    certificates,
    correction_proposing,
    corrections,
    credit_rings,
    goods,
    own_redemptions,
    pick_up,
    points,
    redeeming,
    restocking,
    shelf,
    supermarket,
)
from handlers.table_kinds import Button, Command, Deed, Script

SCRIPTS: Mapping[str, Script] = {
    "what_correction": correction_proposing.what_correction,
    "why_no_correction": corrections.why_not,
    "redeem": redeeming.sure,
    "pick_up": pick_up.which_code,
    "new_goods": goods.new_goods,
    "restock": restocking.how_many,
    "new_price": restocking.what_price,
    "take_out": restocking.sure_out,
}

DEEDS: Mapping[type, Deed] = {
    correction_proposing.Correct: correction_proposing.propose,
    corrections.RefuseCorrection: corrections.refuse,
    redeeming.Redeem: redeeming.redeem,
    pick_up.Typed: pick_up.typed,
    goods.NewGoods: goods.put_on_shelf,
    restocking.Restock: restocking.restock,
    restocking.Reprice: restocking.reprice,
    restocking.TakeOut: restocking.take_out,
}

BUTTONS: Mapping[str, Button] = {
    "points": points.earlier,
    "cert": certificates.certificate,
    "corr": corrections.button,
    "shop": supermarket.page,
    "sgood": supermarket.see,
    "sget": redeeming.want,
    "smine": own_redemptions.mine,
    "scode": own_redemptions.new_code,
    "sback": own_redemptions.back,
    "pcode": pick_up.pick_up,
    "phand": pick_up.hand_over,
    "pwait": books.waiting,
    "pmonth": books.month,
    "gshop": shelf.of_shop,
    "gsee": shelf.see,
    "gnew": goods.begin,
    "gmore": restocking.ask_pieces,
    "gcost": restocking.ask_price,
    "gstop": restocking.pause,
    "ggo": restocking.offer,
    "gout": restocking.ask_out,
}

COMMANDS: Mapping[str, Command] = {
    "points": points.points,
    "corrections": corrections.shown,
    "rings": credit_rings.report,
    "shop": supermarket.shop,
    "pickup": pick_up.pick_up,
    "goods": shelf.goods,
}
