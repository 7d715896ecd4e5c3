"""Two replicas on one PostgreSQL: whichever dies, stands still or is replaced, nothing is lost or done twice."""
