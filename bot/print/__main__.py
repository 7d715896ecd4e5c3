"""`python -m bot.print TEMPLATE`: JSON comes in, a PDF goes out."""

import sys

import orjson

from bot.print import pdf

if __name__ == "__main__":
    sys.stdout.buffer.write(pdf(sys.argv[1], orjson.loads(sys.stdin.buffer.read())))
