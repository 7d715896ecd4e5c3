"""The program is killed while a neighbourhood talks to it: nothing is lost and nothing is done twice."""
