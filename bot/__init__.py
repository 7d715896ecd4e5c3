"""The running program: channels, postman, clock, words, settings, wiring, command line."""
