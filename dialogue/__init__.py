"""How a talk works: questions, answers kept by name, offers, menus. Pure; imports nothing of ours."""
