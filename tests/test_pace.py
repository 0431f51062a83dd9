"""Promises of the pace at which writers of a note exchange: quick while the server is, and rarer when it is not."""

import json
import subprocess
from pathlib import Path

import hatch_build

ROOT = Path(__file__).parents[1]

PACE = """
import { Pace } from "./static/src/live/pace.js";
const pace = new Pace();
for (const time of %s) pace.took(time);
console.log(JSON.stringify(pace.over(1000)));
"""


def waited(times: list[int]) -> float:
    node = hatch_build.commands()[0]
    command = [*node, "--input-type=module", "-e", PACE % json.dumps(times)]
    return float(json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout))


def test_who_lives_far_from_a_quick_server_waits_no_longer_than_others() -> None:
    assert waited([400] * 20) == 1000


def test_answers_that_waited_in_a_queue_are_asked_for_less_often_and_never_too_rarely() -> None:
    assert 1000 < waited([20] * 5 + [80] * 10) < 8000
    assert waited([20] + [5000] * 20) == 8000


def test_a_server_that_is_quick_again_is_asked_as_before() -> None:
    assert waited([20] + [500] * 20 + [20] * 40) == 1000
