"""Charts of the ledger of forecasts."""
