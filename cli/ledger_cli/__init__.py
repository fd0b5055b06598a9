"""The command line of Remit: parse, call, print."""
