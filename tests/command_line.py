"""Runs the command line inside a test."""

from sim.__main__ import main


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    """Status, standard output and standard error of one command."""
    try:
        status = main(list(arguments))
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err
