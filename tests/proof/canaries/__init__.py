"""Words and numbers like nobody else's are planted, and looked for in whatever anybody else ever gets."""
