"""Who may do what: the page of rights as data, and a walk of every entry by everybody, in-process."""
