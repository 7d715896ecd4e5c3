"""The program is killed at random moments while neighbours talk to it: nothing is lost, nothing is done twice."""
