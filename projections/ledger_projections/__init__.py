"""The read models of Remit, rebuilt from the log whenever somebody asks."""
