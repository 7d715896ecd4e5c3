"""The credit supermarket, played."""
