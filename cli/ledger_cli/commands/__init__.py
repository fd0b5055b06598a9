"""The commands, a module a noun; each is imported only when it is called."""
