"""Modules as one script: what is exported, in which order, and what is refused."""

import re
import shutil
import subprocess

import pytest

from ui.server import scripts
from ui.server.linking import linked

MODULES = {
    "one.js": 'import { two, Three as Other } from "./two.js";\nexport default function one() {\n'
    "  return `${two()} ${new Other().name}`;\n}\n",
    "two.js": 'import { deep } from "./deep.js";\nexport const two = () => deep + 1;\n'
    'export class Three { name = "three"; }\n',
    "deep.js": "const two = 40;\nexport const deep = two + 1;\n",
    "alone.js": "export const alone = 1;\n",
}


def test_one_module_has_all_that_is_imported_and_no_more():
    """Names of one module do not meet those of another, and what nobody imports is left out."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    text = linked(MODULES, "one.js")
    assert "alone" not in text
    code = f"{text.replace('export default', 'const whole =')}process.stdout.write(whole());"
    assert subprocess.run([node, "-e", code], capture_output=True, text=True, check=True).stdout == "42 three"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('import { one } from "./one.js";\nexport const two = 1;\n', "one.js -> two.js -> one.js"),
        ('import { gone } from "./gone.js";\n', "two.js imports gone.js"),
        ('import * as all from "./deep.js";\n', "import * as all"),
        ("export let two = 1;\n", "export let"),
        ("export const one = 1, two = 2;\n", "one.js imports two of two.js"),
    ],
)
def test_what_is_not_known_is_refused(text, why):
    """With the module, and what it says."""
    with pytest.raises(ValueError, match=re.escape(why)):
        linked({**MODULES, "two.js": text}, "one.js")


def test_the_board_is_one_script_and_its_style():
    """All of its modules are in it, each once."""
    script, _, style = scripts.WANTED
    text = script.body().decode()
    names = re.findall(r"^const m\d+ = \(\(\) => \{ // (\S+)$", text, re.MULTILINE)
    assert names[-1] == "board.js" and sorted(names) == sorted(path.name for path in scripts.WEB.glob("*.js"))
    assert script.media == "text/javascript" and style.media == "text/css"
