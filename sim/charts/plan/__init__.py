"""Charts of where the run stands, and where its money goes."""
