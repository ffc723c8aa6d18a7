"""Questions that ask the engine many times: bands, ranges, regret, worlds, fleets."""
