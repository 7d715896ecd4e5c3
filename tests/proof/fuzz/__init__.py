"""Whatever comes in is taken, refused in words or put aside, and whoever comes next is answered."""
