"""The auction as the first chart of the home page, where inference is on and tasks are set."""

from dataclasses import replace

from sim.charts import auction
from sim.scenario import Scenario


def with_tasks(scenario: Scenario) -> bool:
    """Whether the page counts solved problems and not the loss alone."""
    return scenario.inference == "on" and scenario.task_kind != "none"


CHART = replace(auction.CHART, id="auction-home", page="home", order=1, height=250, applies=with_tasks)
