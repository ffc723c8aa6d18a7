"""What a lesson file says: the models that `presets/lessons/*.toml` are read into."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Short = Annotated[str, Field(min_length=1, max_length=300)]
KEEP = "keep"  # the scenario of a step that goes on from the one before


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Feedback(_Part):
    """What is said of an answer; `low` and `high` are added where it is not right and lies below or above."""

    right: Text
    near: Text
    far: Text
    low: str = ""
    high: str = ""


class Slip(_Part):
    """A wrong answer that has a reason: the figure that it comes to, and what to say to it."""

    figure: Short
    text: Text


class _Task(_Part):
    question: Text
    reveal: str = ""
    board: bool = False  # whether the board is seen before the answer is committed


class NumberTask(_Task):
    """Predict a number. The tolerances are a share of the key, a factor, or in the key's own unit."""

    kind: Literal["number"]
    key: Short
    scale: Literal["relative", "factor", "absolute"] = "relative"
    tolerance: float = Field(gt=0, allow_inf_nan=False)
    near: float = Field(gt=0, allow_inf_nan=False)
    feedback: Feedback
    slips: list[Slip] = []


class Option(_Part):
    """One of the options, with what is said to whoever chose it.

    The right one is the one whose comparison `when` holds, or whose `figure` the task picks.
    """

    text: Short
    feedback: str = ""
    when: str = ""
    figure: str = ""
    near: bool = False


class ChoiceTask(_Task):
    """Choose the right one of a few options; which is right is computed."""

    kind: Literal["choice"]
    options: list[Option] = Field(min_length=2, max_length=8)
    pick: Literal["", "least", "most"] = ""


class VoteTask(_Task):
    """Take a side: no option is right, and the class sees how it is split."""

    kind: Literal["vote"]
    options: list[Option] = Field(min_length=2, max_length=8)


class PlaceTask(_Task):
    """Move the run to where it belongs on the landscape; the tolerances are factors of both numbers."""

    kind: Literal["place"]
    board: bool = True
    n_params: Short
    n_tokens: Short
    tolerance: float = Field(gt=1, allow_inf_nan=False)
    near: float = Field(gt=1, allow_inf_nan=False)
    feedback: Feedback


class Aim(_Part):
    """An output that must get below or above a number: a figure or a plain one."""

    output: str
    below: str = ""
    above: str = ""


class GoalTask(_Task):
    """Move the levers until every aim is met; `near` is the share by which one may still miss."""

    kind: Literal["goal"]
    board: bool = True
    aims: list[Aim] = Field(min_length=1, max_length=4)
    near: float = Field(0.1, gt=0, allow_inf_nan=False)
    feedback: Feedback


Task = Annotated[NumberTask | ChoiceTask | VoteTask | PlaceTask | GoalTask, Field(discriminator="kind")]


class Step(_Part):
    """One step: its text, its run, what of the board is shown, and a task or none.

    Parameters
    ----------
    scenario : str or dict
        A name of the file's scenarios, inputs, or "keep".
    levers, locked : list of str
        Inputs shown as levers: those that move, and those that do not. The others are hidden.
    charts : list of str
        The charts in front, all of one page; none leaves the board out.
    view : str
        The open view of the first chart.
    numbers : list of str, optional
        Which of the page's headline numbers are shown; all by default.
    sentence : bool
        Whether the page's sentence is shown.
    notes : bool
        Whether the charts have their notes, their tables and their other views, which may say too much.
    """

    title: Short
    text: Text
    scenario: str | dict[str, Any] = KEEP
    levers: list[str] = []
    locked: list[str] = []
    charts: list[str] = Field([], max_length=2)
    view: str = ""
    numbers: list[str] | None = None
    sentence: bool = True
    notes: bool = True
    task: Task | None = None


class Teacher(_Part):
    """The teacher's part."""

    message: Text
    watch: list[Short] = []
    mistakes: list[Short] = []
    discussion: list[Short] = []
    roles: dict[str, Short] = {}


class LessonFile(_Part):
    """One lesson as its file says it; `sim.lessons` checks that everything in it means something."""

    title: Annotated[str, Field(min_length=1, max_length=80)]
    minutes: int = Field(ge=1, le=180)
    level: Annotated[str, Field(min_length=1, max_length=120)]
    goal: Short
    order: int = 1000
    sources: list[str] = []
    scenarios: dict[str, dict[str, Any]] = {}
    teacher: Teacher
    steps: list[Step] = Field(min_length=1, max_length=20)
