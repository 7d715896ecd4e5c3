"""The rehearsal: the real rules in simulated time, over a made-up town with human habits."""
