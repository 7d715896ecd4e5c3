"""`python -m bot` is `sidan`."""

from bot.cli import main

if __name__ == "__main__":
    main(prog_name="sidan")
