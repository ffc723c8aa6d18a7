"""The auction as the first chart of the home page, where inference is on and tasks are set."""

from dataclasses import replace

from sim.charts import auction

CHART = replace(auction.CHART, id="auction-home", page="home", order=1, height=250)
