"""Pictures that show no run, for pages that are no board: functions, named by the page that asks for them."""
