"""The promises as figures: `make prove` measures them and writes docs/proof.md; `make prove-long` takes its time."""
