"""The words of the wall's page: by the name its template uses, the English sentence."""

from dialogue.message import N_

WALL = {
    "wall": N_("Wall of wishes"),
    "scan": N_("Scan this to make a neighbour's wish come true, or to wish for something yourself."),
    "open": N_("Open the chat"),
    "how": N_("Somebody here could use a hand. Scan the code, choose a wish, and say that you do it."),
    "privacy": N_("Who wished is told only to whoever takes it up, and only with their consent."),
    "map_of": N_("Map: how many wishes wait where"),
    "poster_of": N_("This month's thank-you poster"),
    "language": N_("中文"),
}
